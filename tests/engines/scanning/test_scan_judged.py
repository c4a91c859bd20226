"""From a folder on disk to its judgement: a generated collection of known truth, scanned for real."""

from pathlib import Path

from causeway.interchange.hashlists import CategoryScheme
from causeway.matching import digest_file
from causeway.scanning.journal import Journal
from causeway.scanning.judging import judge
from causeway.scanning.lists import load_lists
from causeway.scanning.scan import scan
from causeway.worlds.collection import FileKind, seized_collection
from causeway.worlds.collection_scores import score_kinds


def test_a_scanned_collection_is_judged_as_what_it_is(tmp_path: Path) -> None:
    truth, folder, known = seized_collection(), tmp_path / "folder", tmp_path / "known.csv"
    truth.write(folder)
    rows = [(digest_file(content), category) for content, category in truth.listed]
    known.write_text("md5,pdq,category\n" + "".join(f"{one.md5},{one.pdq},{category}\n" for one, category in rows))
    with Journal(tmp_path / "state", folder) as journal:
        scan(folder, journal)
        collection = judge(journal.seen, load_lists([known], scheme=CategoryScheme.UK))
        kinds = {one.seen.place.path: one.kind.value for one in collection.findings()}
    assert set(truth.files) <= set(kinds)
    scores = score_kinds(truth, {path: kinds[path] for path in truth.files})
    poor = {kind for kind in FileKind if min(scores[kind].precision, scores[kind].recall) < 0.95}
    assert poor == set()
