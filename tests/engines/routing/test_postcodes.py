"""From a UK postcode to an authority, over the installed table."""

from pathlib import Path
from string import ascii_uppercase

import brotli  # type: ignore[import-untyped]
import msgpack  # type: ignore[import-untyped]
import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.routing import Postcode, Postcodes, RoutingError, authority, force, parse_postcode

INSTALLED = Postcodes()


def authorities(text: str) -> frozenset[str]:
    postcode = parse_postcode(text)
    assert postcode is not None
    return INSTALLED.authorities(postcode)


def test_every_authority_code_of_the_table_has_a_force_or_a_reason() -> None:
    for letter in ascii_uppercase:
        table = Postcodes()._letter(letter)
        for code in table.names if table else ():
            found = authority(code, postcode_area={"G": "GY", "J": "JE", "I": "IM"}.get(letter))
            if code.startswith(("L", "M")):
                assert found.force is None
                assert found.why_no_force
                assert found.country in {"GG", "JE", "IM"}
            else:
                assert found.force is not None, code
                assert force(found.force).country == "GB"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("SW1A 1AA", "E09000033"),
        ("sw1a1aa", "E09000033"),
        (" SW1A-1AA ", "E09000033"),
        ("EC2N 2DB", "E09000001"),
        ("S1 2HH", "E08000039"),
        ("EH1 1YZ", "S12000036"),
        ("CF10 3NP", "W06000015"),
        ("JE2 3AB", "L99999999"),
    ],
)
def test_a_postcode_lies_in_one_authority(text: str, code: str) -> None:
    assert authorities(text) == {code}


def test_a_postcode_that_ended_is_placed_by_its_first_half() -> None:
    assert authorities("BT1 9AA") == {"N09000003"}


def test_a_first_half_alone_names_all_its_authorities() -> None:
    assert authorities("M1") == {"E08000003"}
    assert len(authorities("S1")) > 1


def test_a_first_half_is_not_taken_for_a_longer_one(tmp_path: Path) -> None:
    table = {
        "columns": ["pcd", "laua"],
        "data": {"pcd": ["M1  1AA", "M11 1AA", "M1A 1AA"], "laua": ["X", "Y", float("nan")]},
    }
    (tmp_path / "postcodes_M.msgpack.br").write_bytes(brotli.compress(msgpack.packb(table)))
    postcodes = Postcodes(tmp_path)
    assert postcodes.authorities(Postcode(outward="M1", inward=None)) == {"X"}
    assert postcodes.authorities(Postcode(outward="M11", inward=None)) == {"Y"}
    assert postcodes.authorities(Postcode(outward="M1A", inward="1AA")) == frozenset()


def test_a_postcode_of_nowhere_has_no_authority() -> None:
    assert authorities("QQ1 1AA") == frozenset()


@pytest.mark.parametrize("text", ["", "1234 AB", "D02 X285", "00184", "SW1A 1A", "SWEET", "12345", "A1 1AAA"])
def test_what_has_not_the_shape_of_a_uk_postcode_is_none(text: str) -> None:
    assert parse_postcode(text) is None


@given(text=st.text(max_size=12))
def test_any_text_is_a_postcode_or_none(text: str) -> None:
    postcode = parse_postcode(text)
    if postcode is not None:
        assert postcode.outward.startswith(postcode.area)
        assert postcode.area.isalpha()


def test_a_broken_file_is_our_own_error(tmp_path: Path) -> None:
    broken = {
        "A": b"no brotli",
        "B": brotli.compress(b"\xc1"),
        "C": brotli.compress(msgpack.packb({"data": {"pcd": []}})),
    }
    for letter, content in broken.items():
        (tmp_path / f"postcodes_{letter}.msgpack.br").write_bytes(content)
        with pytest.raises(RoutingError) as caught:
            Postcodes(tmp_path).authorities(Postcode(outward=f"{letter}1", inward="1AA"))
        assert caught.value.code == "bad_postcodes"


def test_a_letter_without_a_file_holds_no_postcode(tmp_path: Path) -> None:
    assert Postcodes(tmp_path).authorities(Postcode(outward="A1", inward="1AA")) == frozenset()
