"""Voting on a signal. Whoever votes has not seen how others did; afterwards they may."""

from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, NotPermitted
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import SHORT_REASON_CHARACTERS, given_reason
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.knowledge.banks.changing import change_signal, locked_signal, refuse_if_over
from causeway.hub.knowledge.banks.models import Ballot, ChangeKind, Signal, Vote
from causeway.hub.knowledge.banks.models.signal import BY_VOTES
from causeway.hub.knowledge.banks.passing import passing_now
from causeway.hub.knowledge.banks.standing import CastVote, Tally, Verdict, tally_of

_LOGGED = {
    Tally.CONFIRMED: ChangeKind.CONFIRMED,
    Tally.DISPUTED: ChangeKind.DISPUTED,
    Tally.UNCONFIRMED: ChangeKind.RESTORED,
}
"""What is logged when the tally comes to this; back to unconfirmed it comes when the last dispute is taken back."""


@command(Permission.VOTE_SIGNALS)
def vote(actor: Actor, signal_id: UUID, verdict: Verdict, reason: str = "") -> Tally:
    """Cast a vote, or another in its place, and give what all votes now come to. An equal one changes nothing.

    Raises:
        NotFound: the actor's organisation sees no such signal.
        NotPermitted: no person acts, or it is the one who added the signal, or its value does not pass to the actor's
            organisation.
        Conflict: the bank is not shared, or the signal is no longer in use.
        Invalid: a dispute without a reason.
    """
    signal, reason = locked_signal(signal_id), reason.strip()
    member_id = _voter(actor, signal)
    refuse_if_over(signal)
    if not signal.bank.is_shared:
        raise Conflict(_("Nobody votes in a bank that is not shared."))
    if reason or verdict is Verdict.DISPUTE:
        missing = _("Say why, in no more than 500 characters.")
        reason = given_reason(reason, most=SHORT_REASON_CHARACTERS, missing=missing)
    if _has_said_so(signal, member_id, verdict, reason):
        return Tally(signal.tally)
    now = timezone.now()
    # Before the vote itself: it is what lets a member see votes, their own among them.
    Ballot.objects.bulk_create(
        [Ballot(signal=signal, organisation_id=actor.organisation_id, member_id=member_id)], ignore_conflicts=True
    )
    Vote(
        bank_id=signal.bank_id,
        signal=signal,
        organisation_id=actor.organisation_id,
        member_id=member_id,
        verdict=verdict.value,
        reason=reason,
        at=now,
    ).save(force_insert=True)
    enter(Act.SIGNAL_VOTED, subjects=[signal.id])
    return _count(signal)


def _voter(actor: Actor, signal: Signal) -> UUID:
    if actor.member_id is None:
        raise NotPermitted(_("A person votes, not a program."))
    if actor.member_id == signal.member_id:
        raise NotPermitted(_("You added this signal; others judge it."))
    if not passing_now().lets_see(signal):
        raise NotPermitted(_("Your organisation is not told this value; others judge it."))
    return actor.member_id


def _has_said_so(signal: Signal, member_id: UUID, verdict: Verdict, reason: str) -> bool:
    latest = Vote.objects.filter(signal=signal, member_id=member_id).order_by("-at", "-id").first()
    return latest is not None and (latest.verdict, latest.reason) == (verdict.value, reason)


def _count(signal: Signal) -> Tally:
    """Settle what the votes come to, and log it where that has changed."""
    votes = [
        CastVote(member_id=row.member_id, organisation_id=row.organisation_id, verdict=Verdict(row.verdict), at=row.at)
        for row in Vote.objects.filter(signal=signal)
    ]
    tally = tally_of(votes)
    if tally.value != signal.tally:
        # A dispute that is taken back brings nothing into use again while something else holds the signal up.
        is_held_up = bool(signal.appeal) or signal.doubted_at is not None
        kind = None if tally is Tally.UNCONFIRMED and is_held_up else _LOGGED[tally]
        signal.tally = tally.value
        # An entry of the voter's would say how they voted: the curator's program enters what the votes came to.
        change_signal(signal, kind, now=timezone.now(), fields=["tally"], reason=BY_VOTES)
    return tally
