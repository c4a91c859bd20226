"""Somebody tries: the hub's operator with the whole database, the oversight body with the key, and a force that goes
through numbers. Each finds nothing, or is stopped; and each would find it with what another of them holds.
"""

import base64
import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone

from causeway.blinding import Mode, blind, derive_key_pair, input_of, kept_token, value_under_key
from causeway.hub.base.acting.actors import Scope
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.finding import Sought, find_entries
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.walls.models import walled_models
from causeway.hub.road.deconfliction import evaluator
from causeway.hub.road.deconfliction.commands.ask import ask_to_register
from causeway.hub.road.deconfliction.commands.change import withdraw_interest
from causeway.hub.road.deconfliction.commands.register import keep_interests, register_blinded
from causeway.hub.road.deconfliction.evaluator import EvaluatorFails, TooMany
from causeway.hub.road.deconfliction.limits import PER_MEMBER, PER_ORGANISATION
from causeway.hub.road.deconfliction.models import Asking, Interest, OverlapConsent, OverlapShare
from causeway.hub.road.deconfliction.queries.overseeing import overseen
from causeway.hub.road.deconfliction.registering import Blinded, Terms
from causeway.hub.road.deconfliction.words import Pattern, Way
from causeway.hub.state import secret
from causeway.oversight import add_epoch, load_keyring
from causeway.vocabulary.organisations import OrganisationKind, Role
from causeway.vocabulary.selectors import SelectorKind
from hub.deconfliction.conftest import Forces, phone

NUMBERS = 10_000
HIDDEN = (17, 4_711, 9_876)
ONE = (1).to_bytes(32, "little")


def _inputs() -> Iterator[tuple[int, bytes]]:
    return ((number, input_of(phone(number))) for number in range(NUMBERS))


def _found(guesses: Iterable[tuple[int, str]], held: str) -> set[int]:
    """Which numbers' guesses stand in what somebody holds, looked for word by word."""
    words = set(held.replace('"', " ").replace("'", " ").split())
    return {number for number, guess in guesses if guess in words}


def _whole_database(forces: Forces) -> str:
    """Every row of every table, as one of those who see it: together they see all that there is."""
    seen: list[str] = []
    road = forces.road
    for organisation in (road.world.desk, road.force, road.other_force, forces.oversight):
        with acting_as(road.world.program(organisation)), connection.cursor() as cursor:
            for model in walled_models():
                cursor.execute(f"SELECT * FROM {model._meta.db_table}")
                seen += [" ".join(map(str, row)) for row in cursor.fetchall()]
    return "\n".join(seen)


@pytest.fixture
def registered(forces: Forces) -> Forces:
    """Three numbers of ten thousand, one of them met and shared."""
    forces.register(forces.kent, *map(phone, HIDDEN), case="OP-KEEL")
    forces.register(forces.essex, phone(HIDDEN[1]), is_silent=True, case="OP-MAST")
    forces.settle()
    return forces


def test_the_hub_with_all_its_tables_and_its_own_key_finds_no_number(registered: Forces, settings: Any) -> None:
    held, own_key = _whole_database(registered), secret("interests.key")
    assert len(held) > 5_000
    guessed_key = derive_key_pair(b"\x07" * 32, b"a key that the hub makes up")
    guesses = []
    for number, given in _inputs():
        guesses += [
            (number, phone(number).value),
            (number, blind(given, ONE).hex()),
            (number, kept_token(value_under_key(ONE, given), epoch=1, key=own_key)),
            (number, kept_token(value_under_key(guessed_key.private, given), epoch=1, key=own_key)),
        ]
    assert _found(guesses, held) == set()
    # With the key of the oversight body it would find exactly what was registered: the test can fail.
    key = load_keyring(settings.CAUSEWAY_EVALUATOR_FOLDER / "keys.json").of(1).private
    with_key = ((number, kept_token(value_under_key(key, given), epoch=1, key=own_key)) for number, given in _inputs())
    assert _found(with_key, held) == set(HIDDEN)


