"""Banks: lists come in from CSV and VICS, and a file is found by its digest or by its looks."""

import json
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotPermitted
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.knowledge.banks.commands import import_list as import_module
from causeway.hub.knowledge.banks.commands.curate import withdraw_signal
from causeway.hub.knowledge.banks.commands.import_list import Imported, ListFormat, import_list
from causeway.hub.knowledge.banks.models import Bank, Change, Signal
from causeway.hub.knowledge.banks.queries.matches import matches_for
from causeway.interchange.hashlists import CategoryScheme
from causeway.vocabulary.findings import MediaDigests
from causeway.vocabulary.organisations import OrganisationKind, Role
from causeway.vocabulary.signals import SignalKind
from hub.conftest import SmallWorld

SHA256 = "ab" * 32
PDQ = "0123456789abcdef" * 4
FILE = MediaDigests(
    sha256="11" * 32,
    md5="22" * 16,
    sha1="33" * 20,
    size_bytes=9,
    media_type="image/jpeg",
    pdq=PDQ,
    pdq_quality=90,
)


def turned(pdq: str, bits: int) -> str:
    """The digest with its lowest bits turned over."""
    return f"{int(pdq, 16) ^ ((1 << bits) - 1):064x}"


@pytest.fixture
def analyst(world: SmallWorld) -> Actor:
    return world.member(world.desk, Role.ANALYST)


def load(actor: Actor, text: str, name: str = "Listed") -> Imported:
    return import_list(actor, bank_name=name, stream=BytesIO(text.encode()), list_format=ListFormat.CSV)


def test_a_csv_list_comes_in_and_its_bad_rows_are_named(analyst: Actor) -> None:
    done = load(analyst, f"sha256,category,scheme\n{SHA256},A,uk\nnot-a-digest,A,uk\n{'cd' * 32},B,uk\n")
    assert (done.added, done.known, done.fault_count) == (2, 0, 1)
    assert done.faults[0].row == 3
    again = load(analyst, f"sha256,category,scheme\n{SHA256},A,uk\n")
    assert (again.added, again.known, again.bank_id) == (0, 1, done.bank_id)


def test_one_bank_holds_one_scheme_and_a_refused_list_leaves_nothing(analyst: Actor) -> None:
    load(analyst, f"sha256,category,scheme\n{SHA256},A,uk\n")
    with pytest.raises(Conflict):
        load(analyst, f"sha256,category,scheme\n{'cd' * 32},1,us\n")
    with pytest.raises(Invalid):
        load(analyst, "name,colour\nbridge,red\n", name="Other")
    with acting_as(analyst):
        assert Signal.objects.count() == 1
        assert not Bank.objects.filter(name="Other").exists()


def test_a_damaged_document_leaves_nothing_however_much_came_before(
    analyst: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_module, "BATCH", 1)
    media = ",".join(f'{{"MediaID": {number}, "Category": 1, "MD5": "{number:032x}"}}' for number in range(1, 5))
    with pytest.raises(Invalid) as refused:
        import_list(
            analyst,
            bank_name="Damaged",
            stream=BytesIO(f'{{"value": [{media}, {{"Med'.encode()),
            list_format=ListFormat.VICS,
        )
    assert refused.value.field == "stream"
    with acting_as(analyst):
        assert not Bank.objects.exists()


def test_an_import_that_is_killed_goes_on_where_it_stopped(analyst: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_module, "BATCH", 2)
    text = "sha256\n" + "".join(f"{number:064x}\n" for number in range(1, 6))
    heard: list[tuple[int, int]] = []

    class Killed(Exception):
        pass

    def kill(done: int, of: int) -> None:
        heard.append((done, of))
        if done == 4:
            raise Killed

    def run(told: Callable[[int, int], None]) -> Imported:
        stream = BytesIO(text.encode())
        return import_list(analyst, bank_name="Listed", stream=stream, list_format=ListFormat.CSV, told=told)

    with pytest.raises(Killed):
        run(kill)
    assert heard == [(2, 5), (4, 5)]
    with acting_as(analyst):
        bank = Bank.objects.get()
        assert Signal.objects.count() == bank.last_change == bank.counts["sha256"]["unconfirmed"] == 4
    done = run(lambda _done, _of: None)
    assert (done.added, done.known) == (1, 4)
    with acting_as(analyst):
        assert sorted(Change.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]
        entries = timeline_of(bank.id, acts=[Act.BANK_IMPORTED])
    assert sorted(entry.details["added"] for entry in entries) == [0, 0, 1, 2, 2]


