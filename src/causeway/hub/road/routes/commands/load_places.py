"""Loading a desk's places, putting a version into force and taking it back. No version is ever changed."""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import command
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.acting.reasons import REASON_CHARACTERS, given_reason
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.rows.batching import in_batches
from causeway.hub.base.theme.said import said_text
from causeway.hub.road.routes.models import Place, PlaceTable, PlaceTerm
from causeway.hub.road.routes.queries.places import newest_term
from causeway.hub.road.routes.router import installed_router
from causeway.routing import PlaceRow, Readable, RefusedRow, RoutingError, alike_key, place_key, read_places

MOST_REFUSED_KEPT = 500
"""Refused rows that a report names; the others are counted."""
KEPT_VERSIONS = 5
"""So many of the newest versions keep their rows, so that each can be put into force again."""
_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What came of a load. `table_id` is None where it was only tried."""

    table_id: UUID | None
    number: int | None
    places: int
    refused_count: int
    refused: tuple[RefusedRow, ...]

    @property
    def is_trial(self) -> bool:
        """Whether nothing was kept."""
        return self.table_id is None


@command(Permission.LOAD_PLACES)
def load_places(
    actor: Actor,
    stream: Readable,
    reason: str,
    *,
    is_trial: bool = False,
    on_rows: Callable[[int], None] = lambda _count: None,
) -> Loaded:
    """Read a table (`routing.read_places` says how it is written) as a new version in the place of the one in force;
    rows that are refused are left out and named. With `is_trial` nothing is kept. `on_rows` hears how many are read.

    Raises:
        Invalid: the file as a whole is no table, it holds no place, or the reason is missing or too long.
    """
    given = reason if is_trial else given_reason(reason, most=REASON_CHARACTERS)
    table_id, hashed, report = uuid4(), _Hashed(stream), _Report(on_rows)
    try:
        for rows in in_batches(report.of(read_places(hashed, installed_router().postcodes)), _AT_ONCE):
            if not is_trial:
                Place.objects.bulk_create(name for row in rows for name in _names(actor, table_id, row))
    except RoutingError as fault:
        raise Invalid(said_text(fault.message), field="file") from fault
    if not report.places:
        raise Invalid(_("No row of the file is a place that can be used."), field="file")
    number = None if is_trial else _keep(actor, table_id, hashed.hexdigest(), report, given)
    return Loaded(
        table_id=None if is_trial else table_id,
        number=number,
        places=report.places,
        refused_count=report.refused_count,
        refused=tuple(report.refused),
    )


@command(Permission.LOAD_PLACES)
def use_places(actor: Actor, table_id: UUID | None, reason: str) -> None:
    """Put an earlier version into force again, or none at all.

    Raises:
        NotFound: there is no such version.
        Conflict: it is in force already, or too old to have its rows.
        Invalid: no reason is given, or it is too long.
    """
    given = given_reason(reason, most=REASON_CHARACTERS)
    table = PlaceTable.objects.filter(id=table_id).first() if table_id else None
    if table_id and table is None:
        raise NotFound(_("There is no such version."))
    newest = newest_term(actor.organisation_id)
    if (newest.table_id if newest else None) == table_id:
        raise Conflict(_("This is in force already."))
    if table is not None and table.is_emptied:
        raise Conflict(_("The rows of this version are gone: load the file again."))
    _put_into_force(actor, table_id, given)
    enter(
        Act.PLACES_CHANGED,
        subjects=[table_id] if table_id else [actor.organisation_id],
        details={"number": table.number if table else None, "reason": given},
    )


def _keep(actor: Actor, table_id: UUID, sha256: str, report: "_Report", reason: str) -> int:
    """Keep the version whose rows are in, and put it into force. Gives its number."""
    number = (PlaceTable.objects.aggregate(most=Max("number"))["most"] or 0) + 1
    table = PlaceTable(
        id=table_id,
        desk_id=actor.organisation_id,
        number=number,
        sha256=sha256,
        places=report.places,
        refused=report.refused_count,
        reason=reason,
        loaded_by_id=actor.member_id,
        loaded_at=timezone.now(),
    )
    try:
        with transaction.atomic():
            table.save(force_insert=True)
    except IntegrityError as fault:
        raise Conflict(_("Somebody else loaded places at the same moment. Load yours again."), field="file") from fault
    _put_into_force(actor, table_id, reason)
    _empty_old()
    counts = {"places": report.places, "refused": report.refused_count}
    enter(Act.PLACES_LOADED, subjects=[table_id], details={"number": number, "reason": reason, **counts})
    return number


def _put_into_force(actor: Actor, table_id: UUID | None, reason: str) -> None:
    PlaceTerm(
        desk_id=actor.organisation_id,
        table_id=table_id,
        since=timezone.now(),
        decided_by_id=actor.member_id,
        reason=reason,
    ).save(force_insert=True)


def _empty_old() -> None:
    """Let the rows of all but the newest versions go; that they were loaded stays known."""
    old = list(PlaceTable.objects.filter(is_emptied=False).order_by("-number")[KEPT_VERSIONS:])
    for table in old:
        Place.objects.filter(table_id=table.id).delete()
        table.is_emptied = True
        table.save(update_fields=["is_emptied"])


def _names(actor: Actor, table_id: UUID, row: PlaceRow) -> Iterator[Place]:
    for name in (row.name, *row.aliases):
        yield Place(
            desk_id=actor.organisation_id,
            table_id=table_id,
            name=row.name,
            alias="" if name is row.name else name,
            kind=row.kind.value,
            force_code=row.force,
            key=place_key(name),
            alike=alike_key(name),
        )


class _Report:
    """Counts the rows as they pass, and keeps those that are refused, up to a bound."""

    def __init__(self, on_rows: Callable[[int], None]) -> None:
        self._on_rows = on_rows
        self.places = self.refused_count = 0
        self.refused: list[RefusedRow] = []

    def of(self, rows: Iterable[PlaceRow | RefusedRow]) -> Iterator[PlaceRow]:
        """The places among the rows."""
        for row in rows:
            if isinstance(row, RefusedRow):
                self.refused_count += 1
                if len(self.refused) < MOST_REFUSED_KEPT:
                    self.refused.append(row)
            else:
                self.places += 1
                yield row
            if (self.places + self.refused_count) % _AT_ONCE == 0:
                self._on_rows(self.places + self.refused_count)


class _Hashed:
    """Reads a stream, and digests it as it is read."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._digest = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        piece = self._stream.read(size)
        self._digest.update(piece)
        return piece

    def hexdigest(self) -> str:
        """The SHA-256 of what was read."""
        return self._digest.hexdigest()
