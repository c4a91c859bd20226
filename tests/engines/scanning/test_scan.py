"""A scan leaves no trace in its source, loses nothing when it is killed, and says how far it is."""

import gzip
import hashlib
import io
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

import causeway
from causeway.matching import EXAMINER_CRASHED, Capture, hash_frames
from causeway.scanning.containers import Limits
from causeway.scanning.content import MOST_IN_MEMORY
from causeway.scanning.crew import Crew, Entered, Finished
from causeway.scanning.findings import Kind
from causeway.scanning.journal import Journal
from causeway.scanning.judging import judge
from causeway.scanning.lists import load_lists
from causeway.scanning.progress import LastMinute, Progress
from causeway.scanning.scan import Scanned, scan
from causeway.scanning.seen import Place, Seen
from causeway.scanning.walking import Found
from engines.scanning.killed import seen_after_a_kill
from engines.scanning.knobs import TIGHT, knob, mailed, tarred, zipped
from shared_data import shared_data

OLD_NS = 1_500_000_000_000_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Door knobs in folders, archives and a mail; a bomb, a damaged picture and words beside them."""
    folder = tmp_path / "folder"
    files = {
        "hall/one.png": knob(1),
        "hall/two.png": knob(2),
        os.fsdecode(b"knob-\xff.png"): knob(3),
        "more.zip": zipped({f"{number:02}.png": knob(number) for number in range(10, 22)} | {"bomb": bytes(3_000_000)}),
        "more.tar": tarred({"four.png": knob(4), "in.zip": zipped({"five.png": knob(5)})}),
        "mail.eml": mailed({"six.png": knob(6)}),
        "cut.png": knob(7)[:150],
        "words.txt": b"brass and iron",
        "empty": b"",
    }
    for name, data in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (folder / "round").symlink_to(".")
    age(folder)
    return folder


def age(folder: Path) -> list[Path]:
    """Let the times of all be so old that a reader would leave a trace."""
    paths = [*folder.rglob("*"), folder]
    for path in paths:
        os.utime(path, ns=(OLD_NS, OLD_NS), follow_symlinks=False)
    return paths


def run(
    folder: Path,
    state: Path,
    *,
    workers: int = 2,
    limits: Limits = TIGHT,
    on_progress: Callable[[Progress], None] = lambda _progress: None,
) -> tuple[Scanned, list[Seen]]:
    with Journal(state, folder) as journal:
        done = scan(folder, journal, workers=workers, limits=limits, on_progress=on_progress)
        return done, list(journal.seen())


def traces(paths: list[Path]) -> list[tuple[int, ...]]:
    return [
        (
            status.st_mode, status.st_size, status.st_nlink, status.st_ino,
            status.st_atime_ns, status.st_mtime_ns, status.st_ctime_ns,
        )
        for status in (path.lstat() for path in paths)
    ]  # fmt: skip


def test_every_file_is_seen_and_what_is_wrong_is_counted(folder: Path, tmp_path: Path) -> None:
    done, seen = run(folder, tmp_path / "state")
    by_path = {one.place.path: one for one in seen}
    assert len(seen) == 9 + 13 + 3 + 1
    assert [(done.walked.files, done.members, done.walked.links)] == [(9, 17, 1)]
    assert done.faults == {"bomb": 1, "damaged_picture": 1}
    assert not done.is_all_read
    five = by_path["more.tar!/in.zip!/five.png"].digests
    assert five is not None
    assert (five.width_px, five.media_type, five.pdq is None) == (96, "image/png", False)
    assert by_path["mail.eml!/six.png"].digests is not None
    assert by_path[os.fsdecode(b"knob-\xff.png")].digests is not None


def test_the_source_is_as_it_was_times_included(folder: Path, tmp_path: Path) -> None:
    contents = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    paths = age(folder)
    before = traces(paths)
    done, _seen = run(folder, tmp_path / "state")
    assert traces(paths) == before
    assert not done.is_noted
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == contents


class SlowCrew:
    """Looks at a file at once, and then says nothing for two seconds, at the end of which it looks at the state."""

    def __init__(self, look_at_state: Callable[[], None]) -> None:
        self._look_at_state = look_at_state
        self._answers: list[Entered | Finished | None] = []

    def offer(self, found: Found, known: frozenset[str]) -> None:
        assert not known
        seen = Seen(place=Place(path=found.path, size_bytes=found.size_bytes), digests=None)
        entered = Entered(source=found.path, inside="", seen=seen)
        self._answers += [entered, None, None, Finished(found=found, is_whole=True, skipped=0, is_noted=False)]

    def answer(self) -> Entered | Finished | None:
        answer = self._answers.pop(0)
        if isinstance(answer, Finished):
            self._look_at_state()
        return answer


def test_while_nothing_comes_what_was_seen_is_made_sure_of_and_the_time_left_grows(tmp_path: Path) -> None:
    folder, kept, told = tmp_path / "folder", list[list[str]](), list[Progress]()
    folder.mkdir()
    for name in ("one", "two"):
        (folder / name).touch()
    crew = SlowCrew(lambda: kept.append(seen_after_a_kill(tmp_path / "state", folder)))
    with Journal(tmp_path / "state", folder, clock=lambda: 0.0) as journal:
        scan(folder, journal, crew=nullcontext(crew), on_progress=told.append, clock=count().__next__)
    assert [at.files for at in told] == [0, 0, 1, 1, 1, 2]
    assert told[2].seconds_left < told[3].seconds_left < told[4].seconds_left  # type: ignore[operator]
    assert kept == [["one"], ["one", "two"]]


class NotedCrew:
    """Looks at files that the system did not let be opened without a trace."""

    def __init__(self) -> None:
        self._answers: list[Finished] = []

    def offer(self, found: Found, known: frozenset[str]) -> None:
        assert not known
        self._answers.append(Finished(found=found, is_whole=True, skipped=0, is_noted=True))

    def answer(self) -> Finished:
        return self._answers.pop()


def test_a_run_that_only_reports_knows_what_an_earlier_one_may_have_left(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "one").touch()
    for kept_files in (0, 1):
        with Journal(tmp_path / "state", folder) as journal:
            done = scan(folder, journal, crew=nullcontext(NotedCrew()))
        assert (done.kept_files, done.is_noted) == (kept_files, True)


def test_as_many_look_at_files_as_this_process_may_use_processors(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[int] = []

    class Counted(Crew):
        def __init__(self, folder: Path, spool: Path, *, workers: int, **options: Any) -> None:
            made.append(workers)
            super().__init__(folder, spool, workers=workers, **options)

    monkeypatch.setattr("causeway.scanning.scan.PROCESSORS", 3)
    monkeypatch.setattr("causeway.scanning.scan.Crew", Counted)
    (tmp_path / "folder").mkdir()
    for workers in (None, 2):
        with Journal(tmp_path / "state", tmp_path / "folder") as journal:
            scan(tmp_path / "folder", journal, workers=workers)
    assert made == [3, 2]


def test_one_worker_and_three_see_the_same(folder: Path, tmp_path: Path) -> None:
    assert run(folder, tmp_path / "one", workers=1)[1] == run(folder, tmp_path / "three", workers=3)[1]


KILLED = """
import os, signal, sys
from pathlib import Path
from typing import Any
from causeway.scanning.journal import Journal
from causeway.scanning.scan import scan
from engines.scanning.knobs import TIGHT

