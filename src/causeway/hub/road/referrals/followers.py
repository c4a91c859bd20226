"""What questions and answers set going at the other end: the desk passes them on, the sender's clock starts, the
asker's stops, and each is told by mail.
"""

from django.conf import settings
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.clocks.keeping import ClockKind, stand_like, start_clock, stop_clock
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.ledger.following import EntryFact, follows
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.languages import in_own_language
from causeway.hub.base.organisations.queries.directory import mailboxes_of
from causeway.hub.base.organisations.queries.on_duty import addresses_of
from causeway.hub.road.referrals.models import Question, Referral
from causeway.hub.road.referrals.passing_on import askers_of, is_passed_on, marked
from causeway.vocabulary.organisations import Role


@follows(Act.QUESTION_ASKED, Act.QUESTION_PAUSED, Act.QUESTION_RESUMED, Act.DO_NOT_ALERT_ACKNOWLEDGED)
def pass_on_to_the_sender(actor: Actor, entry: EntryFact) -> None:
    """What a force asks or confirms, its desk tells the sender."""
    referral = _at_its_desk(actor, entry)
    if referral is None or entry.organisation_id == actor.organisation_id:
        return
    audience = [referral.sender_id]
    enter(entry.act, subjects=entry.subjects, audience=audience, details=marked(entry), details_audience=audience)


@follows(Act.QUESTION_ANSWERED, Act.REFERRAL_SUPPLEMENTED)
def pass_on_to_whoever_asked(actor: Actor, entry: EntryFact) -> None:
    """What the sender answers or adds, its desk tells the forces that asked."""
    referral = _at_its_desk(actor, entry)
    if referral is None or is_passed_on(entry):
        return
    audience = askers_of(referral.id) - {actor.organisation_id}
    if audience:
        enter(entry.act, subjects=entry.subjects, audience=audience, details=marked(entry), details_audience=audience)


@follows(Act.QUESTION_ASKED)
@in_own_language
def start_the_senders_clock(actor: Actor, entry: EntryFact) -> None:
    """The sender gets its own clock, and a mail to those who answer that holds nothing of the question."""
    question = Question.objects.select_related("referral").filter(id=entry.subjects[1], answered_at=None).first()
    if question is None or question.referral.sender_id != actor.organisation_id:
        return
    if entry.organisation_id != question.referral.desk_id:
        return
    allowance = question.due_at - question.asked_at
    start_clock(question.id, ClockKind.QUESTION, allowance, started_at=question.asked_at)
    reference = {"reference": question.referral.reference}
    subject = _("A question about referral %(reference)s waits for you") % reference
    text = _("A clock runs until you answer.")
    for address in addresses_of([Role.SERVICE_RESPONDER]) or [_mailbox(actor)]:
        _mail(actor, address, question, subject, text, f"/sent/{question.referral_id}/")


@follows(Act.QUESTION_PAUSED, Act.QUESTION_RESUMED)
def let_the_senders_clock_stand(actor: Actor, entry: EntryFact) -> None:
    """The sender's clock stands while the asker's does, and runs on with it."""
    question = Question.objects.select_related("referral").filter(id=entry.subjects[1], answered_at=None).first()
    if question is not None and question.referral.sender_id == actor.organisation_id:
        stand_like(
            question.id,
            ClockKind.QUESTION,
            started_at=question.asked_at,
            due_at=question.due_at,
            paused_at=question.paused_at,
        )


@follows(Act.QUESTION_ANSWERED)
@in_own_language
def stop_the_askers_clock(actor: Actor, entry: EntryFact) -> None:
    """Whoever asked need not wait any longer."""
    question = Question.objects.select_related("referral").filter(id=entry.subjects[1]).first()
    if question is None or not stop_clock(question.id, ClockKind.QUESTION, at=question.answered_at or entry.at):
        return
    subject = _("Your question about referral %(reference)s was answered") % {"reference": question.referral.reference}
    text = _("Open the referral to read the answer.")
    _mail(actor, _mailbox(actor), question, subject, text, f"/referrals/{question.referral_id}/")


def _at_its_desk(actor: Actor, entry: EntryFact) -> Referral | None:
    """The referral that an entry is about, when the follower runs for its desk; others see the entry too."""
    return Referral.objects.filter(id=entry.subjects[0], desk_id=actor.organisation_id).first()


def _mailbox(actor: Actor) -> str:
    return mailboxes_of({actor.organisation_id})[actor.organisation_id]


def _mail(actor: Actor, to: str, question: Question, subject: str, text: str, path: str) -> None:
    owe_mail(actor.organisation_id, to, subject, f"{text}\n\n{settings.BASE_URL}{path}\n", about_id=question.id)
