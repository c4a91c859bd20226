"""A file that somebody puts up is compared with lists by the worker, near ones too; what is found stands at the
candidate and goes into its referral.
"""

import base64
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.models import Entry
from causeway.hub.base.rows.documents import to_document
from causeway.hub.base.vault.opening import erase
from causeway.hub.knowledge.banks.commands.add_signals import NewSignal, add_signals
from causeway.hub.knowledge.banks.commands.curate import withdraw_signal
from causeway.hub.knowledge.banks.commands.keep_bank import found_bank
from causeway.hub.knowledge.banks.models import Opinion
from causeway.hub.road.candidates.commands.keep_candidates import erase_old_candidates
from causeway.hub.road.candidates.commands.keep_check import keep_check
from causeway.hub.road.candidates.commands.place_check import place_check
from causeway.hub.road.candidates.comparing import compared_of
from causeway.hub.road.candidates.models import Candidate, CandidateFile, PlacedCheck
from causeway.hub.road.candidates.ordering import Rule
from causeway.hub.road.intake.queries.drafts import draft
from causeway.hub.road.queues.clearing.stages import Tools
from causeway.hub.road.queues.models import Work
from causeway.hub.road.queues.working.labour import Hands, Pieces
from causeway.hub.road.queues.working.worker import Worker, run_until_idle
from causeway.matching import digest_file
from causeway.vocabulary.candidates import Decision
from causeway.vocabulary.findings import MediaDigests
from causeway.vocabulary.screening import FaultCode, ScreeningFault
from causeway.vocabulary.signals import NOT_PROOF, SignalKind
from hub.candidates.desk_world import KNOB, Desk, reported, screened
from hub.desk_at_work import picture, tools_at_work
from hub.organisations.signing_in import client_of

