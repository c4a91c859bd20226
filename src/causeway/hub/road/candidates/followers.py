"""What the desk takes from the ledger: that a candidate's referral was sent, in what time it has to be, and when a
check may come.
"""

import secrets
from collections.abc import Sequence

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.clocks.keeping import ClockKind, move_clock, stop_clock, with_running_clock
from causeway.hub.base.clocks.queries.rules import is_set_by
from causeway.hub.base.clocks.terms import terms_for
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact, follows, follows_together
from causeway.hub.road.candidates.commands.place_check import place_check
from causeway.hub.road.candidates.dealing import dealt_with_under
from causeway.hub.road.candidates.models import Candidate, Judgement
from causeway.hub.road.candidates.ordering import REPORT_DUTIES, Rule
from causeway.hub.road.candidates.settings import settings_of_desk
from causeway.timing import Duty
from causeway.vocabulary.candidates import Decision

_chance = secrets.SystemRandom()


@follows_together(Act.REFERRAL_ACCEPTED)
def note_that_it_was_sent(actor: Actor, entries: Sequence[EntryFact]) -> None:
    """A candidate's identifier is its referral's."""
    del actor
    sent_at = {entry.subjects[0]: entry.at for entry in reversed(entries)}
    for candidate in Candidate.objects.filter(id__in=list(sent_at), sent_at=None).only("id"):
        Candidate.objects.filter(id=candidate.id, sent_at=None).update(sent_at=sent_at[candidate.id])


@follows(Act.CANDIDATE_SETTLED)
def time_what_is_to_be_sent(actor: Actor, entry: EntryFact) -> None:
    """Where law says how soon a service sends what it decided on, a clock runs from the decision. One referral has one
    clock, and the most pressing of all that it deals with sets it, also of what is dealt with under it afterwards.
    """
    to_send = Candidate.objects.filter(decision=Decision.REFER.value, sent_at=None)
    row = to_send.filter(id=entry.subjects[0]).first()
    if row is not None and row.dealt_with_under_id is not None:
        row = to_send.filter(id=row.dealt_with_under_id).first()
    if row is None or row.decided_at is None or not is_set_by(actor, Duty.REPORT_PRIORITY_1):
        return
    is_urgent = Judgement.objects.filter(candidate=row, turn=row.turn, is_urgent=True).exists()
    rules = [Rule(one.rule) for one in (row, *dealt_with_under(row.id))]
    duties = [REPORT_DUTIES.get(rule, Duty.REPORT_PRIORITY_3) for rule in rules]
    duty = Duty.REPORT_PRIORITY_1 if is_urgent else min(duties)
    move_clock(row.id, ClockKind.REPORT, terms_for(actor, duty, at=row.decided_at), started_at=row.decided_at)


@follows_together(Act.REFERRAL_ACCEPTED, Act.CANDIDATE_CORRECTED, Act.CANDIDATE_REOPENED, Act.CANDIDATE_ERASED)
def stop_timing_what_was_sent(actor: Actor, entries: Sequence[EntryFact]) -> None:
    """It was sent, or is not to be sent for now."""
    del actor
    running = with_running_clock({entry.subjects[0] for entry in entries}, ClockKind.REPORT)
    for entry in entries:
        if entry.subjects[0] in running:
            stop_clock(entry.subjects[0], ClockKind.REPORT, at=entry.at)


@follows(Act.CANDIDATE_TAKEN)
def place_a_check_by_chance(actor: Actor, entry: EntryFact) -> None:
    """So many checks come with a hundred candidates that are taken on, at moments that nobody can foresee."""
    if may(actor, Permission.KEEP_CANDIDATES) and _chance.random() * 100 < settings_of_desk().checks_percent:
        place_check(actor, timezone.now())
