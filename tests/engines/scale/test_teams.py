"""Teams on two machines, whose processes are really ended; and a scan by them, beside that of one machine."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

pytest.importorskip("ray", reason="Ray is not installed (the extra `scale`)")

from causeway import scale
from causeway.matching import EXAMINER_CRASHED, THIS_MACHINE, Engines
from causeway.scanning.containers import Limits
from causeway.scanning.crew import Entered, Finished
from causeway.scanning.findings import Finding, Kind
from causeway.scanning.journal import Journal
from causeway.scanning.judging import judge
from causeway.scanning.lists import load_lists
from causeway.scanning.on_cluster import ClusterCrew, FileJob, LookingTrade, cluster_engines
from causeway.scanning.progress import Progress
from causeway.scanning.scan import Scanned, scan
from causeway.scanning.seen import Seen
from causeway.scanning.walking import Walked, check_folder, walk
from engines.scale.counting import Count, Counting, Step
from engines.scale.two_machines import kill, processes, two_machines
from engines.scanning.knobs import knob, zipped
from scanned import again, hash_of, picture

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def cluster() -> Iterator[scale.Cluster]:
    with two_machines() as address, scale.joined(address) as cluster:
        yield cluster


def counted(
    cluster: scale.Cluster, jobs: list[Count], marks: Path, *, teams: int = 1, kill_after: tuple[int, ...] = ()
) -> list[Step]:
    """All answers; after so many, a team is killed."""
    answers: list[Step] = []
    with scale.Teams(cluster, Counting(marks=marks, teams=teams)) as teams_at_work:
        for job in jobs:
            teams_at_work.offer(job)
        while sum(answer.number is None for answer in answers) < len(jobs):
            if (answer := teams_at_work.answer()) is None:
                continue
            answers.append(answer)
            if len(answers) in kill_after:
                kill(answer.process)
    return answers


def test_every_job_is_done_by_all_teams_once(cluster: scale.Cluster, tmp_path: Path) -> None:
    jobs = [Count(name=f"job{number}", steps=30) for number in range(10)]
    answers = counted(cluster, jobs, tmp_path, teams=2)
    assert len({answer.process for answer in answers}) == 2
    assert Counter((answer.name, answer.number) for answer in answers) == Counter(
        (job.name, number) for job in jobs for number in [*range(30), None]
    )


def test_jobs_of_a_killed_team_are_done_by_others_without_what_was_done(cluster: scale.Cluster, tmp_path: Path) -> None:
    jobs = [Count(name=f"job{number}", steps=30) for number in range(8)]
    answers = counted(cluster, jobs, tmp_path, kill_after=(20,))
    assert len({answer.process for answer in answers}) > 1
    times = Counter((answer.name, answer.number) for answer in answers)
    assert set(times) == {(job.name, number) for job in jobs for number in [*range(30), None]}
    assert times.total() == len(times)
    assert not any(answer.is_lost for answer in answers)


def test_a_job_that_ends_every_team_is_given_up_and_no_other(cluster: scale.Cluster, tmp_path: Path) -> None:
    jobs = [Count(name=f"job{number}", steps=2, kills=99 if number == 3 else number == 5) for number in range(8)]
    answers = counted(cluster, jobs, tmp_path)
    assert [answer.name for answer in answers if answer.is_lost] == ["job3"]
    assert sorted(answer.name for answer in answers if answer.number is None) == [job.name for job in jobs]
    assert (tmp_path / "job3").read_text() == "3", "once among others, twice alone"


def test_a_machine_that_is_not_fit_is_told(cluster: scale.Cluster, tmp_path: Path) -> None:
    refused = pytest.raises(scale.CannotWork, match="nobody counts here")
    with refused, scale.Teams(cluster, Counting(marks=tmp_path, is_refused=True)) as teams:
        teams.offer(Count(name="one", steps=1))
        while teams.answer() is None:
            pass


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Door knobs, in an archive too; a damaged picture, words and nothing beside them."""
    folder = tmp_path / "folder"
    folder.mkdir()
    for number in range(12):
        (folder / f"{number:02}.png").write_bytes(knob(number))
    (folder / "same.png").write_bytes(knob(3))
    (folder / "more.zip").write_bytes(zipped({f"{number}.png": knob(number) for number in range(20, 40)}))
    (folder / "cut.png").write_bytes(knob(7)[:150])
    (folder / "words.txt").write_bytes(b"brass and iron")
    (folder / "empty").touch()
    return check_folder(folder)