BRIDGE = picture(1)
LOOKS = digest_file(BRIDGE)
assert LOOKS.pdq is not None
NEAR, FAR = (f"{int(LOOKS.pdq, 16) ^ ((1 << bits) - 1):064x}" for bits in (31, 32))
CUT_SHORT = BRIDGE[: len(BRIDGE) // 8]


def _worker(desk: Desk) -> Worker:
    return Worker(Hands(tools_at_work()))


def _work(desk: Desk) -> None:
    run_until_idle(timezone.now(), worker=_worker(desk))


def _put_up(by: Actor, *files: bytes) -> UUID:
    """By hand, with a photo; gives the candidate."""
    photos = [SimpleUploadedFile(f"bridge{place}.jpg", data) for place, data in enumerate(files)]
    form = {"seen": "A picture of a bridge was sent again and again.", "handle": "latch.user", "files": photos}
    answer = client_of(by).post(reverse("candidates:report"), form)
    assert answer.status_code == 302, answer.content
    with acting_as(by):
        return Candidate.objects.latest("received_at").id


def _page(by: Actor, candidate_id: UUID) -> str:
    return client_of(by).get(reverse("candidates:candidate", args=[candidate_id])).content.decode()


def _file(desk: Desk, candidate_id: UUID) -> CandidateFile:
    with acting_as(desk.program):
        return CandidateFile.objects.get(candidate_id=candidate_id)


def _notes(by: Actor, candidate_id: UUID) -> str:
    """What the draft says of its one file."""
    (file,) = draft(by, candidate_id).files
    return file.attachment.notes or ""


def test_a_picture_put_up_by_hand_is_matched_near_and_told_in_its_referral(desk: Desk) -> None:
    near, far = (desk.bank.add(value, SignalKind.PDQ) for value in (NEAR, FAR))
    candidate_id = _put_up(desk.first, BRIDGE)
    before = _page(desk.first, candidate_id)
    assert "Being compared with lists" in before
    assert str(near) not in before
    _work(desk)
    page = _page(desk.first, candidate_id)
    assert "31 of 256 bits differ" in page
    assert ">A</td>" in page
    assert "A signal is never proof." in page
    assert "Matches 1 listed signal," in page
    assert "Files of a candidate compared with lists" in page
    assert (str(near) in page, str(far) in page) == (True, False)
    desk.judge(desk.first, candidate_id, Decision.REFER)
    notes = _notes(desk.first, candidate_id)
    assert "PDQ at 31 bits: listed by Causeway Desk" in notes
    assert NOT_PROOF in notes
    assert "category A." in notes
    (file,) = draft(desk.first, candidate_id).files
    assert ("PDQ", LOOKS.pdq) in {(one.kind, one.value) for one in file.attachment.stated_digests}
    with acting_as(desk.first):
        assert list(Opinion.objects.values_list("signal_id", "kind")) == [(near, "seen_again")]


def test_what_the_service_does_not_share_is_not_matched(desk: Desk) -> None:
    private = found_bank(desk.bank.curator, name="Own", description="Pictures of bridges")
    add_signals(desk.bank.curator, private, [NewSignal(kind=SignalKind.PDQ, value=NEAR, category="A")])
    candidate_id = _put_up(desk.first, BRIDGE)
    _work(desk)
    assert "Matches 0 listed signals," in _page(desk.first, candidate_id)


def test_what_was_withdrawn_since_says_so(desk: Desk) -> None:
    near = desk.bank.add(NEAR, SignalKind.PDQ)
    candidate_id = _put_up(desk.first, BRIDGE)
    _work(desk)
    withdraw_signal(desk.bank.curator, near, "It shows another bridge.")
    page = _page(desk.first, candidate_id)
    assert "Withdrawn" in page
    assert "When it was compared:" in page


def test_what_cannot_be_decoded_is_said_and_its_digests_are_compared(desk: Desk) -> None:
    candidate_id = _put_up(desk.first, CUT_SHORT)
    desk.bank.add(_file(desk, candidate_id).sha256)
    _work(desk)
    page = _page(desk.first, candidate_id)
    assert "cannot be read as a picture or video" in page
    assert "the same file, bit by bit" in page


@pytest.mark.parametrize(("data", "words"), [(KNOB, "Neither picture nor video")])
def test_what_has_no_looks_says_so(desk: Desk, data: bytes, words: str) -> None:
    candidate_id = _put_up(desk.first, data)
    _work(desk)
    assert words in _page(desk.first, candidate_id)


def test_a_decision_waits_for_no_comparison_and_its_referral_says_so(desk: Desk) -> None:
    desk.bank.add(NEAR, SignalKind.PDQ)
    candidate_id = _put_up(desk.first, BRIDGE)
    client_of(desk.first).post(reverse("candidates:take", args=[candidate_id]))
    assert "A file is still being compared with lists. You can decide now" in _page(desk.first, candidate_id)
    desk.judge(desk.first, candidate_id, Decision.REFER)
    assert "not been compared with lists" in _notes(desk.first, candidate_id)
    _work(desk)
    assert "31 of 256 bits differ" in _page(desk.first, candidate_id)
    with acting_as(desk.first):
        assert not Opinion.objects.exists()  # nobody looked at the match


class Ends:
    """An examiner whose process takes the worker with it, for the first so many files."""

    def __init__(self, times: int) -> None:
        self.left = times

    def examine(self, data: bytes) -> MediaDigests:
        self.left -= 1
        if self.left >= 0:
            raise OSError("the worker ends")
        return digest_file(data)


def test_a_worker_that_ends_leaves_it_owed_and_another_goes_on(desk: Desk) -> None:
    desk.bank.add(NEAR, SignalKind.PDQ)
    candidate_id = _put_up(desk.first, BRIDGE)
    now = timezone.now()
    ending = Hands(Tools(examiner=Ends(1), router=tools_at_work().router))
    run_until_idle(now, worker=Worker(ending))
    assert "Being compared with lists" in _page(desk.first, candidate_id)
    run_until_idle(now + timedelta(minutes=1), worker=_worker(desk))
    assert "31 of 256 bits differ" in _page(desk.first, candidate_id)
    with acting_as(desk.program):
        assert Entry.objects.filter(act="candidate.compared").count() == 1
        assert not Work.objects.exists()


def test_content_that_was_erased_meanwhile_is_said_to_be(desk: Desk) -> None:
    candidate_id = _put_up(desk.first, BRIDGE)
    with acting_as(desk.program):
        erase(_file(desk, candidate_id).sealed_id)  # type: ignore[arg-type]
    _work(desk)
    assert "Erased before its looks could be compared" in _page(desk.first, candidate_id)


def test_of_a_candidate_that_was_erased_nothing_is_left(desk: Desk) -> None:
    _put_up(desk.first, BRIDGE)
    Worker(NeverWorks()).tick(timezone.now())
    assert erase_old_candidates(desk.world.program(desk.service), timezone.now() + timedelta(days=400)) == 1
    _work(desk)
    with acting_as(desk.program):
        assert not Work.objects.exists()
        assert not Entry.objects.filter(act="candidate.compared").exists()


class NeverWorks:
    """Keeps for whom it was asked to work."""

    is_busy = False

    def __init__(self) -> None:
        self.asked: list[set[UUID]] = []

    def see_to(self, desks: Sequence[Actor], now: datetime) -> Pieces:
        del now
        self.asked.append({one.organisation_id for one in desks})
        return Pieces()


def test_hands_work_for_a_service_only_while_it_owes_something(desk: Desk) -> None:
    hands = NeverWorks()
    worker = Worker(hands)
    desk.receive(reported())
    worker.tick(timezone.now())
    worker.tick(timezone.now())
    assert not any(desk.service.id in asked for asked in hands.asked)
    _put_up(desk.first, BRIDGE)
    worker.tick(timezone.now())
    worker.tick(timezone.now())
    assert desk.service.id in hands.asked[-1]
    _work(desk)
    worker.tick(timezone.now() + timedelta(minutes=1))
    worker.tick(timezone.now() + timedelta(minutes=1))
    assert desk.service.id not in hands.asked[-1]


def test_a_program_hears_how_many_are_to_be_compared_and_match(desk: Desk) -> None:
    desk.bank.add(NEAR, SignalKind.PDQ)
    signed = base64.b64encode(f"{desk.username}:{desk.secret}".encode()).decode()
    headers = {"Authorization": f"Basic {signed}"}
    form = {"candidate": json.dumps(to_document(reported())), "files": SimpleUploadedFile("bridge.jpg", BRIDGE)}
    received = Client().post("/api/v1/candidates", form, headers=headers)
    assert received.status_code == 201, received.content

    def told() -> tuple[int, int]:
        found = Client().get(f"/api/v1/candidates/{received.json()['id']}", headers=headers).json()
        return found["files_to_compare"], found["matches"]

    assert told() == (1, 0)
    _work(desk)
    assert told() == (0, 1)


def test_what_could_not_be_screened_moves_up_once_it_matches_and_down_once_that_is_withdrawn(desk: Desk) -> None:
    near = desk.bank.add(NEAR, SignalKind.PDQ)
    told = screened("x")
    assert told.upload is not None
    fault = ScreeningFault(code=FaultCode.LIST_STALE)
    upload = replace(told.upload, digests=None, hits=(), faults=(fault,))
    candidate_id = desk.receive(replace(told, upload=upload), BRIDGE).id
    assert desk.row(candidate_id).rule == Rule.NOT_SCREENED
    _work(desk)
    assert desk.row(candidate_id).rule == Rule.UNCONFIRMED_MATCH
    withdraw_signal(desk.bank.curator, near, "It shows another bridge.")
    _work(desk)
    assert desk.row(candidate_id).rule == Rule.ENDED_MATCH


def test_a_check_is_compared_anew_as_anything_that_comes(desk: Desk) -> None:
    received = desk.receive(screened(desk.known, data=BRIDGE), BRIDGE)
    _work(desk)
    desk.judge(desk.first, received.id, Decision.NOT_HARMFUL)
    keep_check(desk.supervisor, received.id, Decision.NOT_HARMFUL, "It shows a bridge.")
    place_check(desk.world.program(desk.service), timezone.now())
    with acting_as(desk.program):
        copy_id = PlacedCheck.objects.get().candidate_id
    assert _file(desk, copy_id).compared is None
    _work(desk)
    found = compared_of(_file(desk, copy_id))
    assert found is not None
    assert found.digests.pdq == LOOKS.pdq
