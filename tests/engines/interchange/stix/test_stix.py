"""What we write is STIX to `stix2`; signals go round; bundles of others are read as far as one value goes."""

import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import stix2
from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.interchange.signals import PageDamaged
from causeway.interchange.stix import STIX_MAPPING, indicator_id, read_stix, write_stix
from causeway.interchange.stix._patterns import pattern_of, value_in
from causeway.interchange.stix.mapping import TLP
from causeway.vocabulary.handling import Handling
from causeway.vocabulary.signals import (
    REPORTED,
    Signal,
    SignalChange,
    SignalChangeKind,
    SignalKind,
    SignalProvenance,
    SignalState,
)
from engines.interchange.signals.strategies import signals, values

NOW = datetime(2026, 11, 27, 1, tzinfo=UTC)
KINDS = tuple(kind for kind in SignalKind if kind is not SignalKind.KEYWORD)
FULL = Signal(
    kind=SignalKind.MD5,
    value="8e" * 16,
    reference="entry-1",
    provenance=SignalProvenance(organisation="Bridge Watch", source="a feed"),
    confidence=70,
    handling=Handling.AMBER_STRICT,
    added_at=NOW - timedelta(days=2),
    changed_at=NOW - timedelta(days=1),
    expires_at=NOW + timedelta(days=90),
)


def written(*some: Signal) -> dict[str, Any]:
    changes = [SignalChange(what=SignalChangeKind.UPDATED, reference=each.reference, signals=(each,)) for each in some]
    stream = io.BytesIO()
    assert write_stix(stream, changes, at=NOW) == []
    bundle: dict[str, Any] = json.loads(stream.getvalue())
    return bundle


def indicators(bundle: dict[str, Any]) -> list[dict[str, Any]]:
    return [each for each in bundle["objects"] if each["type"] == "indicator"]


def foreign(**changes: Any) -> bytes:
    """The bundle of somebody who knows no extension of ours."""
    (indicator,) = indicators(written(FULL))
    del indicator["extensions"]
    return json.dumps({"type": "bundle", "id": "bundle--1", "objects": [indicator | changes]}).encode()


@settings(max_examples=15, deadline=None)
@given(st.lists(signals(kinds=KINDS), min_size=1, max_size=3))
def test_the_peer_library_accepts_every_object(some: list[Signal]) -> None:
    bundle = stix2.parse(json.dumps(written(*some)), allow_custom=False)
    assert sum(each.type == "indicator" for each in bundle.objects) == len(some)


@settings(max_examples=50, deadline=None)
@given(signals(kinds=KINDS))
def test_a_signal_goes_round(signal: Signal) -> None:
    (change,) = read_stix(json.dumps(written(signal)).encode()).changes
    assert change.signals == (signal,)
    assert (change.what is SignalChangeKind.WITHDRAWN) is (signal.state not in REPORTED)


def test_the_same_signal_has_the_same_id_whatever_became_of_it() -> None:
    (before,), (after,) = indicators(written(FULL)), indicators(written(replace(FULL, state=SignalState.WITHDRAWN)))
    assert before["id"] == after["id"] == indicator_id(FULL)
    assert (before["revoked"], after["revoked"]) == (False, True)
    assert indicator_id(replace(FULL, value="7d" * 16)) != indicator_id(FULL)


def test_expiry_marking_and_times_stand_in_stix_s_own_fields() -> None:
    (indicator,) = indicators(written(FULL))
    assert indicator["valid_until"] == "2027-02-25T01:00:00.000Z"
    assert (indicator["created"], indicator["modified"]) == ("2026-11-25T01:00:00.000Z", "2026-11-26T01:00:00.000Z")
    assert indicator["object_marking_refs"] == ["marking-definition--939a9414-2ddd-4d32-a0cd-375ea402b003"]
    assert indicator["confidence"] == 70


def test_an_identity_and_a_marking_are_written_once() -> None:
    objects = written(FULL, replace(FULL, reference="entry-2"))["objects"]
    assert [each["type"] for each in objects] == [
        "identity",
        "extension-definition",
        "identity",
        "marking-definition",
        "indicator",
        "indicator",
    ]


def test_what_stix_cannot_say_is_a_fault() -> None:
    keyword = replace(FULL, kind=SignalKind.KEYWORD, value="door knob")
    changes = [
        SignalChange(what=SignalChangeKind.UPDATED, reference="a", signals=(keyword,)),
        SignalChange(what=SignalChangeKind.WITHDRAWN, reference="b", signals=()),
    ]
    faults = write_stix(io.BytesIO(), changes, at=NOW)
    assert [(fault.row, fault.code) for fault in faults] == [(1, "no_object"), (2, "no_value")]