def test_the_oversight_body_with_the_key_and_all_that_it_was_sent_finds_no_number(
    registered: Forces, settings: Any
) -> None:
    folder: Path = settings.CAUSEWAY_EVALUATOR_FOLDER
    audit = (folder / "audit.jsonl").read_text()
    assert sum(json.loads(line)["count"] for line in audit.splitlines()) == 4
    with acting_as(registered.road.world.program(registered.oversight)), connection.cursor() as cursor:
        seen = []
        for model in walled_models():
            cursor.execute(f"SELECT * FROM {model._meta.db_table}")
            seen += [" ".join(map(str, row)) for row in cursor.fetchall()]
    held = audit + "\n".join(seen)
    key = load_keyring(folder / "keys.json").of(1).private
    guesses = []
    for number, given in _inputs():
        token = value_under_key(key, given)
        guesses += [
            (number, phone(number).value),
            (number, blind(given, key).hex()),
            (number, token.hex()),
            (number, kept_token(token, epoch=1, key=b"a key that the body makes up")),
        ]
    assert _found(guesses, held) == set()


def test_what_is_sent_to_the_key_is_of_no_number_even_for_whoever_holds_it(forces: Forces) -> None:
    """The same number twice gives two elements that have nothing to do with each other or with the number."""
    given, mode = input_of(phone(1)), Mode.VOPRF
    sent = {blind(given, number.to_bytes(32, "little"), mode) for number in range(2, 200)}
    assert len(sent) == 198
    assert blind(given, ONE, mode) not in sent


def test_a_force_that_goes_through_numbers_is_stopped_and_people_are_told(forces: Forces) -> None:
    road = forces.road
    supervisor = road.world.member(road.force, Role.SUPERVISOR)
    registered, refused = 0, 0
    for start in range(0, NUMBERS, 50):
        try:
            forces.register(forces.kent, *map(phone, range(start, start + 50)))
            registered += 50
        except TooMany:
            refused += 1
            if refused == 3:
                break
    assert (registered, refused) == (PER_MEMBER, 3)
    with acting_as(forces.kent):
        assert Interest.objects.count() == PER_MEMBER
    others = [road.world.member(road.force, Role.INVESTIGATOR) for _ in range(5)]
    for at, colleague in enumerate(others):
        if at < 4:
            forces.register(colleague, *map(phone, range(1_000 * at + 500, 1_000 * at + 600)))
        else:
            with pytest.raises(TooMany):
                forces.register(colleague, phone(9_999))
    with acting_as(forces.kent):
        assert Interest.objects.count() == PER_ORGANISATION
    forces.settle()
    auditor = road.world.member(forces.oversight, Role.AUDITOR)
    found = overseen(auditor, since=timezone.now() - timedelta(days=1))
    (use,) = found.uses
    assert (use.organisation, use.selectors, use.refused) == ("Kent Police", PER_ORGANISATION, 4)
    assert {one.pattern for one in found.unusual} == {Pattern.LIMIT, Pattern.BURST}
    assert {one.by for one in found.unusual} == {""}
    assert "Ines Ferry" in {one.by for one in overseen(supervisor, since=timezone.now() - timedelta(days=1)).unusual}
    for organisation in (forces.oversight, road.force):
        with acting_as(road.world.program(organisation)):
            subjects = list(Notice.objects.filter(channel="mail").values_list("subject", flat=True))
            assert "Unusual registering of interests" in subjects
            entries = find_entries(Sought(act=Act.INTERESTS_ASKED)).entries
            assert len(entries) == 2 + 3 + 4 + 1
            told = find_entries(Sought(act=Act.INTEREST_PATTERN_SEEN)).entries
            assert len(told) == 1 + 1 + 4 + 1  # a burst and the limit of the first, four bursts, and the last's limit


def test_to_register_and_soon_withdraw_is_noticed_and_gives_nothing_back(forces: Forces) -> None:
    done = forces.register(forces.kent, *map(phone, range(10)))
    for interest_id in done.interest_ids:
        withdraw_interest(forces.kent, interest_id, now=timezone.now())
    forces.register(forces.kent, *map(phone, range(10, 20)))
    with acting_as(forces.kent):
        assert list(Asking.objects.order_by("asked_at").values_list("pattern", flat=True)) == ["", "short_lived"]
        assert sum(Asking.objects.values_list("selectors", flat=True)) == 20


