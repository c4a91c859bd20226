"""Lists as they really come: every header, delimiter and encoding; bad rows named, good rows kept."""

from dataclasses import dataclass
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.interchange.hashlists import (
    CategoryScheme,
    CutShort,
    HeaderNotUnderstood,
    ListedDigest,
    RowFault,
    read_hash_list,
)
from causeway.vocabulary.findings import DigestKind

MD5 = "0123456789abcdef" * 2
SHA1 = "0123456789" * 4
SHA256 = "0123456789abcdef" * 4
PDQ = "fedcba9876543210" * 4


@dataclass(frozen=True)
class HashList:
    """What a list holds, and what was wrong with its rows."""

    digests: tuple[ListedDigest, ...]
    faults: tuple[RowFault, ...]


def load(
    text: str | bytes, *, scheme: CategoryScheme = CategoryScheme.UNSTATED, kind: DigestKind | None = None
) -> HashList:
    """The whole list at once."""
    rows = list(read_hash_list(BytesIO(text.encode() if isinstance(text, str) else text), scheme=scheme, kind=kind))
    return HashList(
        digests=tuple(row for row in rows if isinstance(row, ListedDigest)),
        faults=tuple(row for row in rows if isinstance(row, RowFault)),
    )


def faults(found: HashList) -> list[tuple[int, str]]:
    return [(fault.row, fault.code) for fault in found.faults]


def test_a_row_gives_each_of_its_digests_with_its_category() -> None:
    found = load(f"md5,sha1,sha256,pdq,category,note\n{MD5},{SHA1},{SHA256},{PDQ},2,a note\n", scheme=CategoryScheme.US)
    assert [(each.kind, each.value) for each in found.digests] == [
        (DigestKind.MD5, MD5),
        (DigestKind.SHA1, SHA1),
        (DigestKind.SHA256, SHA256),
        (DigestKind.PDQ, PDQ),
    ]
    assert {(each.category, each.scheme, each.note) for each in found.digests} == {("2", CategoryScheme.US, "a note")}
    assert found.faults == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_common_delimiters_are_found_by_the_header(delimiter: str) -> None:
    found = load(f"SHA-256{delimiter}Category\r\n{SHA256.upper()}{delimiter}A\r\n")
    assert found.digests == (ListedDigest(kind=DigestKind.SHA256, value=SHA256, category="A"),)


@pytest.mark.parametrize("header", ["MD5", "md5_hash", "Hash MD5", '"MD5"', " md5sum "])
def test_headers_are_known_in_many_spellings(header: str) -> None:
    assert load(f"{header},x\n{MD5},y\n").digests[0].value == MD5


def test_one_column_may_name_the_kind_and_another_hold_the_value() -> None:
    found = load(f"Hash Type,Hash Value\nSHA-1,{SHA1}\npdq,{PDQ}\nPhotoDNA,AAAA\n")
    assert [each.kind for each in found.digests] == [DigestKind.SHA1, DigestKind.PDQ]
    assert faults(found) == [(4, "no_digest")]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_byte_order_marks_are_understood(encoding: str) -> None:
    found = load(f"md5,note\n{MD5},café\n{MD5},b\n".encode(encoding))
    assert [each.note for each in found.digests] == ["café", "b"]


def test_a_list_without_a_header_is_read_where_its_kind_is_plain_or_given() -> None:
    assert load(f"{MD5}\n{MD5},B\n").digests[1] == ListedDigest(kind=DigestKind.MD5, value=MD5, category="B")
    assert [each.kind for each in load(f"{PDQ}\n{PDQ}\n", kind=DigestKind.PDQ).digests] == [DigestKind.PDQ] * 2


@pytest.mark.parametrize(
    "text", [SHA256, "name,size\na,1\n", "\x00\x01\x02", '"open', "x" * 2_000_000, "kind,category\na,b"]
)
def test_a_list_that_names_no_digests_is_refused(text: str) -> None:
    with pytest.raises(HeaderNotUnderstood):
        load(text)


