"""What the worker does for the steps below it: sending what is owed, telling of clocks, dropping what was not finished.

They cannot register by themselves, for the worker stands above them.
"""

from datetime import datetime
from functools import partial
from typing import Any

from django.db.models import QuerySet

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.clocks.commands.run_clocks import run_clocks
from causeway.hub.base.clocks.keeping import ClockFact, ClockKind
from causeway.hub.base.clocks.marking import clocks_to_tell_of
from causeway.hub.base.contacts.commands.remind import remind_of_points
from causeway.hub.base.ledger.taking_up import MOST_AT_ONCE, parked, take_up_parked
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.notices.commands.send_due import CHANNELS, due_notices, send_due
from causeway.hub.base.organisations.commands.warn_of_ends import warn_of_ends
from causeway.hub.base.organisations.languages import in_own_language
from causeway.hub.base.organisations.queries.directory import mailboxes_of
from causeway.hub.base.organisations.queries.on_duty import addresses_of
from causeway.hub.knowledge.banks.commands.find_deciders import find_deciders
from causeway.hub.knowledge.banks.commands.follow_agreements import follow_agreements
from causeway.hub.knowledge.banks.commands.keep_banks import (
    end_lapsed_subscriptions,
    expire_signals,
    others_subscriptions,
    signals_past_their_end,
)
from causeway.hub.knowledge.banks.commands.put_to_curator import doubts_to_take_up, take_up_doubts
from causeway.hub.knowledge.banks.commands.receive_appeal import received_appeals, sort_appeals
from causeway.hub.knowledge.banks.commands.renew_signals import signals_to_tell_of, tell_of_ends
from causeway.hub.knowledge.banks.commands.tell_of_changes import changes_to_tell_of, tell_of_changes
from causeway.hub.knowledge.banks.commands.tell_of_votes import tell_of_votes, votes_to_tell_of
from causeway.hub.knowledge.capability.commands.remind import remind_of_steps
from causeway.hub.knowledge.playbooks.commands.tell_of_shipped import tell_of_shipped
from causeway.hub.knowledge.training.commands.keep import count_for_desks, warn_of_expiry
from causeway.hub.knowledge.training.commands.keep_evidence import erase_old_evidence, seal_old_evidence
from causeway.hub.road.candidates.commands.keep_candidates import erase_old_candidates
from causeway.hub.road.candidates.commands.tell_of_pressing import pressing_candidates, tell_of_pressing
from causeway.hub.road.candidates.commands.tell_of_stuck import tell_of_stuck
from causeway.hub.road.clusters.commands.wear_out import wear_out, worn_out
from causeway.hub.road.intake.commands.drop_report import expire_unfinished, overdue_reports
from causeway.hub.road.queues.clock_gathering import tell_of_lines
from causeway.hub.road.queues.clock_telling import telling_of, usual_words
from causeway.hub.road.queues.working.claiming import owed_to_itself
from causeway.hub.road.queues.working.faults import going_on
from causeway.hub.road.queues.working.ticking import SELDOM, leave_to_hands, on_tick
from causeway.hub.road.referrals.commands.look_for_children import look_for_children
from causeway.hub.road.routes.queries.hand_overs import awaits_answer_of
from causeway.vocabulary.organisations import Role


def _send_by(channel: str) -> None:
    """Apart from the other channels too: a webhook's slow server must not hold up anybody's mail."""

    def owed(actor: Actor, now: datetime) -> QuerySet[Any]:
        return due_notices(actor.organisation_id, channel, now)

    on_tick(f"notices that are due by {channel}", owed=owed, apart=True)(partial(send_due, channels=(channel,)))


for _channel in CHANNELS:
    _send_by(_channel)


def _parked(actor: Actor, now: datetime) -> QuerySet[Any]:
    return parked(actor.organisation_id, due_by=now)


def _clocks(actor: Actor, now: datetime) -> QuerySet[Any]:
    del actor
    return clocks_to_tell_of(now)


@on_tick("entries that were parked", owed=_parked)
def take_up(actor: Actor, now: datetime) -> int:
    """Try again what a follower failed on."""
    return take_up_parked(actor, now, acting_as, limit=MOST_AT_ONCE).done


@on_tick("unfinished reports that expire", owed=overdue_reports)
def drop_unfinished(actor: Actor, now: datetime) -> int:
    """Drop reports that were opened and never finished, a hundred at a time."""
    if not may(actor, Permission.SEND_REFERRAL):
        return 0
    dropped = 0
    while count := expire_unfinished(actor, now):
        dropped += count
    return dropped


@on_tick("agreements that run out", every=SELDOM)
def warn_of_agreements(actor: Actor, now: datetime) -> int:
    """Warn the organisation before an agreement of its ends."""
    return warn_of_ends(actor, now)


@on_tick("contact points to confirm", every=SELDOM)
def ask_to_confirm(actor: Actor, now: datetime) -> int:
    """Ask the organisation whether its contact points are still right."""
    return remind_of_points(actor, now)


@on_tick("next steps of capabilities, and shipped playbooks that changed", every=SELDOM)
def remind_of_practice(actor: Actor, now: datetime) -> int:
    """Remind whoever sees to a next step, and tell of a new version of what ships."""
    return remind_of_steps(actor, now) + tell_of_shipped(actor, now)


@on_tick("files of certificates", every=SELDOM)
def keep_files_of_certificates(actor: Actor, now: datetime) -> int:
    """Seal what lies in the database still, and erase what nothing depends on any more."""
    return seal_old_evidence(actor) + erase_old_evidence(actor, now)


