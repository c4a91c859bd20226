"""A service's desk for tests: its people, a bank that it shares, and harmless candidates."""

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor, Scope
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.base.vault.sealing import write_sealed
from causeway.hub.road.candidates.commands.judge_candidate import NewJudgement, judge_candidate
from causeway.hub.road.candidates.commands.receive_candidate import NewFile, Received, receive_candidate
from causeway.hub.road.candidates.commands.take_candidate import take_candidate
from causeway.hub.road.candidates.models import Candidate as CandidateRow
from causeway.hub.road.candidates.settling import Standing
from causeway.matching import ExactDigester
from causeway.vocabulary.candidates import (
    AccountWarning,
    Candidate,
    CandidateSource,
    Decision,
    ScreenedUpload,
    WarningReason,
)
from causeway.vocabulary.findings import MediaDigests
from causeway.vocabulary.organisations import Category, Role
from causeway.vocabulary.referral import Account, Concern, EventKind, IpEvent, Party, PartyRole
from causeway.vocabulary.screening import UploadHit
from causeway.vocabulary.signals import SignalKind, SignalState
from hub.banks.sharing import SharedBank, shared_bank
from hub.conftest import SmallWorld

KNOB = b"a drawn door knob" * 100
UPLOADED = datetime(2026, 5, 1, 9, 30, tzinfo=UTC)


def digests(data: bytes) -> MediaDigests:
    """The exact digests of some bytes."""
    digester = ExactDigester()
    digester.update(data)
    found = digester.finish()
    return MediaDigests(
        sha256=found.sha256,
        md5=found.md5,
        sha1=found.sha1,
        size_bytes=found.size_bytes,
        media_type=found.media_type,
    )


def holder(handle: str = "knob.seller") -> Party:
    """The holder of an account, with the address from which it signed in."""
    return Party(
        role=PartyRole.SUBJECT,
        accounts=(Account(service="Bridge Photos", identifier=f"id-{handle}", handle=handle),),
        ip_events=(IpEvent(address="192.0.2.7", port=51234, at=UPLOADED, kind=EventKind.LOGIN),),
    )


def screened(
    signal_id: UUID | str,
    *,
    data: bytes = KNOB,
    state: SignalState = SignalState.CONFIRMED,
    handle: str = "knob.seller",
) -> Candidate:
    """An upload that matches a signal."""
    hit = UploadHit(
        kind=SignalKind.SHA256,
        value=hashlib.sha256(data).hexdigest(),
        reference=str(signal_id),
        organisation="Causeway Desk",
        state=state,
        category=None,
        confidence=80,
        expires_at=None,
        distance_bits=0,
    )
    event = IpEvent(address="192.0.2.9", port=40001, at=UPLOADED, kind=EventKind.UPLOAD)
    upload = ScreenedUpload(
        digests=digests(data), hits=(hit,), name="knob.jpg", uploaded_at=UPLOADED, upload_event=event
    )
    return Candidate(
        source=CandidateSource.SCREENING,
        at=timezone.now(),
        reference="upload-17",
        platform="Bridge Photos",
        holder=holder(handle),
        upload=upload,
    )


def warned(*, score: float = 2.0, handle: str = "toll.keeper", **changes: Any) -> Candidate:
    """An account of which early warning warns."""
    warning = AccountWarning(
        trigger="threshold",
        score=score,
        reasons=(
            WarningReason(id="prior", amount=-4.0),
            WarningReason(id="gifts", amount=score + 4.0, stage="trust_building", reason="Sent gifts: 9"),
        ),
        stages=("trust_building",),
    )
    return Candidate(
        source=CandidateSource.EARLY_WARNING,
        at=timezone.now(),
        platform="Bridge Photos",
        holder=holder(handle),
        warning=changes.get("warning", warning),
    )


def reported(seen: str = "A picture of a door knob was sent again and again.", handle: str = "latch.user") -> Candidate:
    """What somebody saw."""
    return Candidate(source=CandidateSource.USER_REPORT, at=timezone.now(), seen=seen, holder=holder(handle))


@dataclass
class Desk:
    """A service, its people, and the bank that it shares with the desk and a force."""

    world: SmallWorld
    bank: SharedBank
    service: Organisation
    program: Actor
    username: str
    secret: str
    first: Actor
    second: Actor
    supervisor: Actor
    known: UUID = field(init=False)

    def __post_init__(self) -> None:
        self.known = self.bank.add(hashlib.sha256(KNOB).hexdigest())

    def receive(self, candidate: Candidate, *data: bytes) -> Received:
        """A candidate by the program, with files."""
        files = tuple(NewFile(written=write_sealed([one]), name="knob.jpg") for one in data)
        return receive_candidate(self.program, candidate, files)

    def row(self, candidate_id: UUID) -> CandidateRow:
        """As the service's program sees it."""
        with acting_as(self.program):
            return CandidateRow.objects.get(id=candidate_id)

    def grow(self) -> None:
        """Let ten more people review here, so that totals over all of them are told."""
        for number in range(10):
            self.world.member(self.service, Role.REVIEWER, name=f"Reviewer {number}")

    def judge(
        self, by: Actor, candidate_id: UUID, decision: Decision, reason: str = "It shows a door knob.", **more: Any
    ) -> Standing:
        """Take it on and decide."""
        take_candidate(by, candidate_id)
        concern = Concern.SEXUAL_ABUSE_MATERIAL if decision is Decision.REFER else None
        return judge_candidate(
            by, candidate_id, NewJudgement(decision=decision, reason=reason, concern=concern, **more)
        )


def desk_of(world: SmallWorld) -> Desk:
    """The desk of a service that may send referrals."""
    bank = shared_bank(world)
    world.agree(bank.service, world.desk, Category.REFERRAL)
    issued, program = world.credential(bank.service, Scope.SEND_CANDIDATES)
    return Desk(
        world=world,
        bank=bank,
        service=bank.service,
        program=program,
        username=issued.username,
        secret=issued.secret,
        first=world.member(bank.service, Role.REVIEWER, name="Robin Holt"),
        second=world.member(bank.service, Role.REVIEWER, name="Sana Quill"),
        supervisor=world.member(bank.service, Role.SUPERVISOR, name="Ada Keeper"),
    )
