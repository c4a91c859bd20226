"""A desk's places as the router looks them up: in the database, with a bounded memory of what was found.

Which version is in force is looked up anew after two seconds at most (`remembered`), and what is kept in memory is kept
by version: another process that puts a version into force, or takes it back, need tell nobody.
"""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock
from uuid import UUID

from causeway.hub.base.acting.doors import current_actor
from causeway.hub.base.rows.remembering import remembered
from causeway.hub.road.routes.models import Place, PlaceTerm
from causeway.routing import MOST_NAMED, NamedPlace, PlaceKind

MOST_KEPT = 20_000
"""Answers kept in memory by a process; some 400 bytes each."""

_Key = tuple[UUID, str, str]


class DeskPlaces:
    """The places of whichever desk acts. Asked only inside a transaction; whoever has none is asked nothing."""

    def __init__(self) -> None:
        self._kept: OrderedDict[_Key, tuple[NamedPlace, ...]] = OrderedDict()
        self._lock = Lock()

    def named(self, key: str) -> Sequence[NamedPlace]:
        """Those whose name or alias folds to this key."""
        return self._found("key", key)

    def alike(self, key: str) -> Sequence[NamedPlace]:
        """Those whose name or alias is like it."""
        return self._found("alike", key)

    def _found(self, column: str, key: str) -> tuple[NamedPlace, ...]:
        table_id = table_in_force(current_actor().organisation_id) if key else None
        if table_id is None:
            return ()
        asked = (table_id, column, key)
        with self._lock:
            if asked in self._kept:
                self._kept.move_to_end(asked)
                return self._kept[asked]
        found = _look(table_id, column, key)
        with self._lock:
            self._kept[asked] = found
            while len(self._kept) > MOST_KEPT:
                self._kept.popitem(last=False)
        return found


@remembered
def table_in_force(desk_id: UUID) -> UUID | None:
    """The version by which a desk routes now, if by any. Runs inside the desk's transaction."""
    newest = PlaceTerm.objects.filter(desk_id=desk_id).order_by("-since", "-id")
    return newest.values_list("table_id", flat=True).first()


def _look(table_id: UUID, column: str, key: str) -> tuple[NamedPlace, ...]:
    rows = Place.objects.filter(table_id=table_id, **{column: key}).order_by("name", "id")
    found = [
        NamedPlace(name=name, kind=PlaceKind(kind), force=code)
        for name, kind, code in rows.values_list("name", "kind", "force_code")[: 2 * MOST_NAMED]
    ]
    return tuple(dict.fromkeys(found))[:MOST_NAMED]
