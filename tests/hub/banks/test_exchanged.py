"""Files of signals that others hand on come into a bank: what is kept of them, what is refused, what is taken back."""

import csv
import json
from collections.abc import Callable, Collection
from datetime import UTC, datetime
from io import BytesIO, StringIO
from typing import Any
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotAgreed
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.knowledge.banks.children import ChildMark, Value, knows_children
from causeway.hub.knowledge.banks.commands.add_signals import LONGEST_LIFE, NewSignal, add_signals
from causeway.hub.knowledge.banks.commands.curate import move_signal
from causeway.hub.knowledge.banks.commands.import_list import Imported, ListFormat, import_list
from causeway.hub.knowledge.banks.commands.keep_bank import found_bank, share_bank
from causeway.hub.knowledge.banks.exchanged_rows import Taking
from causeway.hub.knowledge.banks.models import Bank, Change, ChangeKind, Doubt, Signal, SourceEntry
from causeway.interchange.misp import write_misp
from causeway.interchange.stix import write_stix
from causeway.vocabulary.organisations import Purpose, Role
from causeway.vocabulary.signals import Signal as Signal_
from causeway.vocabulary.signals import SignalChange, SignalChangeKind, SignalKind, SignalProvenance
from hub.banks.sharing import shared_bank
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of

MD5, OTHER_MD5, SHA1 = "8e" * 16, "7d" * 16, "3c" * 20
BANK = "Handed on"
PEOPLE = Taking(purposes=(Purpose.PROTECT_A_CHILD,), basis="An agreement of November", is_no_child=True)


@pytest.fixture
def analyst(world: SmallWorld) -> Actor:
    return world.member(world.desk, Role.ANALYST)


def ncmec(*entries: str) -> bytes:
    return (
        '<queryResult xmlns="https://hashsharing.ncmec.org/hashsharing/v2">'
        f'<images count="{len(entries)}" maxTimestamp="2026-11-27T10:00:00Z">{"".join(entries)}</images></queryResult>'
    ).encode()


def entry(name: str, *digests: str, member: int = 7, grade: str = "A1") -> str:
    kinds = {32: "md5", 40: "sha1"}
    listed = "".join(f"<{kinds[len(each)]}>{each}</{kinds[len(each)]}>" for each in digests)
    return (
        f'<image><member id="{member}">Example Member {member}</member><timestamp>2026-11-27T09:00:00Z</timestamp>'
        f"<id>{name}</id><classification>{grade}</classification><fingerprints>{listed}</fingerprints></image>"
    )


def gone(name: str, member: int = 7) -> str:
    return (
        f'<deletedImage><member id="{member}">Example Member {member}</member>'
        f"<timestamp>2026-11-27T09:30:00Z</timestamp><id>{name}</id></deletedImage>"
    )


def bundle(*indicators: dict[str, Any]) -> bytes:
    return json.dumps({"type": "bundle", "objects": [{"type": "indicator", **each} for each in indicators]}).encode()


def misp(tag: str, value: str = MD5, event_tag: str = "") -> bytes:
    tags = [{"name": tag}] if tag else []
    attribute = {"type": "md5", "uuid": f"uuid-{value[:4]}", "value": value, "Tag": tags}
    event_tags = [{"name": event_tag}] if event_tag else []
    return json.dumps({"Event": {"info": "Bridges", "Tag": event_tags, "Attribute": [attribute]}}).encode()


def brought(actor: Actor, data: bytes, form: ListFormat = ListFormat.NCMEC, **given: Any) -> Imported:
    return import_list(actor, bank_name=BANK, stream=BytesIO(data), list_format=form, **given)


def written(form: ListFormat) -> bytes:
    """An entry of two digests, as our own writers say it: each a change of one reference."""
    provenance = SignalProvenance(organisation="Example Member 7", source="Bridges")
    signals = tuple(
        Signal_(kind=kind, value=value, reference="entry-1", provenance=provenance)
        for kind, value in ((SignalKind.MD5, MD5), (SignalKind.SHA1, SHA1))
    )
    changes = [SignalChange(what=SignalChangeKind.UPDATED, reference="entry-1", signals=signals)]
    stream, at = BytesIO(), datetime(2026, 11, 27, tzinfo=UTC)
    if form is ListFormat.MISP:
        write_misp(stream, changes, info="Bridges", at=at)
    else:
        write_stix(stream, changes, at=at)
    return stream.getvalue()


def held(actor: Actor) -> dict[str, Signal]:
    with acting_as(actor):
        return {signal.value: signal for signal in Signal.objects.filter(bank__name=BANK)}


