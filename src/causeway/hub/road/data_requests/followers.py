"""What requests set going at the other end: the service's own clock and mail, and the force's clock."""

from django.conf import settings
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.clocks.keeping import ClockKind, move_clock, stand_like, start_clock, stop_clock
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.following import EntryFact, follows
from causeway.hub.base.notices.commands.owe import owe_mail
from causeway.hub.base.organisations.languages import in_own_language
from causeway.hub.base.organisations.queries.lookup import listing_by_id
from causeway.hub.road.data_requests.models import DataRequest
from causeway.hub.road.data_requests.preserving import terms_until
from causeway.hub.road.data_requests.queries.requests import RequestView, request_views
from causeway.hub.road.data_requests.words import RequestState


@follows(Act.DATA_REQUESTED)
@in_own_language
def start_the_services_clock(actor: Actor, entry: EntryFact) -> None:
    """The service that is asked gets its own clock, and a mail that holds nothing of the request."""
    row = _asked_of(actor, entry)
    if row is None:
        return
    if request_views([row])[0].met_at is None:
        start_clock(row.id, ClockKind.DATA_REQUEST, row.due_at - row.made_at, started_at=row.made_at)
    subject = _("Request %(reference)s waits for you") % {"reference": row.reference}
    _mail(actor, row, subject, _("A police force asks you to preserve or to answer."))


@follows(Act.PRESERVATION_EXTENDED)
@in_own_language
def tell_the_service_of_an_extension(actor: Actor, entry: EntryFact) -> None:
    """The service's clock runs anew, and a mail says so."""
    row = _asked_of(actor, entry)
    if row is None:
        return
    view = request_views([row])[0]
    if view.met_at is None and view.released_at is None:
        move_clock(row.id, ClockKind.DATA_REQUEST, view.due_at - view.asked_at, started_at=view.asked_at)
    subject = _("Preserve for longer: %(reference)s") % {"reference": row.reference}
    _mail(actor, row, subject, _("The police force asks you to keep preserving. Say whether you do."))


@follows(Act.PRESERVATION_ENDED)
@in_own_language
def tell_the_service_of_an_end(actor: Actor, entry: EntryFact) -> None:
    """The service need not preserve any longer, and owes nothing."""
    row = _asked_of(actor, entry)
    if row is None:
        return
    stop_clock(row.id, ClockKind.DATA_REQUEST, at=entry.at)
    subject = _("No longer needed: %(reference)s") % {"reference": row.reference}
    _mail(actor, row, subject, _("The police force needs these data preserved no longer."))


@follows(Act.DATA_REQUEST_PAUSED, Act.DATA_REQUEST_RESUMED)
def let_the_services_clock_stand(actor: Actor, entry: EntryFact) -> None:
    """The service's clock stands while the force's does, and runs on with it."""
    row = _asked_of(actor, entry)
    if row is not None:
        stand_like(row.id, ClockKind.DATA_REQUEST, started_at=row.made_at, due_at=row.due_at, paused_at=row.paused_at)


@follows(Act.DATA_REQUEST_ANSWERED)
@in_own_language
def stop_the_forces_clock(actor: Actor, entry: EntryFact) -> None:
    """The force need not wait any longer, once the answer is what the clock asks for."""
    row = DataRequest.objects.filter(id=entry.subjects[0], force_id=actor.organisation_id).first()
    if row is None:
        return
    view = request_views([row])[0]
    if view.met_at is not None:
        stop_clock(row.id, ClockKind.DATA_REQUEST, at=view.met_at)
    if row.preserve_until is not None and view.released_at is None:
        _time_what_is_held(actor, row, view)
    subject = _("The service answered %(reference)s") % {"reference": row.reference}
    _mail(actor, row, subject, _("Open it to read what it says."))


def _time_what_is_held(actor: Actor, row: DataRequest, view: RequestView) -> None:
    """The clock runs to the end that the service has confirmed; where it holds nothing, it stops. What it cannot extend
    is held until the end before, to which the clock runs already.
    """
    answered_at = view.answers[-1].answered_at
    if view.preserve_until is None:
        stop_clock(row.id, ClockKind.PRESERVATION, at=answered_at)
    elif view.state is RequestState.PRESERVED and view.extensions and view.preserve_until > answered_at:
        terms = terms_until(actor, view.preserve_until, answered_at)
        move_clock(row.id, ClockKind.PRESERVATION, terms, started_at=answered_at)


def _asked_of(actor: Actor, entry: EntryFact) -> DataRequest | None:
    """The request of the entry, if the actor's organisation is the service that is asked."""
    return DataRequest.objects.filter(id=entry.subjects[0], service_id=actor.organisation_id).first()


def _mail(actor: Actor, row: DataRequest, subject: str, text: str) -> None:
    own = listing_by_id(actor.organisation_id)
    if own is not None:
        address = f"{settings.BASE_URL}/data-requests/{row.id}/"
        owe_mail(actor.organisation_id, own.mailbox, subject, f"{text}\n\n{address}\n", about_id=row.id)
