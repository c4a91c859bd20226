"""A new key of the oversight body: what was registered under the old one meets again once its owner has it blinded
anew, in the hub or on a machine of its own.
"""

import secrets
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
import pytest
from django.test import Client
from django.utils import timezone

from causeway.client.interests import (
    BookLine,
    BookUnusable,
    HubRefused,
    InterestClient,
    blind_lines,
    read_book,
    write_book,
)
from causeway.hub.base.acting.actors import Scope
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.hub.road.deconfliction import evaluator, limits
from causeway.hub.road.deconfliction.commands.change import withdraw_interest
from causeway.hub.road.deconfliction.commands.register import register_selectors
from causeway.hub.road.deconfliction.models import Asking, Interest, InterestToken
from causeway.hub.road.deconfliction.queries.case_selectors import case_selectors
from causeway.hub.road.deconfliction.registering import Terms
from causeway.hub.road.deconfliction.words import Way
from causeway.oversight import add_epoch, retire_epoch
from causeway.vocabulary.selectors import SelectorKind
from hub.deconfliction.conftest import Forces, phone


def _new_key(settings: Any, *, retire: int | None = None) -> None:
    keys = settings.CAUSEWAY_EVALUATOR_FOLDER / "keys.json"
    add_epoch(keys, now=timezone.now(), random_bytes=secrets.token_bytes)
    if retire:
        retire_epoch(keys, retire)
    evaluator._in_folder.cache_clear()


def test_a_case_registered_again_meets_under_both_keys_and_is_not_doubled(forces: Forces, settings: Any) -> None:
    case_id = open_case(forces.kent, forces.road.referral())
    named = [each.named for each in case_selectors(forces.kent, case_id).selectors]
    now = timezone.now()
    first = register_selectors(forces.kent, Terms(case_id=case_id), named, Way.CASE, now=now)
    _new_key(settings)
    forces.register(forces.essex, named[0].selector)
    assert forces.met(forces.kent) == []
    again = register_selectors(forces.kent, Terms(case_id=case_id), named, Way.CASE, now=now)
    assert again.interest_ids == first.interest_ids
    (met,) = forces.met(forces.kent)
    assert (met.interest.label, sorted(met.interest.epochs)) == (named[0].label, [1, 2])
    with acting_as(forces.kent):
        assert (Interest.objects.count(), InterestToken.objects.count()) == (2, 4)


def _client(forces: Forces) -> InterestClient:
    issued, _ = forces.road.world.credential(forces.road.force, Scope.REGISTER_INTERESTS)
    transport = httpx.MockTransport(_answer)
    return InterestClient("http://testserver", issued.username, issued.secret, transport=transport)


def _answer(request: httpx.Request) -> httpx.Response:
    """The hub's own answer: Django's client keeps the test's connection open, which a WSGI server would close."""
    answer = Client().generic(
        request.method,
        request.url.raw_path.decode(),
        request.content,
        content_type=request.headers.get("Content-Type", ""),
        headers={"Authorization": request.headers["Authorization"]},
    )
    return httpx.Response(answer.status_code, content=answer.content)


def test_a_forces_own_machine_registers_blinds_anew_and_knows_what_met(
    forces: Forces, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = tmp_path / "book.json"
    lines = [
        BookLine(kind=SelectorKind.PHONE, value=phone(number).value, label=f"N{number}", case_reference="OP-KEEL")
        for number in (1, 2)
    ]
    with _client(forces) as client:
        asked = evaluator.evaluating()
        blinded = blind_lines(lines, asked, asked.commitment().public, secrets.token_bytes)
        write_book(book, client.register(blinded))
        _new_key(settings, retire=1)
        forces.register(forces.essex, phone(2))
        forces.settle()
        assert client.met(read_book(book)) == []
        asked = evaluator.evaluating()
        anew = blind_lines(read_book(book), asked, asked.commitment().public, secrets.token_bytes)
        assert [set(line.tokens) for line in anew] == [{"1", "2"}] * 2
        again = client.register(anew)
        assert [line.interest_id for line in again] == [line.interest_id for line in read_book(book)]
        forces.settle()
        (met,) = client.met(again)
        monkeypatch.setattr("causeway.client.interests.MOST_LISTED", 1)
        assert client.met(again) == [met]
    assert (met.line.value, met.other, met.is_mutual) == (phone(2).value, "Essex Police", True)
    with acting_as(forces.kent):
        assert Interest.objects.count() == 2


@pytest.mark.parametrize("is_first_key_retired", [False, True])
def test_what_lapsed_is_renewed_by_its_newest_token_alone(
    forces: Forces, settings: Any, monkeypatch: pytest.MonkeyPatch, is_first_key_retired: bool
) -> None:
    monkeypatch.setattr(limits, "PER_MEMBER", 3)
    lines = [
        BookLine(kind=SelectorKind.PHONE, value=phone(number).value, label=f"N{number}", case_reference="OP-KEEL")
        for number in range(3)
    ]

    def blinded(some: list[BookLine]) -> list[BookLine]:
        asked = evaluator.evaluating()
        return blind_lines(some, asked, asked.commitment().public, secrets.token_bytes)

    with _client(forces) as client:
        book = client.register(blinded(lines))
    _new_key(settings, retire=1 if is_first_key_retired else None)
    for line in book[:2]:
        withdraw_interest(forces.kent, UUID(line.interest_id), now=timezone.now())
    monkeypatch.setattr("causeway.client.interests.MOST_LISTED", 1)
    with _client(forces) as client:
        renewed = client.register(blinded(book))
    with acting_as(forces.kent):
        assert [asking.selectors for asking in Asking.objects.order_by("asked_at")] == [3, 3]
        rows = InterestToken.objects.order_by("epoch").values_list("interest_id", "epoch")
        held = [[epoch for of, epoch in rows if str(of) == line.interest_id] for line in renewed]
    assert held == [[2], [2], [1, 2]]
    assert renewed[2].interest_id == book[2].interest_id
    assert {line.interest_id for line in renewed[:2]}.isdisjoint(line.interest_id for line in book)


def test_faults_of_book_and_hub_are_said(forces: Forces, tmp_path: Path) -> None:
    book = tmp_path / "book.json"
    assert read_book(book) == []
    write_book(book, [])
    assert book.stat().st_mode & 0o077 == 0
    book.write_text('{"format": "another"}')
    with pytest.raises(BookUnusable, match="no book"):
        read_book(book)
    book.chmod(0o644)
    with pytest.raises(BookUnusable, match="chmod"):
        read_book(book)
    line = BookLine(kind=SelectorKind.PHONE, value="+1", label="N", case_reference="", tokens={"1": "00" * 64})
    with _client(forces) as client, pytest.raises(HubRefused, match="case"):
        client.register([line])