def test_a_page_of_ncmec_keeps_grade_and_provenance(analyst: Actor) -> None:
    done = brought(analyst, ncmec(entry("a", MD5, SHA1)), source="Industry list")
    assert (done.added, done.known, done.fault_count, done.withdrawn) == (2, 0, 0, 0)
    signal = held(analyst)[MD5]
    assert (signal.kind, signal.category, signal.came_by) == ("md5", "A1", "feed")
    assert signal.source == "Industry list: Example Member 7"
    with acting_as(analyst):
        assert Bank.objects.get(name=BANK).scheme == "ncmec"
    again = brought(analyst, ncmec(entry("a", MD5, SHA1)), source="Industry list")
    assert (again.added, again.known) == (0, 2)


def test_what_a_source_takes_back_is_withdrawn_once_no_entry_lists_it(analyst: Actor) -> None:
    brought(analyst, ncmec(entry("a", MD5, SHA1), entry("b", MD5, member=8)))
    assert brought(analyst, ncmec(gone("a"))).withdrawn == 1  # the other digest is listed by another member, too
    assert {value: signal.state for value, signal in held(analyst).items()} == {MD5: "unconfirmed", SHA1: "withdrawn"}
    assert brought(analyst, ncmec(entry("b", OTHER_MD5, member=8))).withdrawn == 1
    assert held(analyst)[MD5].state == "withdrawn"
    with acting_as(analyst):
        told = Change.objects.filter(kind=ChangeKind.WITHDRAWN.value)
        assert set(told.values_list("reason", flat=True)) == {"Its source took it back."}
        assert SourceEntry.objects.count() == 1
    assert brought(analyst, ncmec(entry("c", MD5))).added == 1


@pytest.mark.parametrize("form", [ListFormat.MISP, ListFormat.STIX])
def test_all_digests_of_an_entry_stay_when_each_comes_by_itself(analyst: Actor, form: ListFormat) -> None:
    for added in (2, 0):
        done = brought(analyst, written(form), form)
        assert (done.added, done.withdrawn, done.fault_count) == (added, 0, 0)
        assert {value: signal.state for value, signal in held(analyst).items()} == dict.fromkeys(
            (MD5, SHA1), "unconfirmed"
        )


def test_of_several_versions_of_an_indicator_the_last_modified_counts(analyst: Actor) -> None:
    pattern = f"[file:hashes.MD5 = '{MD5}']"
    newest = {"id": "indicator--1", "pattern": pattern, "modified": "2026-11-26T10:00:00Z", "revoked": True}
    oldest = {"id": "indicator--1", "pattern": pattern, "modified": "2026-11-25T10:00:00Z"}
    assert brought(analyst, bundle(newest, oldest), ListFormat.STIX).added == 0
    assert brought(analyst, bundle(oldest), ListFormat.STIX).added == 1
    assert brought(analyst, bundle(newest, oldest), ListFormat.STIX).withdrawn == 1


def by_hand(actor: Actor) -> None:
    with acting_as(actor):
        bank_id = Bank.objects.get(name=BANK).id
    add_signals(actor, bank_id, [NewSignal(kind=SignalKind.MD5, value=MD5)])


def in_a_list(actor: Actor) -> None:
    brought(actor, f"md5\n{MD5}\n".encode(), ListFormat.CSV)


@pytest.mark.parametrize(("adds", "came_by"), [(by_hand, "form"), (in_a_list, "list")])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_source_takes_back_nothing_that_came_otherwise_too(
    analyst: Actor, adds: Callable[[Actor], None], came_by: str, is_first: bool
) -> None:
    found_bank(analyst, name=BANK)
    for each in (adds, lambda actor: brought(actor, ncmec(entry("a", MD5))))[:: 1 if is_first else -1]:
        each(analyst)
    brought(analyst, ncmec(entry("a", MD5)))
    assert brought(analyst, ncmec(gone("a"))).withdrawn == 0
    signal = held(analyst)[MD5]
    assert (signal.state, signal.came_by) == ("unconfirmed", came_by)


def test_a_source_takes_back_nothing_that_another_brought(analyst: Actor) -> None:
    brought(analyst, ncmec(entry("a", MD5)), source="Industry list")
    assert brought(analyst, ncmec(gone("a")), source="Other list").withdrawn == 0
    assert brought(analyst, ncmec(gone("a"))).withdrawn == 0
    assert brought(analyst, ncmec(gone("a")), source=" industry LIST").withdrawn == 1


