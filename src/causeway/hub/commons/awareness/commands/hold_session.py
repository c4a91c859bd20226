"""Planning a session, saying that it was held and with how many, and what it changed."""

from dataclasses import dataclass, fields
from datetime import date, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.days import today_of
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import SHORT_REASON_CHARACTERS
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.lookup import listing_by_id
from causeway.hub.base.theme.numbers import grouped
from causeway.hub.commons.awareness.commands.checking import check_ages, check_day, check_language, check_text
from causeway.hub.commons.awareness.models import AwarenessSession, Material
from causeway.hub.commons.awareness.words import Audience, SessionState
from causeway.vocabulary.organisations import OrganisationKind

TITLE_CHARACTERS = 200
NOTE_CHARACTERS = 3_000
MOST_PEOPLE = 5_000
MOST_MATERIALS = 20
_EARLIEST = date(2015, 1, 1)
_PLANNED_AHEAD = timedelta(days=730)


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedSession:
    """A session as it is planned. `school` is the organisation where it is held, `place` its name where none has
    joined.
    """

    title: str
    held_on: date
    audience: Audience
    language: str
    school: UUID | None = None
    place: str = ""
    age_from: int | None = None
    age_to: int | None = None
    materials: tuple[UUID, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldCounts:
    """How many were there. Of `asked`, so many knew whom to tell before and after; `came_forward` asked for help."""

    attended: int
    asked: int | None = None
    knew_before: int | None = None
    knew_after: int | None = None
    came_forward: int | None = None
    note: str = ""


@command(Permission.KEEP_AWARENESS)
def plan_session(actor: Actor, planned: PlannedSession) -> UUID:
    """Plan a session, ahead or afterwards.

    Raises:
        Invalid: `field` says what is missing or wrong.
    """
    row = AwarenessSession(
        organisation_id=actor.organisation_id,
        state=SessionState.PLANNED.value,
        entered_at=timezone.now(),
        **_checked(planned, today_of(actor, timezone.now())),
    )
    row.save(force_insert=True)
    _enter(Act.SESSION_CHANGED, row)
    return row.id


@command(Permission.KEEP_AWARENESS)
def change_session(actor: Actor, session_id: UUID, planned: PlannedSession) -> None:
    """Change what is planned.

    Raises:
        NotFound: the actor's organisation holds no such session.
        Invalid: `field` says what is missing or wrong.
        Conflict: it was held or cancelled.
    """
    row = _own(actor, session_id)
    _must_be(row, SessionState.PLANNED)
    for name, value in _checked(planned, today_of(actor, timezone.now())).items():
        setattr(row, name, value)
    row.save()
    _enter(Act.SESSION_CHANGED, row)


@command(Permission.KEEP_AWARENESS)
def report_session(actor: Actor, session_id: UUID, counts: HeldCounts) -> None:
    """Say that it was held, and with how many; again, to mend a number.

    Raises:
        NotFound: the actor's organisation holds no such session.
        Invalid: a number cannot be; `field` says which.
        Conflict: it was cancelled, or is still to come.
    """
    row = _own(actor, session_id)
    if row.state == SessionState.CANCELLED:
        raise Conflict(_("This session was cancelled."))
    if row.held_on > today_of(actor, timezone.now()):
        raise Conflict(_("This session is still to come."))
    _check_counts(counts)
    for field in fields(counts):
        setattr(row, field.name, getattr(counts, field.name))
    row.state = SessionState.HELD.value
    row.save()
    _enter(Act.SESSION_HELD, row)


@command(Permission.KEEP_AWARENESS)
def cancel_session(actor: Actor, session_id: UUID, reason: str) -> None:
    """Say that it is not held, and why.

    Raises:
        NotFound: the actor's organisation holds no such session.
        Invalid: no reason.
        Conflict: it was held or cancelled.
    """
    row = _own(actor, session_id)
    _must_be(row, SessionState.PLANNED)
    row.reason = check_text(reason, "reason", most=SHORT_REASON_CHARACTERS, missing=_("Say why it is not held."))
    row.state = SessionState.CANCELLED.value
    row.save(update_fields=["reason", "state"])
    _enter(Act.SESSION_CANCELLED, row)


@command(Permission.KEEP_AWARENESS)
def say_what_changed(actor: Actor, session_id: UUID, text: str) -> None:
    """Say what came of it: a rule, a lesson plan, a person to go to. By the school, or by the holder where the school
    has not joined.

    Raises:
        NotFound: no such session.
        Invalid: nothing is said.
        Conflict: it was not held, or it is for the school to say.
    """
    row = AwarenessSession.objects.select_for_update().filter(id=session_id).first()
    if row is None:
        raise NotFound(_("There is no such session."))
    _must_be(row, SessionState.HELD)
    if row.school_id not in (None, actor.organisation_id):
        raise Conflict(_("What changed is for the school to say."))
    row.changed = check_text(text, "changed", most=NOTE_CHARACTERS, missing=_("Say what changed, or that nothing did."))
    row.changed_at = timezone.now()
    row.save(update_fields=["changed", "changed_at"])
    _enter(Act.SESSION_FOLLOWED_UP, row)


def _own(actor: Actor, session_id: UUID) -> AwarenessSession:
    found = AwarenessSession.objects.select_for_update().filter(id=session_id, organisation_id=actor.organisation_id)
    row = found.first()
    if row is None:
        raise NotFound(_("There is no such session of yours."))
    return row


def _must_be(row: AwarenessSession, state: SessionState) -> None:
    if row.state != state:
        wrong = {
            SessionState.PLANNED: _("This session was held or cancelled already."),
            SessionState.HELD: _("Say first that the session was held."),
        }
        raise Conflict(wrong[state])


def _enter(act: Act, row: AwarenessSession) -> None:
    both = [row.organisation_id, *([row.school_id] if row.school_id else [])]
    enter(act, subjects=[row.id], audience=both)


def _checked(planned: PlannedSession, today: date) -> dict[str, object]:
    title = check_text(planned.title, "title", most=TITLE_CHARACTERS, missing=_("Give the session a title."))
    place = planned.place.strip()
    if planned.school is not None:
        school = listing_by_id(planned.school)
        if school is None or school.kind is not OrganisationKind.PARTNER:
            raise Invalid(_("Choose a school or partner."), field="school")
        place = school.name
    place = check_text(place, "place", most=TITLE_CHARACTERS, missing=_("Choose a school, or enter where it is held."))
    check_language(planned.language)
    latest = today + _PLANNED_AHEAD
    check_day(planned.held_on, "held_on", earliest=_EARLIEST, latest=latest)
    is_for_pupils = planned.audience is Audience.PUPILS
    if is_for_pupils:
        check_ages(planned.age_from, planned.age_to)
    chosen = list(dict.fromkeys(planned.materials))
    if len(chosen) > MOST_MATERIALS or Material.objects.filter(id__in=chosen).count() != len(chosen):
        raise Invalid(_("Choose from the material that there is."), field="materials")
    return {
        "title": title,
        "held_on": planned.held_on,
        "audience": planned.audience.value,
        "language": planned.language,
        "school_id": planned.school,
        "place": place,
        "age_from": planned.age_from if is_for_pupils else None,
        "age_to": planned.age_to if is_for_pupils else None,
        "material_ids": chosen,
    }


def _check_counts(counts: HeldCounts) -> None:
    if not 1 <= counts.attended <= MOST_PEOPLE:
        raise Invalid(
            _("Enter how many were there, from 1 to %(most)s.") % {"most": grouped(MOST_PEOPLE)}, field="attended"
        )
    than_there, than_answered = _("This cannot be more than were there."), _("This cannot be more than answered.")
    for name, most, refusal in (
        ("asked", counts.attended, than_there),
        ("knew_before", counts.asked or 0, than_answered),
        ("knew_after", counts.asked or 0, than_answered),
        ("came_forward", counts.attended, than_there),
    ):
        value = getattr(counts, name)
        if value is not None and not 0 <= value <= most:
            raise Invalid(refusal, field=name)
    if len(counts.note) > NOTE_CHARACTERS:
        raise Invalid(_("Write no more than %(most)s characters.") % {"most": grouped(NOTE_CHARACTERS)}, field="note")
