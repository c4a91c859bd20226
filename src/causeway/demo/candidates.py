"""A service's desk in the demonstration: what screening, early warning and a user put before its reviewer, and one that
was looked at and is not harmful. Everything listed, counted and seen is invented.
"""

import hashlib
from datetime import timedelta
from typing import Final

from django.utils import timezone

from causeway.demo.setting_up import Cast
from causeway.hub.base.acting.actors import Actor
from causeway.hub.knowledge.banks.queries.banks import banks_of
from causeway.hub.knowledge.banks.queries.signal_list import SignalFilters, SignalLine, signals_page
from causeway.hub.road.candidates.commands.judge_candidate import NewJudgement, judge_candidate
from causeway.hub.road.candidates.commands.receive_candidate import receive_candidate
from causeway.hub.road.candidates.commands.take_candidate import take_candidate
from causeway.vocabulary.candidates import (
    AccountWarning,
    Candidate,
    CandidateSource,
    Decision,
    ScreenedUpload,
    WarningReason,
)
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.referral import Account, EventKind, IpEvent, Party, PartyRole
from causeway.vocabulary.screening import UploadHit
from causeway.vocabulary.signals import SignalKind

_SERVICE: Final = "harbourline"
_REASONS: Final = (
    ("prior", -5.5, "", ""),
    ("minors_met", 3.1, "contact", "Asked 41 accounts of minors for contact in a week"),
    ("refused", 2.2, "contact", "Most of them refused"),
    ("gifts", 1.6, "trust_building", "Sent gifts: 9"),
    ("off_platform", 1.4, "platform_migration", "Asked seven of them to go on elsewhere"),
)


def put_before_reviewers(cast: Cast) -> int:
    """Put candidates on the desk; gives how many. Call it once the shared bank is there."""
    reviewer = cast.person_of(cast.organisations[_SERVICE], Role.REVIEWER).actor
    (bank, *_rest) = [each for each in banks_of(reviewer) if each.is_shared]
    listed, _cursor = signals_page(reviewer, bank.id, SignalFilters(kind=SignalKind.SHA256))
    matches = [_screened(reviewer, signal, number) for number, signal in enumerate(listed[:3], start=1)]
    candidates = [*matches, _warned(reviewer), _reported(reviewer)]
    received = [receive_candidate(reviewer, candidate) for candidate in candidates]
    take_candidate(reviewer, received[0].id)
    judge_candidate(
        reviewer,
        received[0].id,
        NewJudgement(decision=Decision.NOT_HARMFUL, reason="It shows the door knob of our own help pages."),
    )
    return len(received)


def _holder(actor: Actor, handle: str) -> Party:
    identifier = hashlib.sha256(handle.encode()).hexdigest()[:12]
    login = IpEvent(address="192.0.2.71", port=50_071, at=timezone.now() - timedelta(hours=5), kind=EventKind.LOGIN)
    account = Account(service=actor.organisation_name, identifier=identifier, handle=handle)
    return Party(role=PartyRole.SUBJECT, accounts=(account,), ip_events=(login,))


def _screened(actor: Actor, signal: SignalLine, number: int) -> Candidate:
    hit = UploadHit(
        kind=signal.kind,
        value=signal.value,
        reference=str(signal.id),
        organisation=signal.contributor,
        state=signal.state,
        category=None,
        confidence=signal.confidence,
        expires_at=signal.expires_at,
        distance_bits=0,
    )
    at = timezone.now() - timedelta(hours=number)
    return Candidate(
        source=CandidateSource.SCREENING,
        at=at,
        reference=f"upload-{number}",
        platform=actor.organisation_name,
        holder=_holder(actor, "knob.collector" if number > 1 else "help.pages"),
        upload=ScreenedUpload(hits=(hit,), as_of=at, name=f"knob-{number}.jpg", uploaded_at=at),
    )


def _warned(actor: Actor) -> Candidate:
    reasons = tuple(
        WarningReason(id=name, amount=amount, stage=stage, reason=reason) for name, amount, stage, reason in _REASONS
    )
    warning = AccountWarning(
        trigger="threshold",
        score=sum(one.amount for one in reasons),
        reasons=reasons,
        stages=("contact", "trust_building", "platform_migration"),
    )
    return Candidate(
        source=CandidateSource.EARLY_WARNING,
        at=timezone.now() - timedelta(minutes=40),
        platform=actor.organisation_name,
        holder=_holder(actor, "bridge.finder"),
        warning=warning,
    )


def _reported(actor: Actor) -> Candidate:
    return Candidate(
        source=CandidateSource.USER_REPORT,
        at=timezone.now() - timedelta(hours=2),
        seen="A member says that this account asks who is alone at home. Two conversations are named.",
        platform=actor.organisation_name,
        holder=_holder(actor, "knob.collector"),
    )