def test_a_source_that_nobody_states_is_the_one_that_the_file_names(analyst: Actor) -> None:
    def said(source: str, *, deleted: bool = False) -> bytes:
        event = json.loads(misp(f'causeway:source="{source}"'))
        event["Event"]["Attribute"][0]["deleted"] = deleted
        return json.dumps(event).encode()

    brought(analyst, said("Bridges"), ListFormat.MISP)
    assert brought(analyst, said("Harbours", deleted=True), ListFormat.MISP).withdrawn == 0
    assert brought(analyst, said("Bridges", deleted=True), ListFormat.MISP).withdrawn == 1


def test_a_trial_says_what_would_happen_and_keeps_nothing(analyst: Actor) -> None:
    first = brought(analyst, ncmec(entry("a", MD5)), is_trial=True)
    assert (first.added, first.bank_id, first.is_trial) == (1, None, True)
    with acting_as(analyst):
        assert not Bank.objects.exists()
    brought(analyst, ncmec(entry("a", MD5)))
    second = brought(analyst, ncmec(gone("a"), entry("b", OTHER_MD5)), is_trial=True)
    assert (second.added, second.known, second.withdrawn) == (1, 0, 1)
    assert {value: signal.state for value, signal in held(analyst).items()} == {MD5: "unconfirmed"}
    with pytest.raises(Conflict):
        import_list(
            analyst,
            bank_name=BANK,
            stream=BytesIO(f"md5,category,scheme\n{SHA1[:32]},A,uk\n".encode()),
            list_format=ListFormat.CSV,
            is_trial=True,
        )


def test_a_trial_counts_each_value_once_and_none_that_the_file_still_lists(analyst: Actor) -> None:
    twice = ncmec(entry("a", MD5), entry("b", MD5, SHA1))
    for is_trial in (True, False):
        done = brought(analyst, twice, is_trial=is_trial)
        assert (done.added, done.known) == (2, 1)
    under_another = ncmec(entry("a", OTHER_MD5), gone("b"), entry("c", MD5))
    for is_trial in (True, False):
        done = brought(analyst, under_another, is_trial=is_trial)
        assert (done.added, done.known, done.withdrawn) == (1, 1, 1)


def test_a_source_takes_back_what_was_moved_to_another_bank(analyst: Actor) -> None:
    brought(analyst, ncmec(entry("a", MD5), entry("b", SHA1)))
    moved = move_signal(analyst, held(analyst)[MD5].id, found_bank(analyst, name="Knobs"), "1", "It is a knob")
    done = brought(analyst, ncmec(gone("a")))
    with acting_as(analyst):
        signal = Signal.objects.get(id=moved)
        last = Change.objects.filter(bank_id=signal.bank_id).latest("number")
    assert (done.withdrawn, signal.state, signal.holds_value) == (1, "withdrawn", False)
    assert (last.kind, last.number) == ("withdrawn", 2)


def test_a_bad_entry_is_named_by_record_and_field_and_the_others_come_in(analyst: Actor) -> None:
    done = brought(analyst, ncmec(entry("a", MD5), entry("b", "0" * 32), entry("c", OTHER_MD5, grade="")))
    assert done.added == 2
    assert [(fault.row, fault.field, fault.code) for fault in done.faults] == [(2, "md5", "blank_digest")]


@pytest.mark.parametrize(
    ("form", "data", "said"),
    [
        (ListFormat.NCMEC, b"<queryResult", "no valid XML, or is larger than 10 megabytes. (line 1"),
        (ListFormat.NCMEC, ncmec(entry("", MD5)), "by what name its source knows it. (line 1"),
        (
            ListFormat.NCMEC,
            ncmec(entry("a", MD5).replace("2026-11-27T09:00:00Z", "noon")),
            "A time in the file is missing, or is no time with its zone. (line 1: timestamp",
        ),
        (ListFormat.STIX, b'{"type": "bundle", "objects": [', "JSON"),
        (
            ListFormat.STIX,
            bundle({"id": "a", "pattern": f"[file:hashes.MD5 = '{MD5}']", "valid_from": 1}),
            "valid_from",
        ),
        (ListFormat.THREATEXCHANGE, b'{"data": [{"id": "1"}]}', "update 1"),
        (ListFormat.MISP, b'{"Event": {}}', "not of the format"),
        (
            ListFormat.STIX,
            bundle(
                {"id": "a", "pattern": f"[file:hashes.MD5 = '{MD5}']"},
                {"id": "b\0", "pattern": f"[file:hashes.MD5 = '{OTHER_MD5}']"},
            ),
            "cannot be kept. (entry 2",
        ),
        (ListFormat.MISP, misp('causeway:reference="' + "7" * 400 + '"'), "attribute 1"),
    ],
)
def test_a_damaged_page_is_refused_whole_with_its_place(
    analyst: Actor, form: ListFormat, data: bytes, said: str
) -> None:
    with pytest.raises(Invalid) as refused:
        brought(analyst, data, form)
    assert said in refused.value.message
    with acting_as(analyst):
        assert not Bank.objects.exists()


