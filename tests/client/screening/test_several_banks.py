"""One folder mirrors several banks: one question asks all, and each hit and fault says of which bank it is."""

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from causeway.client.following_state import Following, write_following
from causeway.client.mirror import (
    MirrorBusy,
    MirrorDamaged,
    MirrorError,
    MirrorWriter,
    NoMirror,
    bank_folder,
    bank_in,
    followed,
    forget,
    mirrors_in,
)
from causeway.client.screening import IndexFile, Screened, Screening
from causeway.matching import DigestIndex
from causeway.vocabulary.signals import SignalChange, SignalChangeKind, SignalKind
from client.mirror.feeds import NOW, change, signal

MD5 = "8e" * 16
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


def keep(folder: Path, bank: str, *changes: SignalChange, place: Path | None = None) -> Path:
    """The bank's mirror in this folder, with these changes made."""
    mirror = place or bank_folder(folder, bank)
    MirrorWriter(mirror).apply_changes(changes, source=f"bank/{bank}", cursor="1", as_of=NOW, is_whole=True)
    return mirror


def withdrawn(reference: str) -> SignalChange:
    return change(reference, what=SignalChangeKind.WITHDRAWN)


def screening(folder: Path, **options: object) -> Screening:
    return Screening(folder, examiners=1, now=lambda: NOW, **{"stale_after": DAY, **options})  # type: ignore[arg-type]


def found(running: Screening) -> list[tuple[str, tuple[str, ...]]]:
    hits = running.screen_digests({SignalKind.MD5: MD5}).hits
    return sorted((hit.reference, hit.banks) for hit in hits)


def faults(screened: Screened) -> set[tuple[str, str | None, str | None]]:
    return {(fault.code.value, fault.detail, fault.bank) for fault in screened.faults}


def test_each_hit_says_which_banks_list_it_and_a_withdrawal_from_one_leaves_the_other(tmp_path: Path) -> None:
    with screening(tmp_path) as running:
        keep(tmp_path, "ours", change("knob", signal("knob")))
        assert found(running) == [("knob", ("ours",))]
        keep(tmp_path, "theirs", change("knob", signal("knob")), change("door", signal("door")))
        assert found(running) == [("door", ("theirs",)), ("knob", ("ours", "theirs"))]
        assert running.screen_digests({SignalKind.MD5: MD5}).as_document()["hits"][0]["banks"] == ["theirs"]
        keep(tmp_path, "theirs", withdrawn("knob"))
        assert found(running) == [("door", ("theirs",)), ("knob", ("ours",))]
        forget(tmp_path, bank_folder(tmp_path, "ours"))
        assert found(running) == [("door", ("theirs",))]


def test_a_bank_at_fault_is_named_and_the_others_are_asked(tmp_path: Path) -> None:
    keep(tmp_path, "ours", change("knob", signal("knob")))
    bank_folder(tmp_path, "begun").mkdir()
    (keep(tmp_path, "broken") / "CURRENT").write_text("{")
    old = MirrorWriter(bank_folder(tmp_path, "silent"))
    old.apply_changes(
        [change("old", signal("old"))], source="bank/silent", cursor="1", as_of=NOW - 3 * HOUR, is_whole=True
    )
    with screening(tmp_path, stale_after=HOUR, withhold_after=2 * HOUR) as running:
        said = running.screen_digests({SignalKind.MD5: MD5})
    assert [hit.reference for hit in said.hits] == ["knob"]
    assert faults(said) == {
        ("list_absent", "no_mirror", "begun"),
        ("list_damaged", "damaged_mirror", "broken"),
        ("list_stale", "withheld", "silent"),
    }
    assert said.as_of == NOW - 3 * HOUR


def test_a_saved_index_is_silent_on_what_a_bank_took_out_and_no_bank_lists(tmp_path: Path) -> None:
    DigestIndex.build(np.frombuffer(bytes.fromhex(MD5), np.uint8).reshape(1, -1), np.array([7])).save(tmp_path / "md5")
    index = IndexFile(tmp_path / "md5", SignalKind.MD5, organisation="Knob Watch")
    folder = tmp_path / "signals"
    keep(folder, "ours", change("knob", signal("knob")))
    keep(folder, "theirs", change("door", signal("door")))
    with screening(folder, indexes=[index]) as running:
        keep(folder, "ours", withdrawn("knob"))
        assert found(running) == [("7", ()), ("door", ("theirs",))]
        keep(folder, "theirs", withdrawn("door"))
        assert found(running) == []


def test_a_mirror_of_one_bank_as_it_was_kept_before_goes_on_where_it_is(tmp_path: Path) -> None:
    keep(tmp_path, "ours", change("knob", signal("knob")), place=tmp_path)
    assert bank_folder(tmp_path, "ours") == tmp_path
    theirs = keep(tmp_path, "theirs", change("door", signal("door")))
    assert [bank_in(each) for each in mirrors_in(tmp_path)] == ["ours", "theirs"]
    with screening(tmp_path) as running:
        assert found(running) == [("door", ("theirs",)), ("knob", ("ours",))]
        forget(tmp_path, tmp_path)
        assert found(running) == [("door", ("theirs",))]
    assert (mirrors_in(tmp_path), [each.name for each in tmp_path.iterdir()]) == ([theirs], ["banks"])


def test_a_damaged_mirror_as_it_was_kept_before_gets_no_second_copy(tmp_path: Path) -> None:
    keep(tmp_path, "ours", place=tmp_path)
    (tmp_path / "CURRENT").write_text("{")
    with pytest.raises(MirrorDamaged):
        bank_folder(tmp_path, "ours")
    write_following(tmp_path, Following(bank="ours"))
    assert (bank_folder(tmp_path, "ours"), bank_in(tmp_path)) == (tmp_path, "ours")
    assert bank_folder(tmp_path, "theirs") == tmp_path / "banks" / "theirs"


def test_a_bank_that_is_followed_is_not_forgotten(tmp_path: Path) -> None:
    ours = keep(tmp_path, "ours", change("knob", signal("knob")))
    with followed(ours), followed(ours), pytest.raises(MirrorBusy, match="stop that first"):
        forget(tmp_path, ours)
    assert mirrors_in(tmp_path) == [ours]
    forget(tmp_path, ours)
    assert (mirrors_in(tmp_path), list((tmp_path / "banks").iterdir())) == ([], [])
    with pytest.raises(NoMirror):
        forget(tmp_path, ours)


@pytest.mark.parametrize("bank", ["", ".", "..", "../../knob", "/home/knob", "a/b", ".hidden", "knob\0"])
def test_a_bank_named_like_a_path_has_no_place(bank: str, tmp_path: Path) -> None:
    with pytest.raises(MirrorError, match="identifier"):
        bank_folder(tmp_path, bank)


def test_what_a_broken_off_forgetting_left_goes_with_the_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as broken_off:
        broken_off.setattr("causeway.client.mirror.folder.shutil.rmtree", lambda *_path, **_how: None)
        forget(tmp_path, keep(tmp_path, "ours", change("knob", signal("knob"))))
    assert (mirrors_in(tmp_path), len(list((tmp_path / "banks").iterdir()))) == ([], 1)
    forget(tmp_path, keep(tmp_path, "ours", change("knob", signal("knob"))))
    assert list((tmp_path / "banks").iterdir()) == []
