"""What a service may tell, and what is refused with field and fault, whatever is sent."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.warning import Event, EventInvalid, EventKind, read_event

AT = "2026-03-01T12:00:00+01:00"
WHOLE: dict[str, Any] = {"at": AT, "actor": "a1", "target": "b2", "kind": "message", "attributes": {"is_public": True}}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda each: st.lists(each, max_size=4) | st.dictionaries(st.text(max_size=12), each, max_size=4),
    max_leaves=12,
)


def test_an_event_is_read_in_utc() -> None:
    assert read_event(WHOLE) == Event(1_772_362_800.0, "a1", "b2", EventKind.MESSAGE, (("is_public", True),))


def test_what_is_null_is_unknown() -> None:
    assert read_event({**WHOLE, "attributes": {"is_public": None}}).attributes == ()


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"at": "2026-03-01T12:00:00"}, "at"),
        ({"at": "yesterday"}, "at"),
        ({"at": float("nan")}, "at"),
        ({"at": float("inf")}, "at"),
        ({"at": True}, "at"),
        ({"at": 10**400}, "at"),
        ({"at": "0001-01-01T00:00:00+14:00"}, "at"),
        ({"actor": ""}, "actor"),
        ({"actor": "a word and another"}, "actor"),
        ({"actor": "a" * 129}, "actor"),
        ({"actor": "a\n"}, "actor"),
        ({"actor": 7}, "actor"),
        ({"target": None, "kind": "block", "attributes": {}}, "target"),
        ({"target": "a1"}, "target"),
        ({"kind": "account", "attributes": {}}, "target"),
        ({"kind": "wink"}, "kind"),
        ({"kind": ["message"]}, "kind"),
        ({"attributes": []}, None),
        ({"attributes": "text"}, "attributes"),
        ({"attributes": {"text": "words"}}, "attributes"),
        ({"attributes": {"digest": "words"}}, "attributes.digest"),
        ({"attributes": {"is_public": 1}}, "attributes.is_public"),
        ({"kind": "contact_request", "attributes": {"mutual_contacts": -1}}, "attributes.mutual_contacts"),
        ({"kind": "contact_request", "attributes": {"mutual_contacts": True}}, "attributes.mutual_contacts"),
        ({"kind": "contact_request", "attributes": {"mutual_contacts": 0.5}}, "attributes.mutual_contacts"),
        ({"text": "words"}, "the event"),
    ],
)
def test_a_hostile_value_is_refused_with_its_field(changed: dict[str, Any], field: str | None) -> None:
    if field is None:
        assert read_event({**WHOLE, **changed}).attributes == ()
        return
    with pytest.raises(EventInvalid) as caught:
        read_event({**WHOLE, **changed})
    assert caught.value.field == field


@pytest.mark.parametrize(
    ("name", "value"),
    [("age", 121), ("age", "14"), ("age_confidence", 1.1), ("country", "nl"), ("region", "a b"), ("created_at", 5)],
)
def test_a_fact_out_of_bounds_is_refused(name: str, value: object) -> None:
    with pytest.raises(EventInvalid) as caught:
        read_event({"at": AT, "actor": "a", "kind": "account", "attributes": {name: value}})
    assert caught.value.field == f"attributes.{name}"


def test_a_refusal_repeats_nothing_of_what_was_sent() -> None:
    for changed in ({"actor": "secret words"}, {"kind": "secret words"}, {"secret words": 1}, {"at": "secret words"}):
        with pytest.raises(EventInvalid) as caught:
            read_event({**WHOLE, **changed})
        assert "secret" not in str(caught.value)


@given(JSON)
def test_whatever_is_no_event_is_refused_with_its_field(document: object) -> None:
    with pytest.raises(EventInvalid) as caught:  # the strategy makes no whole event
        read_event(document)
    assert caught.value.field


@given(st.fixed_dictionaries({}, optional=dict.fromkeys(WHOLE, JSON)), st.sampled_from(list(EventKind)))
def test_whatever_stands_in_the_fields_is_an_event_or_refused(changed: dict[str, Any], kind: EventKind) -> None:
    try:
        event = read_event({**WHOLE, "kind": kind.value, **changed})
    except EventInvalid:
        return
    assert json.loads(json.dumps(event))[1:4] == [event.actor, event.target, event.kind.value]
