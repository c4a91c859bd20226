"""What we write is an event to `pymisp` and to MISP's own taxonomies and templates; signals go round."""

import io
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pymisp import MISPEvent, MISPObject

from causeway.interchange.misp import MISP_MAPPING, read_misp, write_misp
from causeway.interchange.misp.mapping import OWN, TEMPLATES, TLP_TAGS
from causeway.interchange.signals import PageDamaged
from causeway.vocabulary.handling import Handling
from causeway.vocabulary.signals import (
    Opinions,
    Signal,
    SignalCategory,
    SignalChange,
    SignalChangeKind,
    SignalKind,
    SignalOrigin,
    SignalProvenance,
    SignalState,
)
from engines.interchange.signals.strategies import signals
from shared_data import shared_data

NOW = datetime(2026, 11, 27, 1, tzinfo=UTC)
FULL = Signal(
    kind=SignalKind.MD5,
    value="8e" * 16,
    reference="entry-1",
    provenance=SignalProvenance(organisation="Bridge Watch", source="a feed", origin=SignalOrigin.FEED),
    state=SignalState.CONFIRMED,
    category=SignalCategory(code="B", scheme="uk"),
    confidence=70,
    handling=Handling.AMBER_STRICT,
    changed_at=NOW - timedelta(days=1),
    expires_at=NOW + timedelta(days=90),
    note="A bridge at night",
)
ACCOUNT = replace(FULL, kind=SignalKind.ACCOUNT, value="examplechat@ann", reference="entry-2")


def change(*some: Signal) -> SignalChange:
    return SignalChange(what=SignalChangeKind.UPDATED, reference=some[0].reference, signals=some)


def written(*changes: SignalChange) -> dict[str, Any]:
    stream = io.BytesIO()
    assert write_misp(stream, changes, info="Signals", at=NOW) == []
    document: dict[str, Any] = json.loads(stream.getvalue())
    return document


def attributes(event: dict[str, Any]) -> list[dict[str, Any]]:
    inner = event["Event"]
    return [*(each for one in inner["Object"] for each in one["Attribute"]), *inner["Attribute"]]


def tags(event: dict[str, Any]) -> set[str]:
    return {tag["name"] for each in attributes(event) for tag in each["Tag"]}


def carried(signal: Signal) -> Signal:
    """What of a signal MISP carries; see the mapping table."""
    moment = signal.changed_at or signal.added_at or NOW
    return replace(
        signal,
        provenance=replace(signal.provenance, origin=SignalOrigin.FEED),
        purposes=(),
        added_at=None,
        changed_at=moment,
        opinions=Opinions(),
    )


@settings(max_examples=60, deadline=None)
@given(signals())
def test_what_misp_carries_goes_round(signal: Signal) -> None:
    (read,) = read_misp(json.dumps(written(change(signal))).encode()).changes
    assert read.signals == (carried(signal),)


@settings(max_examples=15, deadline=None)
@given(st.lists(signals(), min_size=1, max_size=3))
def test_the_peer_library_reads_the_event(some: list[Signal]) -> None:
    event = MISPEvent()
    event.load(json.dumps(written(*map(change, some))))
    assert sum(len(each.attributes) for each in event.objects) + len(event.attributes) >= len(some)
    for each in event.objects:
        assert {attribute.object_relation for attribute in each.attributes} <= relations(each.name)


def relations(name: str) -> set[str]:
    definition = MISPObject(name, strict=True)._definition
    assert definition is not None
    return set(definition["attributes"])


@pytest.mark.parametrize("name", ["file", "user-account"])
def test_objects_follow_misp_s_own_templates(name: str) -> None:
    template = json.loads(shared_data(f"misp/objects/{name}.json").read_text())
    assert TEMPLATES[name] == (template["uuid"], str(template["version"]), template["meta-category"])
    (written_object,) = written(change(FULL if name == "file" else ACCOUNT))["Event"]["Object"]
    for attribute in written_object["Attribute"]:
        assert template["attributes"][attribute["object_relation"]]["misp-attribute"] == attribute["type"]


def test_every_tag_stands_in_its_taxonomy() -> None:
    every = [change(replace(FULL, handling=handling)) for handling in Handling]
    every += [change(replace(FULL, confidence=confidence)) for confidence in (None, 0, 20, 40, 60, 80, 100)]
    known = taxonomy("tlp") | taxonomy("PAP") | taxonomy("admiralty-scale")
    assert {tag for tag in tags(written(*every)) if not tag.startswith(f"{OWN}:")} <= known
    assert set(TLP_TAGS.values()) <= tags(written(*every))


