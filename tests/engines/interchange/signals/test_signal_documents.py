"""A signal's own JSON form goes round, and refuses what it does not know."""

import json
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.interchange.signals import PageDamaged, change_document, change_from, value_fault
from causeway.interchange.signals.document import SIGNAL_FIELDS
from causeway.interchange.signals.json_values import json_object
from causeway.vocabulary.signals import Opinions, Signal, SignalCategory, SignalChange, SignalKind, SignalProvenance
from engines.interchange.signals.strategies import changes

SIGNAL = {"kind": "md5", "value": "8e" * 16, "organisation": "Bridge Watch"}


@given(changes())
def test_a_change_goes_round(change: SignalChange) -> None:
    assert change_from(json.loads(json.dumps(change_document(change))), "line 1") == change


def test_every_fact_of_a_signal_has_its_field() -> None:
    parts = {"provenance": fields(SignalProvenance), "category": fields(SignalCategory)}
    facts = [fact for field in fields(Signal) for fact in parts.get(field.name, (field,))]
    assert len(SIGNAL_FIELDS) == len(facts)
    assert [field.name for field in fields(Opinions)] == ["right", "wrong", "seen_again"]


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"kind": "sha512"}, "bad_value"),
        ({"value": "8e" * 15}, "bad_digest"),
        ({"value": "d41d8cd98f00b204e9800998ecf8427e"}, "digest_of_nothing"),
        ({"value": 5}, "bad_type"),
        ({"organisation": "\ud800"}, "bad_type"),
        ({"confidence": 101}, "bad_type"),
        ({"confidence": True}, "bad_type"),
        ({"expires_at": "2026-11-27T01:00:00"}, "bad_time"),
        ({"category": "A1"}, "missing"),
        ({"opinions": {"right": -1}}, "bad_type"),
        ({"opinions": []}, "bad_type"),
        ({"do_not_use": True}, "unknown_field"),
        ({"note": "x" * 5000}, "bad_type"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(changed: dict[str, Any], code: str) -> None:
    document = {"what": "added", "reference": "r1", "signals": [SIGNAL, SIGNAL | changed]}
    with pytest.raises(PageDamaged) as refused:
        change_from(document, "line 7")
    assert (refused.value.code, refused.value.place) == (code, "line 7, signal 2")


@pytest.mark.parametrize(
    "hostile",
    [
        b"",
        b"[]",
        b"{",
        b'{"a": 1, "a": 2}',
        b'{"a": NaN}',
        b'{"a": ' + b"[" * 200_000 + b"]" * 200_000 + b"}",
        b'{"a": ' + b"9" * 10_000 + b"}",
        b"\xff\xfe{}",
        '{"a": 1}'.encode("utf-16"),
    ],
)
def test_hostile_json_is_refused(hostile: bytes) -> None:
    with pytest.raises(PageDamaged):
        json_object(hostile, place="the page")


@given(st.sampled_from(SignalKind), st.text(max_size=300))
def test_any_text_is_judged(kind: SignalKind, text: str) -> None:
    fault = value_fault(kind, text)
    assert fault is None or all(fault)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (SignalKind.ACCOUNT, "#x"),
        (SignalKind.ACCOUNT, "examplechat"),
        (SignalKind.URL, "bridge.example.org/a"),
        (SignalKind.URL, "https://bridge.example.org/a b"),
        (SignalKind.KEYWORD, " "),
        (SignalKind.KEYWORD, "two\nlines"),
        (SignalKind.PHOTODNA, "short"),
        (SignalKind.VPDQ_FRAME, "0" * 64),
    ],
)
def test_a_value_that_is_none_of_its_kind_is_refused(kind: SignalKind, value: str) -> None:
    assert value_fault(kind, value) is not None