def seen_by(folder: Path, state: Path, crew: ClusterCrew | None = None) -> tuple[list[Seen], Scanned]:
    with Journal(state, folder) as journal:
        scanned = scan(folder, journal, workers=2, crew=crew)
        return list(journal.seen()), scanned


def test_a_scan_by_a_cluster_sees_what_one_machine_sees(cluster: scale.Cluster, folder: Path, tmp_path: Path) -> None:
    expected, here = seen_by(folder, tmp_path / "here")
    seen, there = seen_by(folder, tmp_path / "there", ClusterCrew(cluster, folder))
    assert seen == expected
    assert replace(there, seconds=0) == replace(here, seconds=0)
    again, kept = seen_by(folder, tmp_path / "there", ClusterCrew(cluster, folder))
    assert again == expected
    assert kept.kept_files == here.walked.files


def test_a_scan_whose_crews_are_killed_sees_the_same(cluster: scale.Cluster, folder: Path, tmp_path: Path) -> None:
    expected, here = seen_by(folder, tmp_path / "here")
    killed: dict[int, int] = {}

    def kill_some(progress: Progress) -> None:
        # A number of files may be told of several times; one crew dies at each.
        if progress.files in (2, 7) and progress.files not in killed:
            killed[progress.files] = processes("ray::_Desk")[-1]
            kill(killed[progress.files])

    with Journal(tmp_path / "there", folder) as journal:
        there = scan(folder, journal, workers=2, crew=ClusterCrew(cluster, folder), on_progress=kill_some)
        seen = list(journal.seen())
    assert killed
    assert seen == expected
    assert (there.members, there.faults) == (here.members, here.faults)


def test_a_machine_that_sees_another_folder_is_told(cluster: scale.Cluster, folder: Path, tmp_path: Path) -> None:
    crew = ClusterCrew(cluster, folder)
    (folder / "late.png").write_bytes(knob(1))
    with pytest.raises(scale.CannotWork, match="is another one"):
        seen_by(folder, tmp_path / "state", crew)


def test_files_are_judged_the_same_by_indexes_in_parts(cluster: scale.Cluster, tmp_path: Path) -> None:
    files = [picture(f"{number}.png", hash_of(number // 3, flipped_bits=number % 3)) for number in range(12)]
    files.append(picture("turned.png", hash_of(50), turned=(hash_of(1, flipped_bits=1),)))
    assert files[0].digests is not None
    path = tmp_path / "list.csv"
    path.write_text(f"md5,pdq,category\n{files[0].digests.md5},{hash_of(2, flipped_bits=3)},A\n")

    def judged(engines: Engines) -> list[Finding]:
        return list(judge(again(files), load_lists([path], engines=engines), engines=engines).findings())

    in_parts = judged(cluster_engines(cluster, fewest=1))
    assert in_parts == judged(THIS_MACHINE)
    assert {finding.kind for finding in in_parts} == {Kind.KNOWN, Kind.EDITED_KNOWN, Kind.NEW, Kind.COPY}


def test_a_file_that_ended_every_crew_has_a_fault_and_is_looked_at_again(folder: Path, tmp_path: Path) -> None:
    trade = LookingTrade(folder=folder, mark_of_folder="", fast=False, apart=False, limits=Limits())
    with Journal(tmp_path / "state", folder) as journal:
        found = next(iter(walk(folder, Walked())))
        journal.begin(found)
        entered, finished = trade.give_up(FileJob(found=found))
        assert isinstance(entered, Entered)
        assert isinstance(finished, Finished)
        journal.enter(entered.source, entered.inside, entered.seen)
        journal.finish(found.path, is_whole=finished.is_whole, skipped=finished.skipped)
        assert journal.faults() == {EXAMINER_CRASHED: 1}
        assert not scan(folder, journal, workers=2).faults.get(EXAMINER_CRASHED)