def taxonomy(name: str) -> set[str]:
    document = json.loads(shared_data(f"misp/taxonomies/{name}.json").read_text())
    plain = {f"{document['namespace']}:{each['value']}" for each in document["predicates"]}
    valued = {
        f'{document["namespace"]}:{each["predicate"]}="{entry["value"]}"'
        for each in document.get("values", [])
        for entry in each["entry"]
    }
    return plain | valued


def test_the_digests_of_one_entry_are_one_file() -> None:
    both = written(change(FULL, replace(FULL, kind=SignalKind.SHA1, value="7d" * 20)))["Event"]
    assert [each["object_relation"] for each in both["Object"][0]["Attribute"]] == ["md5", "sha1"]


@pytest.mark.parametrize("state", [SignalState.WITHDRAWN, SignalState.SUSPENDED])
def test_what_is_withdrawn_is_deleted_and_detects_nothing(state: SignalState) -> None:
    (attribute,) = attributes(written(change(replace(FULL, state=state))))
    assert (attribute["deleted"], attribute["to_ids"]) == (True, False)


def test_an_unconfirmed_signal_detects_nothing_by_itself() -> None:
    (attribute,) = attributes(written(change(replace(FULL, state=SignalState.UNCONFIRMED))))
    assert (attribute["deleted"], attribute["to_ids"]) == (False, False)


def test_an_event_is_seen_by_the_own_organisation_only_and_not_published() -> None:
    event = written(change(FULL))["Event"]
    assert (event["distribution"], event["published"]) == ("0", False)


def test_a_deletion_without_a_value_is_a_fault() -> None:
    gone = SignalChange(what=SignalChangeKind.WITHDRAWN, reference="a", signals=())
    assert [fault.code for fault in write_misp(io.BytesIO(), [gone], info="Signals", at=NOW)] == ["no_value"]


def foreign(**changes: Any) -> bytes:
    """An event of somebody who knows no tag of ours."""
    attribute = {
        "uuid": "1",
        "type": "sha1",
        "value": "7D" * 20,
        "timestamp": "1795000000",
        "Tag": [{"name": "tlp:white"}],
    }
    event = {"info": "x", "Orgc": {"name": "Harbour Pictures"}, "Attribute": [attribute | changes, {"type": "comment"}]}
    return json.dumps({"Event": event}).encode()


def test_an_event_of_others_is_read() -> None:
    (read,) = read_misp(foreign()).changes
    (signal,) = read.signals
    assert (signal.kind, signal.value, signal.handling) == (SignalKind.SHA1, "7d" * 20, Handling.CLEAR)
    assert signal.provenance.organisation == "Harbour Pictures"


@pytest.mark.parametrize("deleted", [True, 1, "1"])
def test_what_others_delete_is_withdrawn(deleted: object) -> None:
    (read,) = read_misp(foreign(deleted=deleted)).changes
    assert read.what is SignalChangeKind.WITHDRAWN


def test_the_admiralty_scale_gives_a_confidence_and_an_unknown_tlp_tag_the_strictest_mark() -> None:
    names = ['admiralty-scale:information-credibility="2"', "tlp:unclear"]
    (read,) = read_misp(foreign(Tag=[{"name": name} for name in names])).changes
    assert (read.signals[0].confidence, read.signals[0].handling) == (70, Handling.RED)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"{}", "other_document"),
        (b'{"Event": []}', "bad_type"),
        (foreign(uuid=None), "missing"),
        (foreign(value=5), "bad_type"),
        (foreign(timestamp="soon"), "bad_time"),
        (foreign(timestamp="9" * 5000), "bad_time"),
        (foreign(Tag=["tlp:red"]), "bad_type"),
        (foreign(Tag=[{"name": 'causeway:expires="soon"'}]), "bad_time"),
        (foreign(uuid="bridge\x00"), "bad_reference"),
        (foreign(Tag=[{"name": f'causeway:reference="{"7" * 301}"'}]), "bad_reference"),
        (foreign()[:-3], "bad_json"),
    ],
)
def test_a_damaged_event_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(PageDamaged) as refused:
        read_misp(data)
    assert refused.value.code == code


def test_the_table_names_every_tag_that_we_write() -> None:
    named = {row.wire.removeprefix("Tag ").removesuffix("…") for row in MISP_MAPPING if row.wire.startswith("Tag")}
    assert all(any(tag.startswith(name) for name in named) for tag in tags(written(change(FULL))))