def test_a_stix_bundle_brings_what_leads_to_people_only_where_that_is_stated(analyst: Actor) -> None:
    address = {"id": "indicator--1", "pattern": "[url:value = 'https://example.org/bridges/7']"}
    digest = {"id": "indicator--2", "pattern": f"[file:hashes.MD5 = '{MD5}']", "confidence": 60}
    refused = brought(analyst, bundle(address, digest), ListFormat.STIX)
    assert (refused.added, [fault.code for fault in refused.faults]) == (1, ["about_people"])
    assert refused.faults[0].reference == "indicator--1"
    assert held(analyst)[MD5].confidence == 60
    taken = brought(analyst, bundle(address, digest), ListFormat.STIX, taking=PEOPLE)
    assert (taken.added, taken.fault_count) == (1, 0)
    signal = held(analyst)["https://example.org/bridges/7"]
    assert (signal.purposes, signal.basis) == (["protect_a_child"], "An agreement of November")
    assert signal.expires_at is not None
    assert signal.expires_at - signal.added_at <= LONGEST_LIFE


@pytest.mark.parametrize(("is_own", "code"), [(True, "names_a_child"), (False, "curator_decides")])
def test_what_a_referral_names_as_a_child_s_is_left_out_and_named(
    analyst: Actor, monkeypatch: Any, is_own: bool, code: str
) -> None:
    from causeway.hub.knowledge.banks import children

    def marks(_bank_id: UUID | None, values: Collection[Value]) -> list[ChildMark]:
        found = [value for value in values if value[0] is SignalKind.URL]
        return [ChildMark(value=value, at=timezone.now(), is_own=is_own) for value in found]

    monkeypatch.setattr(children, "_checks", {})
    knows_children(marks)
    address = {"id": "indicator--1", "pattern": "[url:value = 'https://example.org/bridges/7']"}
    done = brought(analyst, bundle(address), ListFormat.STIX, taking=PEOPLE)
    assert (done.added, [fault.code for fault in done.faults]) == (0, [code])
    with acting_as(analyst):
        assert Doubt.objects.filter(kind="url", decided_at=None).count() == 1


def test_a_trial_asks_nobody_else_what_names_a_child_and_is_entered(analyst: Actor, monkeypatch: Any) -> None:
    from causeway.hub.knowledge.banks import children

    def marks(bank_id: UUID | None, values: Collection[Value]) -> list[ChildMark]:
        return [ChildMark(value=value, at=timezone.now(), is_own=False) for value in values if bank_id]

    monkeypatch.setattr(children, "_checks", {})
    knows_children(marks)
    bank_id = found_bank(analyst, name=BANK)
    address = {"id": "indicator--1", "pattern": "[url:value = 'https://example.org/bridges/7']"}
    done = brought(analyst, bundle(address), ListFormat.STIX, taking=PEOPLE, is_trial=True)
    assert (done.added, done.fault_count) == (1, 0)
    with acting_as(analyst):
        (look,) = timeline_of(bank_id, acts=[Act.CHILDREN_LOOKED_FOR])
        assert look.details == {"asked": 1, "found": 0, "asks_others": False}
    assert brought(analyst, bundle(address), ListFormat.STIX, taking=PEOPLE).fault_count == 1


@pytest.mark.parametrize("service", ["example", "matrix"])
@pytest.mark.parametrize("lasting", ["jo@mail.org", "@jo:matrix.org"])
def test_an_account_by_a_lasting_number_is_left_out_whatever_stands_in_it(
    analyst: Actor, service: str, lasting: str
) -> None:
    account = {
        "id": "indicator--1",
        "pattern": f"[user-account:account_type = '{service}' AND user-account:user_id = '{lasting}']",
    }
    done = brought(analyst, bundle(account), ListFormat.STIX, taking=PEOPLE)
    assert (done.added, [fault.code for fault in done.faults]) == (0, ["bad_value"])
    named = {**account, "pattern": account["pattern"].replace("user_id", "account_login").replace(lasting, "jo")}
    assert brought(analyst, bundle(named), ListFormat.STIX, taking=PEOPLE).added == 1


