"""What safeguarding notices set going at the other end: the body's own clock and mail, and the teller's clock. And what
is added to a referral makes its case look again at which steps apply.
"""

from collections.abc import Sequence

from django.conf import settings
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.clocks.keeping import ClockKind, start_clock, stop_clock
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact, follows, follows_together
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.languages import in_own_language
from causeway.hub.base.organisations.queries.directory import mailboxes_of
from causeway.hub.base.organisations.queries.lookup import listing_by_id
from causeway.hub.base.organisations.queries.people import address_of_member
from causeway.hub.road.cases.commands.follow_playbook import look_again
from causeway.hub.road.cases.models import Safeguarding
from causeway.hub.road.cases.queries.case_facts import facts_of_case
from causeway.hub.road.cases.queries.finding import case_of, case_row, in_open_cases
from causeway.hub.road.evidence.match_mail import changed_match_mail
from causeway.hub.road.referrals.queries.facts import facts_of


@follows(Act.SAFEGUARDING_TOLD)
@in_own_language
def start_the_bodys_clock(actor: Actor, entry: EntryFact) -> None:
    """The body that was told gets its own clock, and a mail to its mailbox that holds nothing of the child."""
    notice = Safeguarding.objects.filter(id=entry.subjects[0], body_id=actor.organisation_id).first()
    if notice is None:
        return
    allowance = notice.due_at - notice.told_at
    start_clock(notice.id, ClockKind.SAFEGUARDING, allowance, started_at=notice.told_at)
    _mail(actor, notice, _("A safeguarding notice waits for you"), _("Please open it and say who has taken it on."))


@follows(Act.SAFEGUARDING_ACKNOWLEDGED)
@in_own_language
def stop_the_tellers_clock(actor: Actor, entry: EntryFact) -> None:
    """Whoever told need not wait any longer."""
    notice = Safeguarding.objects.filter(id=entry.subjects[0], teller_id=actor.organisation_id).first()
    if notice is None:
        return
    stop_clock(notice.id, ClockKind.SAFEGUARDING, at=entry.at)
    _mail(actor, notice, _("A safeguarding notice was acknowledged"), _("The body that you told has taken it on."))


@follows_together(Act.REFERRAL_CLEARED)
def look_again_at_its_case(actor: Actor, entries: Sequence[EntryFact]) -> None:
    """A referral that was looked at anew brings steps back that a condition had set aside."""
    for referral_id in in_open_cases({entry.subjects[0] for entry in entries}):
        case = case_of(referral_id)
        if case is not None and case.closed_at is None:
            look_again(actor, case_row(case.id, must_be_open=True), facts_of_case(case.id))


@follows(Act.MATCH_CHANGED)
@in_own_language
def tell_the_lead_of_a_changed_match(actor: Actor, entry: EntryFact) -> None:
    """Whoever leads the case hears that a signal behind a match of one of its referrals changed."""
    referral_id, own = entry.subjects[0], actor.organisation_id
    case = case_of(referral_id)
    if case is not None and case.closed_at is None:
        to = address_of_member(case.lead_id) or mailboxes_of({own})[own]
        owe_mail(own, to, *changed_match_mail(facts_of([referral_id])[referral_id].reference, referral_id), referral_id)


def _mail(actor: Actor, notice: Safeguarding, subject: str, text: str) -> None:
    own = listing_by_id(actor.organisation_id)
    if own is not None:
        address = f"{settings.BASE_URL}/safeguarding/{notice.id}/"
        owe_mail(actor.organisation_id, own.mailbox, subject, f"{text}\n\n{address}\n", about_id=notice.id)
