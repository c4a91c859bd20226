"""A generated collection of known truth, each file really digested, judged against a list that was really read; and the
same collection scanned on disk.
"""

from pathlib import Path

import pytest

from causeway.interchange.hashlists import CategoryScheme
from causeway.matching import digest_file
from causeway.scanning.collection import Collection
from causeway.scanning.findings import Finding, Kind
from causeway.scanning.journal import Journal
from causeway.scanning.judging import judge
from causeway.scanning.known import KnownFiles
from causeway.scanning.lists import load_lists
from causeway.scanning.scan import scan
from causeway.worlds.collection import INSIDE, FileKind, SeizedCollection, seized_collection
from causeway.worlds.collection_scores import (
    score_copies,
    score_duplicates_of_files,
    score_kinds,
    score_series,
    score_shared,
)
from scanned import again, all_of


@pytest.fixture(scope="module")
def truth() -> SeizedCollection:
    return seized_collection()


@pytest.fixture(scope="module")
def known(truth: SeizedCollection, tmp_path_factory: pytest.TempPathFactory) -> KnownFiles:
    path = tmp_path_factory.mktemp("lists") / "national list.csv"
    rows = [(digest_file(content), category) for content, category in truth.listed]
    lines = [f"{digests.md5},{digests.pdq},{category}\n" for digests, category in rows]
    path.write_text("".join(["md5,pdq,category\n", *lines]))
    return load_lists([path], scheme=CategoryScheme.UK)


@pytest.fixture(scope="module")
def collection(truth: SeizedCollection, known: KnownFiles) -> Collection:
    return judge(again(all_of(truth)), known)


@pytest.fixture(scope="module")
def findings(collection: Collection) -> dict[str, Finding]:
    return {each.seen.place.path: each for each in collection.findings()}


@pytest.mark.parametrize("kind", list(FileKind))
def test_each_kind_is_told(kind: FileKind, truth: SeizedCollection, findings: dict[str, Finding]) -> None:
    scores = score_kinds(truth, {path: each.kind for path, each in findings.items()})
    assert scores[kind].support > 0
    assert scores[kind].precision >= 0.95
    assert scores[kind].recall >= 0.95


def test_every_equal_file_is_found(truth: SeizedCollection, findings: dict[str, Finding]) -> None:
    pairs = [(path, each.duplicate_of) for path, each in findings.items() if each.duplicate_of is not None]
    score = score_duplicates_of_files(truth, pairs)
    assert score.support > 0
    assert (score.precision, score.recall) == (1.0, 1.0)


def test_edited_copies_are_traced_to_the_picture_that_they_were_made_from(
    truth: SeizedCollection, findings: dict[str, Finding]
) -> None:
    score = score_copies(truth, {path: each.copy_of.path for path, each in findings.items() if each.copy_of})
    assert score.support > 0
    assert score.precision >= 0.95
    assert score.recall >= 0.95


def test_series_are_the_sessions_of_the_cameras(truth: SeizedCollection, findings: dict[str, Finding]) -> None:
    score = score_series(truth, {path: each.series.number for path, each in findings.items() if each.series})
    assert score.precision >= 0.95
    assert score.recall >= 0.95


def test_paths_that_suggest_sharing_are_told(truth: SeizedCollection, findings: dict[str, Finding]) -> None:
    score = score_shared(
        truth,
        [path for path, each in findings.items() if any(each.seen.place.path == shared.path for shared in each.shared)],
    )
    assert (score.precision, score.recall) == (1.0, 1.0)


def test_the_list_s_category_and_scheme_come_back(truth: SeizedCollection, findings: dict[str, Finding]) -> None:
    categories = {digest_file(content).sha256: category for content, category in truth.listed}
    for each in findings.values():
        if each.kind is Kind.KNOWN and each.seen.digests is not None:
            standing = each.known_as[0].standing
            assert (standing.list_name, standing.scheme) == ("national list.csv", CategoryScheme.UK)
            assert standing.category == categories[each.seen.digests.sha256]


def test_a_collection_scanned_on_disk_is_judged_as_what_it_is(
    truth: SeizedCollection, known: KnownFiles, tmp_path: Path
) -> None:
    folder = tmp_path / "folder"
    truth.write(folder)
    with Journal(tmp_path / "state", folder) as journal:
        scan(folder, journal)
        kinds = {one.seen.place.path: one.kind.value for one in judge(journal.seen, known).findings()}
    assert set(truth.files) <= set(kinds)
    scores = score_kinds(truth, {path: kinds[path] for path in truth.files})
    poor = {kind for kind in FileKind if min(scores[kind].precision, scores[kind].recall) < 0.95}
    assert poor == set()


def test_a_generated_collection_lies_in_a_folder_as_it_says(truth: SeizedCollection, tmp_path: Path) -> None:
    truth.write(tmp_path)
    on_disk = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert on_disk == {path for path in truth.files if INSIDE not in path}
    some = next(iter(truth.files.values()))
    assert (tmp_path / some.path).stat().st_mtime == some.modified_at.timestamp()


def test_the_same_seed_makes_the_same_collection() -> None:
    first = seized_collection(1, shots=1)
    assert seized_collection(1, shots=1) == first
    assert seized_collection(2, shots=1) != first