def test_an_asking_is_on_record_before_anything_is_blinded_and_stays_where_that_fails(
    forces: Forces, settings: Any
) -> None:
    settings.CAUSEWAY_EVALUATOR_URL, settings.CAUSEWAY_EVALUATOR_TOKEN = "http://127.0.0.1:9", "token"
    settings.CAUSEWAY_EVALUATOR_KEYS = {1: b"\x01" * 32}
    with pytest.raises(EvaluatorFails):
        forces.register(forces.kent, phone(1))
    settings.CAUSEWAY_EVALUATOR_URL, settings.PRODUCTION = "", True
    with pytest.raises(EvaluatorFails, match="not set up"):
        forces.register(forces.kent, phone(1))
    with acting_as(forces.kent):
        assert list(Asking.objects.values_list("selectors", flat=True)) == [1]
        assert Interest.objects.count() == 0


def test_an_asking_lets_through_as_many_as_it_said_and_once(forces: Forces) -> None:
    terms, now = Terms(case_reference="OP-KEEL"), timezone.now()
    admission = ask_to_register(forces.kent, terms, ["One"], Way.TYPED, now=now)
    assert admission.asking_id is not None
    one = Blinded(label="One", kind=SelectorKind.PHONE, tokens={1: bytes(64)})
    other = replace(one, tokens={1: b"\x01" * 64})
    with pytest.raises(Exception, match="been used"):
        keep_interests(forces.kent, admission.asking_id, terms, "OP-KEEL", [one, other], now=now)
    keep_interests(forces.kent, admission.asking_id, terms, "OP-KEEL", [one], now=now)
    with pytest.raises(Exception, match="been used"):
        keep_interests(forces.kent, admission.asking_id, terms, "OP-KEEL", [other], now=now)
    with pytest.raises(Exception, match="no such"):
        keep_interests(forces.essex, admission.asking_id, terms, "OP-KEEL", [one], now=now)


def test_nobody_reads_a_share_by_a_consent_that_is_made_up(registered: Forces) -> None:
    world = registered.road.world
    third = world.organisation(OrganisationKind.POLICE_FORCE, "Outsider Police")
    registered.register(registered.essex, phone(17))
    (met,) = [one for one in registered.met(registered.kent) if one.interest.label == "Line 1"]
    sides = {"pair_id": met.pair_id, "agreed_at": timezone.now()}
    for actor, own, other in (
        (world.program(third), third.id, registered.road.force.id),
        (world.program(registered.road.world.desk), world.desk.id, registered.road.force.id),
        (registered.essex, registered.road.other_force.id, third.id),
        (registered.essex, registered.road.force.id, registered.road.other_force.id),
    ):
        with acting_as(actor), pytest.raises((ProgrammingError, IntegrityError)), transaction.atomic():
            OverlapConsent(organisation_id=own, other_id=other, **sides).save(force_insert=True)
    with acting_as(world.program(third)):
        assert not OverlapShare._base_manager.exists()
        assert not OverlapConsent._base_manager.exists()


def test_each_token_that_a_program_brings_counts_and_not_each_label(forces: Forces, settings: Any) -> None:
    keys = settings.CAUSEWAY_EVALUATOR_FOLDER / "keys.json"
    forces.register(forces.essex, phone(1))
    add_epoch(keys, now=timezone.now(), random_bytes=secrets.token_bytes)
    evaluator._in_folder.cache_clear()
    terms, now = Terms(case_reference="OP-KEEL"), timezone.now()
    old = [Blinded(label="N", kind=SelectorKind.PHONE, tokens={1: bytes([n]) * 64}) for n in range(30)]
    both = [replace(one, tokens={**one.tokens, 2: bytes([99 + n]) * 64}) for n, one in enumerate(old)]
    register_blinded(forces.kent, terms, old, now=now)
    register_blinded(forces.kent, terms, both, now=now)
    with acting_as(forces.kent):
        assert list(Asking.objects.order_by("asked_at", "id").values_list("selectors", flat=True)) == [30, 30]
    fresh = [
        Blinded(label="N", kind=SelectorKind.PHONE, tokens={1: bytes([150 + n]) * 64, 2: bytes([200 + n]) * 64})
        for n in range(21)
    ]
    with pytest.raises(TooMany):
        register_blinded(forces.kent, terms, fresh, now=now)
    register_blinded(forces.kent, terms, fresh[:20], now=now)