@on_tick("certificates that expire, and counts of training", every=SELDOM)
def keep_training(actor: Actor, now: datetime) -> int:
    """Warn of certificates that expire soon, and count for the desk about once a day."""
    return warn_of_expiry(actor, now) + count_for_desks(actor, now)


@on_tick("candidates whose time is over", every=SELDOM)
def erase_candidates(actor: Actor, now: datetime) -> int:
    """Erase what nobody decided on in time and what was dismissed, as the service has set it."""
    return erase_old_candidates(actor, now) if may(actor, Permission.KEEP_CANDIDATES) else 0


@on_tick("identifiers that so many share that they link nothing", owed=worn_out)
def let_selectors_wear_out(actor: Actor, now: datetime) -> int:
    """Let what such an identifier linked before count no more, one identifier after another; one that cannot be
    settled holds up none of the others.
    """
    with acting_as(actor):
        worn_ids = list(worn_out(actor, now).values_list("id", flat=True))
    settled = 0
    for worn_id in worn_ids:
        with going_on("Letting an identifier wear out"):
            settled += wear_out(actor, worn_id, now)
    return settled


leave_to_hands("files of candidates to compare", owed_to_itself)


@on_tick("pressing candidates", owed=pressing_candidates)
def tell_of_pressing_candidates(actor: Actor, now: datetime) -> int:
    """Tell a service's reviewers of what is imminent while nobody works on it."""
    return tell_of_pressing(actor, now) if may(actor, Permission.KEEP_CANDIDATES) else 0


@on_tick("candidates that nobody may decide", every=SELDOM)
def tell_of_stuck_candidates(actor: Actor, now: datetime) -> int:
    """Ask for one more person at a service's desk."""
    return tell_of_stuck(actor, now) if may(actor, Permission.KEEP_CANDIDATES) else 0


@on_tick("signals that expire", owed=signals_past_their_end)
def let_signals_expire(actor: Actor, now: datetime) -> int:
    """Let signals come to their end."""
    return expire_signals(actor, now)


@on_tick("signals that may name a child", owed=doubts_to_take_up)
def take_out_what_may_name_a_child(actor: Actor, now: datetime) -> int:
    """Take it out of use, and tell the curator."""
    return take_up_doubts(actor, now)


@on_tick("signals looked through for children", every=SELDOM)
def look_through_signals(actor: Actor, now: datetime) -> int:
    """Find what nothing else has led to: a referral that came while a signal was being added."""
    del now
    return look_for_children(actor)


@on_tick("votes that decided", owed=votes_to_tell_of)
def tell_of_what_votes_decided(actor: Actor, now: datetime) -> int:
    """Tell all who share a bank what votes brought about in it."""
    return tell_of_votes(actor, now)


@on_tick("appeals that came in", owed=received_appeals)
def sort_what_came_in(actor: Actor, now: datetime) -> int:
    """Bring appeals to the desks that they concern."""
    return sort_appeals(actor, now)


@on_tick("appeals that nobody may decide", every=SELDOM)
def find_deciders_of_appeals(actor: Actor, now: datetime) -> int:
    """Tell whoever can find somebody."""
    return find_deciders(actor, now)


@on_tick("signals that end soon", owed=signals_to_tell_of, every=SELDOM)
def tell_of_signals_that_end(actor: Actor, now: datetime) -> int:
    """Tell whoever added them, in time to renew them."""
    return tell_of_ends(actor, now)


@on_tick("subscriptions to banks that end", owed=others_subscriptions)
def end_subscriptions(actor: Actor, now: datetime) -> int:
    """End what rests on an agreement that is no longer in force, and tell anew what another lets be told."""
    return end_lapsed_subscriptions(actor, now) + follow_agreements(actor, now)


@on_tick("changes of banks to tell of", owed=changes_to_tell_of)
def tell_of_banks(actor: Actor, now: datetime) -> int:
    """Tell of changes that must be acknowledged."""
    return tell_of_changes(actor, now)


@on_tick("clocks that run out", owed=_clocks)
@in_own_language
def tell_of_clocks(actor: Actor, now: datetime) -> int:
    """Tell the organisation's mailbox that a deadline is near, and its supervisors too once it has passed. Of a queue
    the duty officers are told in the mailbox's place, where there are any, and of many lines together. Of changes of
    signals one mail a day tells, however many clocks run.
    """

    def warn(clock: ClockFact) -> None:
        # Of a hand-over only who must answer is reminded; the others are told once the answer is late.
        if clock.kind is not ClockKind.HAND_OVER or awaits_answer_of(clock.subject_id, actor.organisation_id):
            _tell(actor, clock, is_climbing=False)

    def escalate(clock: ClockFact) -> None:
        _tell(actor, clock, is_climbing=True)

    told = tell_of_lines(actor, now)
    silent = run_clocks(actor, now, kinds=[ClockKind.SIGNAL_CHANGES])
    run = run_clocks(actor, now, kinds=_TOLD_ONE_BY_ONE, warn=warn, escalate=escalate)
    return told + sum(len(each.warned) + len(each.escalated) for each in (silent, run))


_TOLD_ONE_BY_ONE = frozenset(ClockKind) - {ClockKind.QUEUE, ClockKind.SIGNAL_CHANGES}


def _tell(actor: Actor, clock: ClockFact, *, is_climbing: bool) -> None:
    first = mailboxes_of({actor.organisation_id})[actor.organisation_id]
    above = addresses_of([Role.SUPERVISOR]) if is_climbing else []
    told = (telling_of(clock.kind) or usual_words)(clock, is_climbing)
    for address in dict.fromkeys([first, *told.addresses, *above]):
        owe_mail(actor.organisation_id, address, told.subject, told.body, clock.subject_id)