@given(st.sampled_from(KINDS).flatmap(lambda kind: st.tuples(st.just(kind), values(kind))))
def test_a_pattern_goes_round(pair: tuple[SignalKind, str]) -> None:
    assert value_in(pattern_of(*pair)) == pair


def test_quotes_in_a_pattern_are_escaped() -> None:
    value = "https://bridge.example.org/it's\\here"
    assert value_in(pattern_of(SignalKind.URL, value)) == (SignalKind.URL, value)


def test_a_bundle_of_others_is_read() -> None:
    (change,) = read_stix(foreign(), source="a partner").changes
    (signal,) = change.signals
    assert (signal.kind, signal.value, signal.reference) == (FULL.kind, FULL.value, indicator_id(FULL))
    assert (signal.confidence, signal.handling, signal.expires_at) == (70, Handling.AMBER_STRICT, FULL.expires_at)
    assert signal.provenance.source == "a partner"


def test_a_revoked_indicator_of_others_is_withdrawn() -> None:
    (change,) = read_stix(foreign(revoked=True)).changes
    assert change.what is SignalChangeKind.WITHDRAWN


def test_what_somebody_revoked_on_the_way_is_withdrawn_whatever_we_wrote() -> None:
    bundle = written(FULL)
    indicators(bundle)[0]["revoked"] = True
    (change,) = read_stix(json.dumps(bundle).encode()).changes
    assert (change.what, change.signals[0].state) == (SignalChangeKind.WITHDRAWN, SignalState.WITHDRAWN)


def test_whoever_passes_a_signal_on_may_mark_it_more_strictly_and_end_it_sooner() -> None:
    bundle = written(FULL)
    (indicator,) = indicators(bundle)
    indicator["object_marking_refs"] = [TLP[Handling.CLEAR]]
    indicator["valid_until"] = "2027-06-01T00:00:00Z"
    (change,) = read_stix(json.dumps(bundle).encode()).changes
    assert (change.signals[0].handling, change.signals[0].expires_at) == (FULL.handling, FULL.expires_at)
    indicator["object_marking_refs"] = [TLP[Handling.RED]]
    indicator["valid_until"] = "2026-12-01T00:00:00Z"
    (change,) = read_stix(json.dumps(bundle).encode()).changes
    assert change.signals[0].handling is Handling.RED
    assert change.signals[0].expires_at == datetime(2026, 12, 1, tzinfo=UTC)


def test_a_marking_that_nobody_knows_counts_as_the_strictest() -> None:
    (change,) = read_stix(foreign(object_marking_refs=["marking-definition--1"])).changes
    assert change.signals[0].handling is Handling.RED


@pytest.mark.parametrize(
    "pattern",
    [
        "[file:hashes.MD5 = 'x'] OR [file:hashes.MD5 = 'y']",
        "[ipv4-addr:value = '192.0.2.1']",
        "[file:hashes.MD5 = '8e']",
        "[" * 4000,
        "[file:hashes.MD5 = '" + "\\'" * 40_000,
    ],
)
def test_a_pattern_that_is_not_one_value_is_a_fault(pattern: str) -> None:
    page = read_stix(foreign(pattern=pattern))
    assert (page.changes, [fault.field for fault in page.faults]) == ((), ["pattern"])


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{}", "other_document"),
        (b'{"type": "bundle", "objects": 1}', "bad_type"),
        (foreign(pattern=5), "bad_type"),
        (foreign(confidence=1.5), "bad_type"),
        (foreign(valid_until="soon"), "bad_time"),
        (foreign(object_marking_refs="all"), "bad_type"),
        (foreign(extensions=[]), "bad_type"),
        (foreign()[:-5], "bad_json"),
    ],
)
def test_a_damaged_bundle_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(PageDamaged) as refused:
        read_stix(data)
    assert refused.value.code == code


def test_the_table_names_every_field_of_an_indicator() -> None:
    (indicator,) = indicators(written(FULL))
    fixed = {"type", "spec_version", "pattern_type", "pattern_version"}
    named = {row.wire.removeprefix("indicator.").split(".")[0].removesuffix("[]") for row in STIX_MAPPING}
    assert set(indicator) - fixed == named - {"(none)"}