class Killed(Journal):
    entered = 0
    def enter(self, source, inside, seen):
        super().enter(source, inside, seen)
        self.commit()
        Killed.entered += 1
        if Killed.entered == int(sys.argv[3]):
            os.kill(os.getpid(), signal.SIGKILL)

folder = Path(sys.argv[1])
scan(folder, Killed(Path(sys.argv[2]), folder), workers=2, limits=TIGHT)
"""


def test_a_scan_killed_again_and_again_ends_as_one_that_was_left_alone(folder: Path, tmp_path: Path) -> None:
    paths = (Path(causeway.__file__).parents[1], Path(__file__).parents[2])
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(map(str, paths))}
    for _ in range(2):
        command = [sys.executable, "-c", KILLED, str(folder), str(tmp_path / "killed"), "8"]
        killed = subprocess.run(command, env=environment, check=False, capture_output=True)
        assert killed.returncode == -signal.SIGKILL, killed.stderr
    with Journal(tmp_path / "killed", folder) as journal:
        kept = journal._one("SELECT count(*) FROM seen")
        assert kept == 16
    assert run(folder, tmp_path / "killed")[1] == run(folder, tmp_path / "alone")[1]


def test_what_was_seen_is_not_looked_at_again_and_what_has_changed_is(folder: Path, tmp_path: Path) -> None:
    run(folder, tmp_path / "state")
    (folder / "hall/two.png").write_bytes(knob(8))
    (folder / "words.txt").unlink()
    (folder / "new.png").write_bytes(knob(9))
    again, seen = run(folder, tmp_path / "state")
    assert again.kept_files == 7
    assert seen == run(folder, tmp_path / "fresh")[1]


def test_another_content_of_one_size_and_time_is_looked_at_again(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "one").write_bytes(b"brass")
    age(folder)
    run(folder, tmp_path / "state")
    (folder / "one").write_bytes(b"steel")
    age(folder)
    done, (seen,) = run(folder, tmp_path / "state")
    assert done.kept_files == 0
    assert seen.digests is not None
    assert seen.digests.sha256 == hashlib.sha256(b"steel").hexdigest()
    assert run(folder, tmp_path / "state")[0].kept_files == 1


def test_a_small_picture_with_much_behind_it_is_hashed_and_a_large_one_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("causeway.scanning.looking.MOST_PICTURE_BYTES", 1 << 20)
    folder, large = tmp_path / "folder", io.BytesIO()
    folder.mkdir()
    (folder / "knob.png").write_bytes(knob(1))
    (folder / "padded.png").write_bytes(knob(1) + bytes(3 << 20))
    Image.effect_noise((1600, 1200), 90).save(large, "PNG")
    assert len(large.getvalue()) > 1 << 20
    (folder / "z-large.png").write_bytes(large.getvalue())
    _done, (plain, padded, noise) = run(folder, tmp_path / "state")
    assert padded.digests is not None
    assert plain.digests is not None
    assert (padded.digests.pdq, padded.fault) == (plain.digests.pdq, None)
    assert padded.digests.sha256 == hashlib.sha256(knob(1) + bytes(3 << 20)).hexdigest()
    assert noise.fault == "too_much_memory"


def test_a_file_that_could_not_be_read_is_tried_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from causeway.scanning import crew

    def refuse(path: Path) -> object:
        raise PermissionError

    with monkeypatch.context() as patched:
        patched.setattr(crew, "open_source", refuse)
        done, _seen = run(folder, tmp_path / "state")
    assert done.faults == {"unreadable": 9}
    assert run(folder, tmp_path / "state")[1] == run(folder, tmp_path / "fresh")[1]


def test_a_folder_that_could_not_be_opened_is_seen_as_one_and_tried_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    listdir, bad = os.listdir, (folder / "hall").stat().st_ino

    def failing(descriptor: int) -> list[str]:
        if os.fstat(descriptor).st_ino == bad:
            raise PermissionError
        return listdir(descriptor)

    with monkeypatch.context() as patched:
        patched.setattr(os, "listdir", failing)
        done, seen = run(folder, tmp_path / "state")
    assert (done.walked.files, done.members, done.faults["unreadable_folder"]) == (7, 17, 1)
    assert [(each.fault, each.digests) for each in seen if each.place.path == "hall/"] == [("unreadable_folder", None)]
    assert run(folder, tmp_path / "state")[1] == run(folder, tmp_path / "fresh")[1]


def test_a_picture_whose_decoding_process_ended_is_tried_again(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr("causeway.matching.examiner._MODULE", "causeway.nowhere")
        done, _seen = run(folder, tmp_path / "state")
    assert done.faults[EXAMINER_CRASHED] > 1
    assert run(folder, tmp_path / "state")[1] == run(folder, tmp_path / "fresh")[1]


def test_a_cameras_raw_picture_that_no_decoder_reads_is_told_and_new(tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "knob.raf").write_bytes(b"FUJIFILMCCD-RAW 0201" + bytes(200))
    (tmp_path / "folder" / "knob.cr3").write_bytes(b"\x00\x00\x00\x18ftypcrx \x00\x00\x00\x01crx isom" + bytes(200))
    done, seen = run(tmp_path / "folder", tmp_path / "state")
    assert done.faults == {"no_decoder": 2}
    assert {finding.kind for finding in judge(lambda: iter(seen), load_lists([])).findings()} == {Kind.NEW}


def test_nothing_is_left_beside_the_state(folder: Path, tmp_path: Path) -> None:
    (folder / "large.zip").write_bytes(zipped({"large": os.urandom(9_000_000)}))
    (tmp_path / "beside").mkdir()
    run(folder, tmp_path / "beside" / "state", limits=Limits())
    assert [path.name for path in (tmp_path / "beside").iterdir()] == ["state"]


def test_an_empty_folder_is_done_at_once(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    done, seen = run(tmp_path / "empty", tmp_path / "state")
    assert (done.is_all_read, done.walked.files, seen) == (True, 0, [])


def test_progress_ends_at_all_files_and_bytes(folder: Path, tmp_path: Path) -> None:
    told: list[Progress] = []
    run(folder, tmp_path / "state", on_progress=told.append)
    assert [one.files for one in told] == list(range(1, 10))
    last = told[-1]
    assert (last.files, last.size_bytes, last.seconds_left) == (last.files_total, last.size_bytes_total, 0)
    run(folder, tmp_path / "state", on_progress=told.append)
    assert (told[-1].kept_files, told[-1].files_a_second, told[-1].seconds_left) == (9, 0, None)


def test_the_time_left_goes_by_this_runs_pace_alone() -> None:
    at = Progress(
        files=60, size_bytes=6_000_000, files_total=100, size_bytes_total=10_000_000,
        kept_files=50, kept_bytes=5_000_000, members=0, seconds=5.0,
    )  # fmt: skip
    assert (at.files_a_second, at.seconds_left) == (2.0, 20.0)


def at(seconds: float, files: int, megabytes: int = 0, members: int = 0) -> Progress:
    return Progress(
        files=files, size_bytes=megabytes * 1_000_000, files_total=100, size_bytes_total=0, kept_files=0, kept_bytes=0,
        members=members, seconds=seconds,
    )  # fmt: skip


def test_the_pace_is_that_of_the_last_minute_and_members_count_along() -> None:
    minute, told = LastMinute(), list[Progress]()
    for now in [
        *(at(second, second) for second in range(41)),
        *(at(second, 40, 0, second) for second in range(41, 121)),
    ]:
        told.append(replace(now, since=minute.before(now)))
    assert told[40].since is None
    assert (told[40].files_a_second, told[40].seconds_left) == (1.0, 60.0)
    slow = replace(at(200, 42), since=minute.before(at(200, 42)))
    assert slow.since is not None
    assert slow.since.seconds < 200 - 60
    later = [replace(at(second, 42), since=minute.before(at(second, 42))).seconds_left for second in (201, 300, 400)]
    assert later[0] < later[1] < later[2]  # type: ignore[operator]
    fast = [
        replace(each, since=minute.before(each)) for each in (at(second, second - 360) for second in range(401, 471))
    ]
    assert fast[-1].files_a_second == pytest.approx(1.0, abs=0.05)


def test_a_large_archive_moves_the_bytes_before_it_is_done(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()
    members = {f"{number:02}.bin": os.urandom(50_000) for number in range(20)}
    (folder / "one.zip").write_bytes(zipped(members))
    (folder / "two.tar.gz").write_bytes(gzip.compress(tarred(members)))
    ticks = count()
    told = list[Progress]()
    with Journal(tmp_path / "state", folder) as journal:
        scan(folder, journal, workers=1, on_progress=told.append, clock=ticks.__next__)
    size = (folder / "one.zip").stat().st_size
    within = [each.size_bytes for each in told if not each.files]
    assert len(within) > 10
    assert within == sorted(within)
    assert within[9] < 0.6 * size < within[-1] <= size
    within = [each.size_bytes - size for each in told if each.files == 1]
    assert within[9] < 0.6 * told[-1].size_bytes
    assert told[-1].size_bytes == told[-1].size_bytes_total


def test_a_video_is_seen_by_its_frames_wherever_it_lies_and_without_a_trace(tmp_path: Path) -> None:
    pytest.importorskip("cv2", reason="videos are read by opencv-python-headless, which is not installed")
    clip = shared_data("videos/pattern-sd-grey-bar.mp4").read_bytes()
    folder = tmp_path / "folder"
    folder.mkdir()
    (folder / "clip.mp4").write_bytes(clip)
    (folder / "small.zip").write_bytes(zipped({"clip.mp4": clip}))
    (folder / "large.zip").write_bytes(zipped({"clip.mp4": clip + bytes(MOST_IN_MEMORY)}))
    paths = age(folder)
    before = traces(paths)
    _done, seen = run(folder, tmp_path / "state", limits=Limits())
    clips = [one for one in seen if one.place.path.endswith(".mp4")]
    assert [len(one.frames) for one in clips] == [len(hash_frames(folder / "clip.mp4").frames)] * 3
    assert traces(paths) == before
    assert {one.fault for one in seen} == {None}


def test_a_pictures_turns_and_its_cameras_notes_are_seen(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010F] = "Lumo"
    out = io.BytesIO()
    Image.open(io.BytesIO(knob(1))).save(out, "JPEG", exif=exif)
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "knob.jpg").write_bytes(out.getvalue())
    _done, (seen,) = run(tmp_path / "folder", tmp_path / "state")
    assert (seen.capture, len(set(seen.turned))) == (Capture(make="Lumo"), 7)
