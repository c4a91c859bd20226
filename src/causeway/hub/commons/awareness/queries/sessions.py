"""What was held where, with how many, and what changed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.looking import enter_export
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.commons.awareness.figures import SMALLEST_SHOWN
from causeway.hub.commons.awareness.models import AwarenessSession
from causeway.hub.commons.awareness.queries.materials import titles_of
from causeway.hub.commons.awareness.queries.paging import Page, page_of
from causeway.hub.commons.awareness.words import Audience, SessionState


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionFilter:
    """What a list is narrowed to."""

    state: str = ""
    audience: str = ""
    since: date | None = None
    until: date | None = None
    page: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionView:
    """One session. Numbers under ten of who came forward are kept to whoever held it."""

    id: UUID
    title: str
    place: str
    by: str
    is_own: bool
    is_at_us: bool
    has_school: bool
    held_on: date
    state: SessionState
    reason: str
    audience: Audience
    age_from: int | None
    age_to: int | None
    language: str
    attended: int | None
    asked: int | None
    knew_before: int | None
    knew_after: int | None
    came_forward: int | None
    note: str
    changed: str
    changed_at: datetime | None
    school_id: UUID | None
    material_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSums:
    """All sessions of a list together. `knew_before` and `knew_after` count those whom both were asked of."""

    held: int
    attended: int
    places: int
    asked: int
    knew_before: int
    knew_after: int
    said_what_changed: int

    @property
    def can_compare(self) -> bool:
        """Whether enough were asked for a share that says anything."""
        return self.asked >= SMALLEST_SHOWN


@query(Permission.READ_AWARENESS)
def sessions(actor: Actor, wanted: SessionFilter) -> Page[SessionView]:
    """Sessions that the organisation holds, or that are held there, latest day first."""
    rows = _found(wanted)
    names = _names(rows)
    return page_of(rows, wanted.page, lambda row: _view(actor, row, names))


@query(Permission.READ_AWARENESS)
def session_sums(actor: Actor, wanted: SessionFilter) -> SessionSums:
    """The held sessions of that list, added up."""
    del actor
    held = list(_found(wanted).filter(state=SessionState.HELD.value))
    compared = [row for row in held if row.asked and row.knew_before is not None and row.knew_after is not None]
    return SessionSums(
        held=len(held),
        attended=_sum(row.attended for row in held),
        places=len({row.place for row in held}),
        asked=_sum(row.asked for row in compared),
        knew_before=_sum(row.knew_before for row in compared),
        knew_after=_sum(row.knew_after for row in compared),
        said_what_changed=sum(1 for row in held if row.changed),
    )


@query(Permission.READ_AWARENESS)
def session(actor: Actor, session_id: UUID) -> tuple[SessionView, list[tuple[UUID, str]]]:
    """One session, and the material that it uses.

    Raises:
        NotFound: the organisation neither holds it nor is it held there.
    """
    row = AwarenessSession.objects.filter(id=session_id).first()
    if row is None:
        raise NotFound(_("There is no such session."))
    return _view(actor, row, names_of({row.organisation_id})), titles_of(list(row.material_ids))


@query(Permission.READ_AWARENESS)
def session_export(actor: Actor, wanted: SessionFilter) -> list[SessionView]:
    """The whole list, to be taken away; entered in the ledger."""
    rows = _found(wanted)
    names = _names(rows)
    enter_export("awareness_sessions", {"state": wanted.state, "audience": wanted.audience})
    return [_view(actor, row, names) for row in rows]


@query(Permission.READ_AWARENESS)
def sessions_to_report(actor: Actor, today: date) -> list[SessionView]:
    """Sessions whose day has come and of which nobody has said yet how they went, oldest first."""
    rows = AwarenessSession.objects.filter(
        organisation_id=actor.organisation_id, state=SessionState.PLANNED.value, held_on__lte=today
    ).order_by("held_on", "id")
    names = names_of({actor.organisation_id})
    return [_view(actor, row, names) for row in rows]


def _found(wanted: SessionFilter) -> QuerySet[AwarenessSession]:
    rows = AwarenessSession.objects.order_by("-held_on", "id")
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.audience:
        rows = rows.filter(audience=wanted.audience)
    days = Q()
    if wanted.since:
        days &= Q(held_on__gte=wanted.since)
    if wanted.until:
        days &= Q(held_on__lte=wanted.until)
    return rows.filter(days)


def _names(rows: QuerySet[AwarenessSession]) -> dict[UUID, str]:
    return names_of(set(rows.order_by().values_list("organisation_id", flat=True).distinct()))


def _sum(values: Iterable[int | None]) -> int:
    return sum(value or 0 for value in values)


def _view(actor: Actor, row: AwarenessSession, names: dict[UUID, str]) -> SessionView:
    is_own = row.organisation_id == actor.organisation_id
    few_came = row.came_forward is not None and 0 < row.came_forward < SMALLEST_SHOWN
    return SessionView(
        id=row.id,
        title=row.title,
        place=row.place,
        by=names.get(row.organisation_id, ""),
        is_own=is_own,
        is_at_us=row.school_id == actor.organisation_id,
        has_school=row.school_id is not None,
        held_on=row.held_on,
        state=SessionState(row.state),
        reason=row.reason,
        audience=Audience(row.audience),
        age_from=row.age_from,
        age_to=row.age_to,
        language=row.language,
        attended=row.attended,
        asked=row.asked,
        knew_before=row.knew_before,
        knew_after=row.knew_after,
        came_forward=row.came_forward if is_own or not few_came else None,
        note=row.note if is_own else "",
        changed=row.changed,
        changed_at=row.changed_at,
        school_id=row.school_id,
        material_ids=tuple(row.material_ids),
    )
