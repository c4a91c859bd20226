"""A line is read quickly, and as `read_event` reads it: the same event, or the same fault, whatever it holds."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.warning import Event, EventInvalid, EventKind, LineReader, lines, read_event

AT = 1_772_362_800.0
WHOLE = {"at": AT, "actor": "a1", "target": "b2", "kind": "message", "attributes": {"digest": "ab" * 16}}
VALUES = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=4) | st.sampled_from([[], {}, ""])
NAMES = st.sampled_from(["a1", "b2", "a1\n", "a" * 128, "a" * 129, "", "ä", "\ud800", "a b", "0" * 36])
TIMES = st.sampled_from([AT, int(AT), "2026-03-01T12:00:00Z", "2026-03-01T12:00:00", -0.0, 1e300, 10**30, 10**400, "1"])
ATTRIBUTES = st.dictionaries(
    st.sampled_from(["digest", "is_public", "conversation", "age", "country", "mutual_contacts", "text", "created_at"]),
    VALUES | NAMES | TIMES | st.sampled_from(["NL", "ab" * 16, True, 1.0, 14]),
    max_size=3,
)
DOCUMENTS = st.fixed_dictionaries(
    {},
    optional={
        "at": TIMES | VALUES,
        "actor": NAMES | VALUES,
        "target": NAMES | VALUES,
        "kind": st.sampled_from([*EventKind, "wink"]) | VALUES,
        "attributes": ATTRIBUTES | VALUES,
        "text": VALUES,
    },
)


def outcome(read: Any, given: Any) -> Any:
    try:
        return read(given)
    except EventInvalid as fault:
        return fault.field, fault.message
    except (ValueError, RecursionError):
        return "no JSON"


def carefully(line: bytes) -> Event:
    return read_event(json.loads(line))


@given(st.lists(DOCUMENTS.map(lambda changed: {**WHOLE, **changed}) | DOCUMENTS, min_size=1, max_size=4))
def test_a_line_gives_the_event_or_the_fault_that_read_event_gives(documents: list[dict[str, Any]]) -> None:
    reader = LineReader()
    for document in documents:
        line = json.dumps(document).encode()
        assert outcome(reader.read, line) == outcome(carefully, line)


@pytest.mark.parametrize(
    "line",
    [
        b"",
        b"\n", b"{", b"7", b"null", b"[]", b'"words"', b"\xff\xfe", b"[" * 60_000, b'{"at": ' + b"9" * 5_000 + b"}",
        b'{"at":1772362800,"at":1772362801,"actor":"a","actor":"c","kind":"block","kind":"message","target":"b"}',
        b'{"at":1772362800,"actor":7,"actor":"a","kind":"message","target":"b","target":null}',
        b'{"at":1772362800,"actor":"a","kind":"message","attributes":{"digest":"words","digest":null,"is_public":true}}',
        b'{"at":1772362800,"actor":"a","kind":"message","attributes":{"is_public":1,"text":"words"}}',
        b'{"\\u0061t":1772362800,"actor":"\\u0061","kind":"message"} \r\n',
        b'{"at":1772362800,"actor":"a\\u0000","kind":"message"}',
        b'{"at":1772362800,"actor":"\\ud83d\\ude00","kind":"message"}',
        b'{"at":1772362800,"actor":"a","kind":"message"} {}',
        b'{"at":1772362800,"actor":"a","kind":"message",}',
        b'{"at":NaN,"actor":"a","kind":"message"}', b'{"at":Infinity,"actor":"a","kind":"message"}',
        b'{"at":1e400,"actor":"a","kind":"message"}', b'{"at":1.7723628e9,"actor":"a","kind":"message"}',
        b'\xef\xbb\xbf{"at":1772362800,"actor":"a","kind":"message"}',
        '{"at":1772362800,"actor":"a","kind":"message"}'.encode("utf-16"),
        '{"at":1772362800,"actor":"\u0430","kind":"message"}'.encode(),
        b'{"at":1772362800,"actor":"a\xff","kind":"message"}',
        b'{"at":"2026-03-01\t12:00:00Z","actor":"a","kind":"message"}',
        b'{"at":1772362800,"actor":"a","kind":"message","target":""}',
        b'{"at":1772362800,"actor":"a","kind":"account","target":"b"}',
        b'{"at":1772362800,"actor":"a","kind":"gift"}',
        b'{"at":1772362800,"actor":"a","kind":"gift","target":"a"}',
        b'{"at":1772362800,"actor":"a","kind":"contact_request","target":"b","attributes":{"mutual_contacts":1.0}}',
        b'{"at":1772362800,"actor":"a","kind":"contact_request","target":"b","attributes":{"mutual_contacts":-0}}',
        b'{"at":1772362800,"actor":"a","kind":"contact_request","target":"b","attributes":{"mutual_contacts":1e2}}',
    ],
)  # fmt: skip
def test_a_hostile_line_is_read_no_other_way(line: bytes) -> None:
    reader = LineReader()
    reader.read(b'{"at":1772362800,"actor":"a","kind":"message","target":"b"}')  # both names are known by now
    assert outcome(reader.read, line) == outcome(carefully, line)
    assert outcome(reader.read, line) == outcome(LineReader().read, line)


def test_names_that_are_known_do_not_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "_MOST_NAMES", 10)
    reader = LineReader()
    for number in range(100):
        line = json.dumps({**WHOLE, "actor": f"s{number}"}).encode()
        assert reader.read(line) == carefully(line)
    assert reader.names_known <= 11