def test_what_must_stay_is_kept_from_banks_that_are_shared(world: SmallWorld) -> None:
    shared = shared_bank(world)
    name = "Bridges"
    done = import_list(shared.curator, bank_name=name, stream=BytesIO(misp("tlp:amber")), list_format=ListFormat.MISP)
    assert [(fault.field, fault.code) for fault in done.faults] == [("handling", "marked_to_stay")]
    assert brought(shared.curator, misp("tlp:red"), ListFormat.MISP).faults[0].code == "marked_red"
    own = brought(shared.curator, misp("tlp:amber"), ListFormat.MISP)
    assert own.added == 1
    assert held(shared.curator)[MD5].handling == "amber"
    assert own.bank_id is not None
    with pytest.raises(NotAgreed, match="TLP:AMBER"):
        share_bank(shared.curator, own.bank_id, shared.service.id)


def test_a_stricter_mark_replaces_a_milder_one_and_no_other(analyst: Actor) -> None:
    for tag, kept in (("", ""), ("tlp:green", "green"), ("tlp:amber", "amber"), ("tlp:clear", "amber"), ("", "amber")):
        done = brought(analyst, misp(tag), ListFormat.MISP)
        assert (held(analyst)[MD5].handling, done.withdrawn) == (kept, 0)
    assert brought(analyst, misp("tlp:red"), ListFormat.MISP).withdrawn == 1


def test_the_spreadsheet_says_how_far_a_signal_may_go(analyst: Actor) -> None:
    brought(analyst, misp("tlp:amber"), ListFormat.MISP)
    bank_id = held(analyst)[MD5].bank_id
    answer = client_of(analyst).get(f"/banks/{bank_id}/signals.csv")
    (line,) = csv.DictReader(StringIO(answer.getvalue().decode("utf-8-sig")))
    assert line["handling"] == "amber"


def test_what_is_marked_to_stay_leaves_a_bank_that_is_shared(world: SmallWorld) -> None:
    shared = shared_bank(world)

    def came(data: bytes) -> Imported:
        return import_list(
            shared.curator, bank_name="Bridges", stream=BytesIO(data), list_format=ListFormat.MISP, source="Example"
        )

    assert came(misp("tlp:green")).added == 1
    done = came(misp("", event_tag="tlp:amber"))
    assert ([fault.code for fault in done.faults], done.withdrawn) == (["marked_to_stay"], 1)


def test_a_bank_that_is_shared_while_the_file_is_read_takes_nothing(
    world: SmallWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    from causeway.hub.knowledge.banks import coming_list

    shared = shared_bank(world)
    monkeypatch.setattr(coming_list, "_is_shared", lambda actor, name: False)
    with pytest.raises(Conflict, match="shared meanwhile"):
        import_list(shared.curator, bank_name="Bridges", stream=BytesIO(misp("tlp:amber")), list_format=ListFormat.MISP)
    with acting_as(shared.curator):
        assert not Signal.objects.filter(value=MD5).exists()


def test_the_page_tries_imports_and_hands_on_again(analyst: Actor) -> None:
    client = client_of(analyst)

    def posted(**given: Any) -> str:
        file = SimpleUploadedFile("page.xml", ncmec(entry("a", MD5), entry("b", "0" * 32)), "text/xml")
        told = {"bank_name": BANK, "list_format": "ncmec", "scheme": "unstated", **given}
        return client.post(reverse("banks:import"), {**told, "file": file}).content.decode()

    assert "nothing was added" in posted(is_trial="on")
    assert "This digest is blank" in posted()
    bank_id = held(analyst)[MD5].bank_id
    shown = client.get(reverse("banks:bank", args=[bank_id])).content.decode()
    assert "NCMEC (A1 to B2)" in shown
    for form in ("stix", "misp"):
        answer = client.get(reverse("banks:export_as", args=[bank_id, form]))
        assert answer["Content-Disposition"] == f'attachment; filename="signals-{form}.json"'
        document = answer.getvalue()
        assert MD5 in document.decode()
        other = import_list(analyst, bank_name=f"From {form}", stream=BytesIO(document), list_format=ListFormat(form))
        assert (other.added, other.fault_count) == (1, 0)
    assert client.get(f"/banks/{bank_id}/signals/pdf.json").status_code == 404


@pytest.mark.parametrize("missing", ["purposes", "basis", "is_no_child"])
def test_whoever_takes_what_leads_to_people_states_all_of_it(analyst: Actor, missing: str) -> None:
    told = {"purposes": "protect_a_child", "basis": "An agreement", "is_no_child": "on"}
    told.pop(missing)
    file = SimpleUploadedFile("page.xml", ncmec(entry("a", MD5)), "text/xml")
    answer = client_of(analyst).post(
        reverse("banks:import"), {"bank_name": BANK, "list_format": "ncmec", "file": file, **told}
    )
    assert answer.status_code == 422
    assert f'href="#id_{missing}' in answer.content.decode()