@pytest.mark.parametrize("text", ["", "\n\n", "md5\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_list_holds_nothing(text: str | bytes) -> None:
    assert load(text) == HashList(digests=(), faults=())


def test_bad_rows_are_named_by_line_and_good_rows_kept() -> None:
    rows = ["md5,sha1,category", f"{MD5},,1", "nonsense,,1", "", f"{MD5},short,2", ",,3", f"{SHA1},,", f"{MD5},{SHA1}"]
    found = load("\n".join(rows))
    assert faults(found) == [(3, "bad_digest"), (5, "bad_digest"), (6, "no_digest"), (7, "bad_digest")]
    assert [(each.kind, each.category) for each in found.digests] == [
        (DigestKind.MD5, "1"),
        (DigestKind.MD5, "2"),
        (DigestKind.MD5, None),
        (DigestKind.SHA1, None),
    ]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        ("d41d8cd98f00b204e9800998ecf8427e", "digest_of_nothing"),
        ("0" * 32, "blank_digest"),
        ("F" * 32, "blank_digest"),
        ("g" * 32, "bad_digest"),
        ("\N{ARABIC-INDIC DIGIT ZERO}" * 32, "bad_digest"),
    ],
)
def test_digests_that_would_match_too_much_or_nothing_are_refused(row: str, code: str) -> None:
    assert faults(load(f"md5\n{row}\n")) == [(2, code)]


def test_a_note_may_run_over_lines() -> None:
    found = load(f'md5,note\n{MD5},"first\nsecond, ""quoted"""\n{MD5},x\nbad\n')
    assert [each.note for each in found.digests] == ['first\nsecond, "quoted"', "x"]
    assert faults(found) == [(5, "bad_digest")]


def test_an_open_quote_costs_one_row_and_no_more() -> None:
    found = load(f'md5,note\n{MD5},"open\n' + f"{MD5},x\n" * 300)
    assert faults(found) == [(2, "unreadable_row")]
    assert len(found.digests) == 300


def test_an_endless_line_costs_one_row_and_no_more() -> None:
    found = load(f"md5\n{'x' * 3_000_000}\n{MD5}\n")
    assert faults(found) == [(2, "unreadable_row")]
    assert len(found.digests) == 1


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (f"md5,category\n{MD5},A\n{MD5[:9]}", 3),
        (f"md5,sha1\n{MD5},{SHA1}\n{MD5},{SHA1[:39]}", 3),
        (f"note,md5\nbrass,{MD5}\r\nir", 3),
        (f"kind,value\nmd5,{MD5}\nmd5,{MD5[:31]}", 3),
        (f'md5,note\n{MD5},"a long no', 2),
        (f"{MD5}\n{MD5[:1]}", 2),
        (f"md5\n{MD5}\n{MD5[:20]}".encode("utf-16"), 3),
    ],
)
def test_a_list_that_breaks_off_in_its_last_row_is_refused_and_with_a_line_end_only_the_row(
    text: str | bytes, line: int
) -> None:
    with pytest.raises(CutShort, match=f"at line {line}: get it whole"):
        load(text)
    ended = load(text + "\n" if isinstance(text, str) else text + "\n".encode("utf-16-le"))
    assert [fault.row for fault in ended.faults] == [line]


@pytest.mark.parametrize("last", [f"{MD5},A", f"{MD5}", "Total: 12", f"{SHA1},A", f"{MD5[:9]},A"])
def test_a_last_row_without_a_line_end_that_may_be_whole_is_read(last: str) -> None:
    assert load(f"md5,category\n{MD5},A\n{last}").digests[0].value == MD5


def test_bytes_that_are_no_text_cost_one_row() -> None:
    found = load(b"md5\n\xff\xfe\xfd\n" + MD5.encode())
    assert faults(found) == [(2, "bad_digest")]
    assert len(found.digests) == 1


def test_schemes_are_never_mixed() -> None:
    rows = f"md5,category,scheme\n{MD5},A,UK\n{MD5},1,us\n{MD5},B,\n{MD5},C,martian\n"
    found = load(rows)
    assert [(each.category, each.scheme) for each in found.digests] == [
        ("A", CategoryScheme.UK),
        ("B", CategoryScheme.UK),
    ]
    assert faults(found) == [(3, "scheme_mixed"), (5, "scheme_mixed")]
    assert faults(load(rows, scheme=CategoryScheme.US)) == [(2, "scheme_mixed"), (5, "scheme_mixed")]


@given(st.binary(max_size=400))
def test_any_bytes_give_rows_or_a_typed_refusal(data: bytes) -> None:
    try:
        found = load(b"md5,note\n" + data)
    except HeaderNotUnderstood:
        pytest.fail("the header was there")
    except CutShort:
        return
    assert all(len(each.value) == 32 for each in found.digests)
    assert all(fault.row > 1 for fault in found.faults)
