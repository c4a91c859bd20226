"""What a stranger's words may not do to the terminal or the page that shows them."""

import pytest

from causeway.printable import printable


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("b\x1b[1A\x1b[2K.jpg", r"b\x1b[1A\x1b[2K.jpg"),
        ("one\ntwo\r.jpg", r"one\x0atwo\x0d.jpg"),
        ("knob\u202egpj.exe", r"knob\u202egpj.exe"),
        ("a\u2066b\u200ec\U000e0041\x9b", r"a\u2066b\u200ec\U000e0041\x9b"),
        ("half\udcff", r"half\udcff"),
    ],
)
def test_what_steers_is_written_out(text: str, told: str) -> None:
    assert printable(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "",
        "T\u00fcrgriff 1.jpg",
        "9.41\u202fPM.png",
        "\u0645\u06cc\u200c\u0631\u0648\u062f",
        "\U0001f468\u200d\U0001f467",
        "x\U000fffff",
    ],
)
def test_names_that_people_write_stay_as_they_are(text: str) -> None:
    assert printable(text) == text


def test_what_is_asked_for_is_kept() -> None:
    assert printable("one\ntwo\x1b", kept="\n") == "one\ntwo\\x1b"
