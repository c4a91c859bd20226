"""Mails give what is attached to them; hostile ones give a fault, and hold up nothing else."""

from pathlib import Path

import pytest

from engines.scanning.knobs import AFTER, TWO, apple_mail, commented, content_of, knob, leaves, mailed, zipped


def test_a_mail_with_ten_thousand_parts_gives_them_all(tmp_path: Path) -> None:
    part = b"--x\nContent-Type: image/png\nContent-Disposition: attachment; filename=knob.png\n\nbrass\n"
    head = b"From: a@example.org\nTo: b@example.org\nSubject: s\nContent-Type: multipart/mixed; boundary=x\n\n"
    found = leaves(head + part * 10_000 + b"--x--\n", tmp_path)
    assert len(found) == 10_001
    assert (found["knob.png (10000)"].size_bytes, found[""].fault) == (5, None)


def test_a_mail_of_parts_in_parts_without_end_is_told(tmp_path: Path) -> None:
    data = b"From: a@example.org\nTo: b@example.org\nSubject: s\n"
    for number in range(3_000):
        data += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number)
    assert leaves(data, tmp_path)[""].fault == "damaged_archive"


def test_a_mail_that_would_keep_its_reader_busy_for_hours_is_told(tmp_path: Path) -> None:
    data = b"From: a@example.org\nTo: b@example.org\nSubject: s\n"
    for number in range(400):
        data += b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (number, number)
    found = leaves(data + b"\n" * 600_000, tmp_path)
    assert found[""].fault == "too_deep"


def test_a_message_too_large_for_memory_is_told_and_the_next_is_read(tmp_path: Path) -> None:
    first = b"From ada x\n" + mailed({}) + b"filler\n" * 700_000
    found = leaves(first + b"\nFrom bo x\n" + mailed(TWO), tmp_path)
    assert found["message-1"].fault == "too_large"
    assert content_of(found["message-2/two.png"]) == knob(2)


@pytest.mark.parametrize("text", [b"Dear Ada,\n\nthe knobs are here.\n", b"From here: a walk\nand on\n", b"to: x\n\n"])
def test_words_are_no_mail(text: bytes, tmp_path: Path) -> None:
    assert set(leaves(text, tmp_path)) == {""}


def test_what_follows_the_end_that_a_mail_states_is_looked_at_and_told(tmp_path: Path) -> None:
    found = leaves(apple_mail(TWO, notes=knob(5)), tmp_path)
    assert (content_of(found[AFTER]), found[""].fault) == (knob(5), "data_after_end")
    assert content_of(found["two.png"]) == knob(2)


def test_a_mail_shorter_than_it_states_keeps_what_came_before(tmp_path: Path) -> None:
    found = leaves(apple_mail(TWO, notes=b"")[:-10], tmp_path)
    assert (content_of(found["hall/one.png"]), found[""].fault) == (knob(1), "damaged_archive")


def test_what_follows_an_apple_mail_is_looked_at_whatever_it_begins_with(tmp_path: Path) -> None:
    notes = b'<?xml version="1.0"?>' + commented(zipped({"hidden.png": knob(7)}), b"</plist>")
    found = leaves(apple_mail(TWO, notes=notes), tmp_path, name="7.emlx")
    assert content_of(found[f"{AFTER}!/hidden.png"]) == knob(7)
