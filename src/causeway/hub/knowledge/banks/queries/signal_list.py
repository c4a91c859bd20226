"""The signals of a bank as a list: narrowed, page by page, or all of them to take away."""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.looking import enter_export, enter_search
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.knowledge.banks.models import Bank, Signal
from causeway.hub.knowledge.banks.passing import digest_of, passing_now
from causeway.hub.knowledge.banks.queries.bank_view import bank_row
from causeway.hub.knowledge.banks.queries.changed_at import changed_at
from causeway.selectors import SelectorError, normalise_url
from causeway.vocabulary.handling import Handling
from causeway.vocabulary.organisations import Purpose
from causeway.vocabulary.signals import ABOUT_PEOPLE, REPORTED, SignalKind, SignalState

PAGE_SIZE = 50
_EXPORT_CHUNK = 1_000
_NEWEST = """
SELECT n.id FROM banks_bank b
CROSS JOIN LATERAL jsonb_each(b.counts) AS held(kind, states)
CROSS JOIN LATERAL jsonb_object_keys(held.states) AS stands(state)
CROSS JOIN LATERAL (
  SELECT s.id, s.added_at FROM banks_signal s
  WHERE s.bank_id = b.id AND s.kind = held.kind AND s.state = stands.state {behind}
  ORDER BY s.added_at DESC, s.id DESC LIMIT %(most)s) n
WHERE b.id = %(bank)s AND held.kind = coalesce(%(kind)s, held.kind) AND stands.state = coalesce(%(state)s, stands.state)
ORDER BY n.added_at DESC, n.id DESC LIMIT %(most)s
"""
"""Of each kind and state that the bank counts as many as a page holds, by the index, so that a bank of millions is not
read to find the few of a kind.
"""
_BEHIND = "AND (s.added_at, s.id) < (%(at)s, %(last)s)"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalLine:
    """One signal in a list. Where it does not `pass` to the acting organisation, `value` is its digest (`passing`)."""

    id: UUID
    kind: SignalKind
    value: str
    passes: bool
    category: str
    state: SignalState
    source: str
    contributor: str
    confidence: int | None
    handling: Handling | None
    purposes: tuple[Purpose, ...]
    note: str
    added_at: datetime
    changed_at: datetime
    expires_at: datetime | None

    @property
    def is_told(self) -> bool:
        """Whether the value may be taken away: of an account, URL or keyword that is not in use its digest alone."""
        return self.passes and (self.kind not in ABOUT_PEOPLE or self.state in REPORTED)

    @property
    def value_to_take_away(self) -> str:
        """The value, or where it is not told its digest."""
        return self.value if self.is_told or not self.passes else digest_of(self.kind.value, self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalFilters:
    """To what a list of signals is narrowed. `text` is found as a whole value."""

    state: SignalState | None = None
    kind: SignalKind | None = None
    text: str = ""


@query(Permission.READ_BANKS)
def signals_page(
    actor: Actor, bank_id: UUID, filters: SignalFilters, *, cursor: str = "", limit: int = PAGE_SIZE
) -> tuple[list[SignalLine], str]:
    """Signals of a bank, newest first, and the cursor of the next page, empty after the last.

    Raises:
        NotFound: the acting organisation shares no such bank.
        Invalid: the cursor is none of ours.
    """
    del actor
    bank = bank_row(bank_id)
    found = _with_value(bank, filters) if filters.text else _newest(bank, filters, cursor, limit + 1)
    if cursor:
        at, last = position_of(cursor)
        found = found.filter(Q(added_at__lt=at) | Q(added_at=at, id__lt=last))
    rows = list(found.order_by("-added_at", "-id")[: limit + 1])
    lines = signal_lines(rows[:limit])
    if filters.text:
        enter_search("signals", filters.text, [line.id for line in lines])
    return lines, cursor_at(lines[-1]) if len(rows) > limit else ""


def exported_signals(actor: Actor, bank_id: UUID, filters: SignalFilters) -> Iterator[SignalLine]:
    """Every signal as filtered. It is entered now; the lines are read as they are taken, each time in a transaction.

    Raises:
        NotFound: the acting organisation shares no such bank.
    """
    _enter_export(actor, bank_id, filters)
    return _all_lines(actor, bank_id, filters)


def _all_lines(actor: Actor, bank_id: UUID, filters: SignalFilters) -> Iterator[SignalLine]:
    cursor = ""
    while True:
        lines, cursor = signals_page(actor, bank_id, filters, cursor=cursor, limit=_EXPORT_CHUNK)
        yield from lines
        if not cursor:
            return


@query(Permission.READ_BANKS)
def _enter_export(actor: Actor, bank_id: UUID, filters: SignalFilters) -> None:
    del actor
    given = {name: str(value) for name, value in asdict(filters).items() if value}
    enter_export("signals", {"bank": str(bank_row(bank_id).id), **given})


def _with_value(bank: Bank, filters: SignalFilters) -> QuerySet[Signal]:
    kinds = [filters.kind.value] if filters.kind else [kind.value for kind in SignalKind]
    sought = Q(kind__in=kinds, value__in=_spellings(filters.text))
    # Each half by its own index.
    found = Signal.objects.filter((sought & Q(holds_value=True)) | (sought & Q(holds_value=False)), bank=bank)
    found = found.select_related("bank")
    if filters.state:
        found = found.filter(state=filters.state.value)
    return Signal.objects.filter(id__in=_told_among(found)).select_related("bank")


def _told_among(found: QuerySet[Signal]) -> list[UUID]:
    """Those of these whose value the acting organisation is told. A search for any other answers as for a value that
    nobody lists: whoever tries one account after another must not learn which are out of use.
    """
    passing = passing_now()
    return [row.id for row in found if passing.lets_see(row)]


def _newest(bank: Bank, filters: SignalFilters, cursor: str, most: int) -> QuerySet[Signal]:
    given: dict[str, Any] = {"bank": bank.id, "most": most}
    given |= {"kind": filters.kind and filters.kind.value, "state": filters.state and filters.state.value}
    if cursor:
        given["at"], given["last"] = position_of(cursor)
    with connection.cursor() as asked:
        asked.execute(_NEWEST.format(behind=_BEHIND if cursor else ""), given)
        return Signal.objects.filter(id__in=[row[0] for row in asked.fetchall()]).select_related("bank")


def _spellings(text: str) -> set[str]:
    """As what a value may be kept that somebody types as this."""
    spellings = {text.strip(), text.strip().casefold()}
    with suppress(SelectorError):
        spellings.add(normalise_url(text).value)
    return spellings


def cursor_at(line: SignalLine) -> str:
    """What goes on behind this line."""
    return f"{line.added_at.isoformat()}_{line.id}"


def position_of(cursor: str) -> tuple[datetime, UUID]:
    """The time and identifier of the line behind which a cursor goes on.

    Raises:
        Invalid: it is none of ours.
    """
    moment, _mark, last = cursor.partition("_")
    try:
        return datetime.fromisoformat(moment), UUID(last)
    except ValueError as fault:
        raise Invalid(_("This is no cursor of this list."), field="cursor") from fault


def signal_lines(rows: list[Signal]) -> list[SignalLine]:
    """Signals, with their banks, as lines of a list, in three queries."""
    names, passing = names_of({row.organisation_id for row in rows}), passing_now()
    changed = changed_at([row.id for row in rows])
    return [
        SignalLine(
            id=row.id,
            kind=SignalKind(row.kind),
            value=passing.shown(row),
            passes=passing.lets_see(row),
            category=row.category,
            state=SignalState(row.state),
            source=row.source,
            contributor=names[row.organisation_id],
            confidence=row.confidence,
            handling=Handling(row.handling) if row.handling else None,
            purposes=tuple(Purpose(purpose) for purpose in row.purposes),
            note=row.note,
            added_at=row.added_at,
            changed_at=changed.get(row.id, row.added_at),
            expires_at=row.expires_at,
        )
        for row in rows
    ]
