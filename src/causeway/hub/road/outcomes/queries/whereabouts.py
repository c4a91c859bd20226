"""Where a referral is, as its sender may know: how far it came along the road, never which force or whose desk."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.road.outcomes.queries.feedback import GivenFeedback, feedback_of
from causeway.hub.road.referrals.queries.told import told


class Stage(StrEnum):
    """How far a referral came."""

    RECEIVED = "received"
    WITH_DESK = "with_desk"
    WITH_FORCE = "with_force"
    FEEDBACK = "feedback"


_AT_DESK = frozenset({Act.REFERRAL_CLEARED, Act.QUESTION_ASKED, Act.REFERRAL_WITH_FORCE})
_AT_FORCE = frozenset({Act.REFERRAL_WITH_FORCE})


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One stage, and when it was reached; None while it lies ahead."""

    stage: Stage
    reached_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Whereabouts:
    """Where one referral is, step by step, and what its sender was told."""

    referral_id: UUID
    reference: str
    sender_reference: str
    steps: tuple[Step, ...]
    feedback: tuple[GivenFeedback, ...]

    @property
    def stage(self) -> Stage:
        """The furthest stage reached."""
        return [step.stage for step in self.steps if step.reached_at][-1]


@query(Permission.READ_FEEDBACK)
def whereabouts(actor: Actor, referral_id: UUID) -> Whereabouts:
    """Where one of the actor's organisation's own referrals is; derived, for no referral has a status.

    Raises:
        NotFound: the organisation has sent no such referral.
    """
    referral = told(referral_id)
    if referral.sender_id != actor.organisation_id:
        raise NotFound(_("There is no such referral."))
    given = feedback_of(actor, referral_id)
    entries = timeline_of(referral_id, acts=_AT_DESK)
    at_force = min((entry.at for entry in entries if entry.act in _AT_FORCE), default=None)
    at_desk = min((entry.at for entry in entries if entry.act in _AT_DESK), default=None)
    first_word = min((item.given_at for item in given), default=None)
    # Who was told something was with a force before, whether or not that entry is the sender's to see.
    at_force = at_force or first_word
    at_desk = at_desk or at_force
    return Whereabouts(
        referral_id=referral_id,
        reference=referral.reference,
        sender_reference=referral.referral.sender_reference or "",
        steps=(
            Step(stage=Stage.RECEIVED, reached_at=referral.received_at),
            Step(stage=Stage.WITH_DESK, reached_at=at_desk),
            Step(stage=Stage.WITH_FORCE, reached_at=at_force),
            Step(stage=Stage.FEEDBACK, reached_at=first_word),
        ),
        feedback=tuple(given),
    )
