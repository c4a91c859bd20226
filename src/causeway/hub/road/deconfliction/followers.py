"""What interests set going elsewhere: the desk compares, whoever meets is told, and what is unusual reaches people.

A mail says that there is something to see, and nothing of what.
"""

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact, follows
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.languages import in_own_language
from causeway.hub.base.organisations.queries.directory import mailboxes_of
from causeway.hub.base.organisations.queries.on_duty import addresses_of
from causeway.hub.road.deconfliction.commands.keep import follow_agreements
from causeway.hub.road.deconfliction.commands.match import (
    end_overlaps,
    match_asking,
    match_interest,
    match_organisation,
    name_to_each_other,
)
from causeway.vocabulary.organisations import OrganisationKind, Role


@follows(Act.INTERESTS_REGISTERED)
def compare_new(actor: Actor, entry: EntryFact) -> None:
    """The desk compares what was registered."""
    if may(actor, Permission.MATCH_INTERESTS):
        match_asking(actor, entry.subjects[0], now=timezone.now())


@follows(Act.INTEREST_RENEWED, Act.INTEREST_OPENED)
def compare_again(actor: Actor, entry: EntryFact) -> None:
    """The desk compares one that may be told to more now."""
    if may(actor, Permission.MATCH_INTERESTS):
        match_interest(actor, entry.subjects[0], now=timezone.now())


@follows(Act.INTEREST_WITHDRAWN, Act.INTERESTS_ENDED)
def say_that_it_is_over(actor: Actor, entry: EntryFact) -> None:
    """Whoever was told of an interest sees that it is over."""
    if may(actor, Permission.MATCH_INTERESTS):
        end_overlaps(actor, entry.subjects, at=entry.at)


@follows(Act.INTERESTS_WIDENED)
def compare_all(actor: Actor, entry: EntryFact) -> None:
    """The desk compares all of an organisation that has a new agreement."""
    if may(actor, Permission.MATCH_INTERESTS):
        match_organisation(actor, entry.organisation_id, now=timezone.now())


@follows(Act.AGREEMENT_ACCEPTED, Act.AGREEMENT_ENDED, Act.AGREEMENT_SUSPENDED, Act.AGREEMENT_RESUMED)
def bring_up_to_date(actor: Actor, entry: EntryFact) -> None:
    """A force's interests follow its agreements."""
    del entry
    if may(actor, Permission.KEEP_INTERESTS):
        follow_agreements(actor)


@follows(Act.OVERLAP_FOUND)
@in_own_language
def tell_of_overlap(actor: Actor, entry: EntryFact) -> None:
    """Whoever is told of an overlap gets a mail."""
    if not may(actor, Permission.KEEP_INTERESTS):
        return
    address = f"{settings.BASE_URL}/overlaps/{entry.subjects[0]}/"
    _mail(
        actor, _("Another organisation works on what you work on"), f"{_('Talk to them before you act.')}\n\n{address}"
    )


@follows(Act.SILENT_MEETING_FOUND)
@in_own_language
def tell_of_silent_meeting(actor: Actor, entry: EntryFact) -> None:
    """Whose silent interest met another silent one gets a mail, which names nobody."""
    del entry
    if may(actor, Permission.KEEP_INTERESTS):
        text = _("Neither of you is named to the other until both agree.")
        address = f"{settings.BASE_URL}/interests/"
        _mail(actor, _("A silent interest of yours met another silent one"), f"{text}\n\n{address}")


@follows(Act.SILENT_MEETING_AGREED)
def name_where_both_agree(actor: Actor, entry: EntryFact) -> None:
    """The desk names two to each other once both have agreed."""
    if may(actor, Permission.MATCH_INTERESTS):
        name_to_each_other(actor, entry.subjects[0], now=timezone.now())


@follows(Act.OVERLAP_CONSENTED)
@in_own_language
def tell_of_consent(actor: Actor, entry: EntryFact) -> None:
    """The other side learns that somebody agrees to share more."""
    if entry.organisation_id == actor.organisation_id:
        return
    text = _("Where you agree too, each reads the other’s case reference and officer.")
    _mail(actor, _("They agree to share more about an overlap"), f"{text}\n\n{settings.BASE_URL}/interests/overlaps/")


@follows(Act.INTEREST_PATTERN_SEEN)
@in_own_language
def tell_of_the_unusual(actor: Actor, entry: EntryFact) -> None:
    """A force's supervisors and the oversight body look at what may be fishing."""
    subject = _("Unusual registering of interests")
    text = f"{_('It may be fishing. See who registered how much.')}\n\n{settings.BASE_URL}/interests/oversight/"
    if actor.organisation_kind is OrganisationKind.OVERSIGHT:
        _mail(actor, subject, text)
        return
    for address in addresses_of([Role.SUPERVISOR]):
        owe_mail(actor.organisation_id, address, subject, f"{text}\n", about_id=entry.subjects[0])


def _mail(actor: Actor, subject: str, text: str) -> None:
    own = actor.organisation_id
    owe_mail(own, mailboxes_of({own})[own], subject, f"{text}\n")
