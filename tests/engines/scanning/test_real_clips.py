"""Real clips, scanned and judged: one scene in two editions is a copy, another scene is not."""

import shutil
from pathlib import Path

import pytest

from causeway.scanning.findings import Kind
from causeway.scanning.journal import Journal
from causeway.scanning.judging import judge
from causeway.scanning.lists import load_lists
from causeway.scanning.scan import scan
from shared_data import shared_data

pytest.importorskip("cv2", reason="videos are read by opencv-python-headless, which is not installed")
CLIPS = ("doorknob-hd-no-bar", "pattern-hd-no-bar", "pattern-sd-grey-bar", "pattern-sd-with-small-logo-bar")


@pytest.mark.parametrize("apart", [False, True])
def test_a_clip_with_a_logo_is_a_copy_of_the_one_without_and_listed_frames_make_one_known(
    apart: bool, tmp_path: Path
) -> None:
    folder, listed = tmp_path / "clips", tmp_path / "listed.csv"
    folder.mkdir()
    for name in CLIPS:
        shutil.copy(shared_data(f"videos/{name}.mp4"), folder / f"{name}.mp4")
    stated = shared_data("videos/doorknob-hd-no-bar.vpdq.txt").read_text().split()
    listed.write_text("pdq,category\n" + "".join(f"{line.split(',')[2]},7\n" for line in stated))
    with Journal(tmp_path / "state", folder) as journal:
        assert scan(folder, journal, apart=apart).faults == {}
        found = {one.seen.place.path: one for one in judge(journal.seen, load_lists([listed])).findings()}
    assert found["doorknob-hd-no-bar.mp4"].kind is Kind.EDITED_KNOWN
    assert found["pattern-hd-no-bar.mp4"].kind is Kind.NEW
    copy, first = (found[f"pattern-sd-{name}.mp4"] for name in ("grey-bar", "with-small-logo-bar"))
    assert first.kind is Kind.NEW
    assert copy.copy_of is not None
    assert (copy.copy_of.path, copy.copy_of.share) == (first.seen.place.path, 1.0)