def test_a_program_of_the_force_blinds_by_itself_and_is_limited_too(forces: Forces, settings: Any) -> None:
    issued, _program = forces.road.world.credential(forces.road.force, Scope.REGISTER_INTERESTS)
    basic = base64.b64encode(f"{issued.username}:{issued.secret}".encode()).decode()
    client = Client(headers={"Authorization": f"Basic {basic}"})
    forces.register(forces.essex, phone(1))
    key = load_keyring(settings.CAUSEWAY_EVALUATOR_FOLDER / "keys.json").of(1).private

    def body(*numbers: int) -> dict[str, object]:
        tokens = [value_under_key(key, input_of(phone(number))).hex() for number in numbers]
        sent = [{"label": f"N{at}", "kind": "phone", "tokens": {"1": token}} for at, token in enumerate(tokens)]
        return {"case_reference": "OP-KEEL", "interests": sent}

    done = client.post("/api/v1/interests", body(1, 2), content_type="application/json")
    assert done.status_code == 201
    forces.settle()
    (overlap,) = client.get("/api/v1/interests/overlaps").json()
    assert (overlap["other"], overlap["interest_id"]) == ("Essex Police", done.json()["ids"][0])
    again = client.post("/api/v1/interests", body(1), content_type="application/json").json()
    assert again == {"ids": done.json()["ids"][:1], "known": done.json()["ids"][:1]}
    for wrong in (
        {},
        body(3) | {"case_reference": ""},
        body(3) | {"months": 7},
        body(3) | {"interests": []},
        {"case_reference": "x", "interests": [{"label": "N", "kind": "name", "tokens": {"1": "00" * 64}}]},
        {"case_reference": "x", "interests": [{"label": "N", "kind": "phone", "tokens": {"1": "00" * 63}}]},
        {"case_reference": "x", "interests": [{"label": "N", "kind": "phone", "tokens": {}}]},
        {"case_reference": "x", "interests": [{"label": "", "kind": "phone", "tokens": {"1": "00" * 64}}]},
    ):
        assert client.post("/api/v1/interests", wrong, content_type="application/json").status_code == 422
    uncommitted = {"label": "N", "kind": "phone", "tokens": {"7": "00" * 64}}
    refused = client.post(
        "/api/v1/interests", {"case_reference": "x", "interests": [uncommitted]}, content_type="application/json"
    )
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "interests.0.tokens")
    assert client.post("/api/v1/interests", body(*range(98)), content_type="application/json").status_code == 429
    listed = client.get("/api/v1/interests").json()
    assert client.get(f"/api/v1/interests?after={listed[0]['id']}").json() == listed[1:]
    for interest_id, met in zip(done.json()["ids"], ([overlap], []), strict=True):
        assert client.get(f"/api/v1/interests/overlaps?interest_id={interest_id}").json() == met
    assert [one["standing"] for one in listed] == ["live", "live"]
    assert client.delete(f"/api/v1/interests/{listed[0]['id']}").status_code == 204
    behind = client.get(f"/api/v1/interests?after={listed[0]['id']}&after_standing=live").json()
    assert [one["id"] for one in behind] == [listed[1]["id"], listed[0]["id"]]
    weak, _actor = forces.road.world.credential(forces.road.force, Scope.READ_FEEDBACK)
    basic = base64.b64encode(f"{weak.username}:{weak.secret}".encode()).decode()
    assert Client(headers={"Authorization": f"Basic {basic}"}).get("/api/v1/interests").status_code == 403