def test_a_vics_list_comes_in_without_what_is_not_pertinent(analyst: Actor) -> None:
    document = {
        "@odata.context": "http://github.com/ICMEC/ProjectVic/DataModels/2.0.xml/US/$metadata#Media",
        "value": [
            {"MediaID": 1, "Category": 1, "MD5": "AB" * 16, "SHA1": "CD" * 20},
            {"MediaID": 2, "Category": 0, "MD5": "EF" * 16},
        ],
    }
    done = import_list(
        analyst,
        bank_name="From elsewhere",
        stream=BytesIO(json.dumps(document).encode()),
        list_format=ListFormat.VICS,
    )
    assert (done.added, done.left_out, done.fault_count) == (2, 1, 0)
    with acting_as(analyst):
        assert Bank.objects.get().scheme == CategoryScheme.US.value
    (match,) = matches_for(analyst, [replace(FILE, md5="ab" * 16)])
    assert (match.kind, match.category, match.distance_bits) == (SignalKind.MD5, "1", 0)


def test_what_looks_alike_is_found_within_31_bits_and_not_beyond(analyst: Actor) -> None:
    load(analyst, f"pdq\n{turned(PDQ, 31)}\n")
    (match,) = matches_for(analyst, [FILE])
    assert (match.kind, match.distance_bits, match.sha256) == (SignalKind.PDQ, 31, FILE.sha256)
    assert matches_for(analyst, [replace(FILE, pdq=turned(PDQ, 63))]) == []
    for bits, other_bits, nearest in ((63, 0, 31), (0, 31, 0), (9, 0, 22)):
        stored_turned = replace(FILE, pdq=turned(PDQ, bits), pdq_other=turned(PDQ, other_bits), orientation=6)
        assert [match.distance_bits for match in matches_for(analyst, [stored_turned])] == [nearest]
    assert matches_for(analyst, [replace(FILE, pdq_quality=49)]) == []


def test_the_copy_in_memory_is_made_anew_when_the_bank_has_changed(analyst: Actor) -> None:
    load(analyst, f"pdq\n{turned(PDQ, 200)}\n")
    assert matches_for(analyst, [FILE]) == []
    load(analyst, f"pdq\n{turned(PDQ, 8)}\n")
    assert len(matches_for(analyst, [FILE])) == 1


def test_a_withdrawn_signal_matches_nothing_and_a_list_does_not_bring_it_back(analyst: Actor) -> None:
    text = f"sha256,pdq\n{FILE.sha256},{PDQ}\n"
    load(analyst, text)
    with acting_as(analyst):
        listed = list(Signal.objects.values_list("id", flat=True))
    for signal_id in listed:
        withdraw_signal(analyst, signal_id, "Not pertinent")
    load(analyst, text)
    assert matches_for(analyst, [FILE]) == []


def test_an_exact_digest_and_a_look_of_the_same_bank_are_two_signals(analyst: Actor) -> None:
    load(analyst, f"sha256,pdq\n{FILE.sha256},{PDQ}\n")
    assert {match.kind for match in matches_for(analyst, [FILE])} == {SignalKind.SHA256, SignalKind.PDQ}


def test_matching_asks_the_same_few_questions_for_many_files_and_many_signals(analyst: Actor) -> None:
    load(analyst, "pdq\n" + "\n".join(turned(PDQ, bits) for bits in range(1, 120)) + "\n")
    media = [replace(FILE, sha256=f"{number:064x}", pdq=turned(PDQ, number)) for number in range(20)]
    matches_for(analyst, media)
    with acting_as(analyst), CaptureQueriesContext(connection) as queries:
        assert matches_for(analyst, media)
    assert len([query for query in queries.captured_queries if "SAVEPOINT" not in query["sql"]]) == 3


def test_another_organisation_has_its_own_banks(world: SmallWorld, analyst: Actor) -> None:
    load(analyst, f"sha256\n{FILE.sha256}\n")
    other = world.organisation(OrganisationKind.HOTLINE)
    assert matches_for(world.member(other, Role.ANALYST), [FILE]) == []
    with pytest.raises(NotPermitted):
        load(world.member(world.organisation(OrganisationKind.SERVICE), Role.SENDER), "sha256\n")


def test_what_a_column_cannot_hold_is_cut_or_named(analyst: Actor) -> None:
    done = load(analyst, f"sha256,category,note\n{SHA256},A\0B,{'n' * 600}\n")
    assert done.added == 1
    with acting_as(analyst):
        signal = Signal.objects.get()
    assert (signal.category, len(signal.note)) == ("AB", 500)
    for name in ("x" * 201, "Li\0sted"):
        with pytest.raises(Invalid) as refused:
            load(analyst, f"sha256\n{SHA256}\n", name=name)
        assert refused.value.field == "bank_name"
