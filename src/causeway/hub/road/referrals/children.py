"""Which accounts, pages and words name a child whom a referral tells of: what no signal may name.

Marked are all that it tells of as victims, all who are under 18 as far as it says, and recipients who are not known to
be adults: they may be victims. A mark is seen like its referral. Whether one stands in the way of a signal is told
beyond that too, to whoever shares the signal's bank, and only as yes or no (`causeway_child_marks`).
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone

from causeway.hub.knowledge.banks.children import ChildMark as Mark
from causeway.hub.knowledge.banks.children import Value, knows_children
from causeway.hub.knowledge.banks.doubting import Listed, doubt_listed, let_in_among
from causeway.hub.knowledge.banks.models import Bank, Signal
from causeway.hub.knowledge.banks.normalising import LONGEST_VALUE, SHORTEST_KEYWORD
from causeway.hub.knowledge.banks.reporting import IN_USE
from causeway.hub.road.referrals.models import ChildMark
from causeway.hub.road.referrals.queries.told import Told
from causeway.selectors import SelectorError, fold_handle, fold_keyword, is_placeholder, party_selectors
from causeway.vocabulary.referral import Party, PartyRole, Referral
from causeway.vocabulary.selectors import SelectorKind
from causeway.vocabulary.signals import ABOUT_PEOPLE, SignalKind

_ASK = "SELECT kind, value, at, is_own FROM causeway_child_marks(%s, %s::text[], %s::text[])"
"""The function, written by this step's migration, looks past the walls of referrals for whoever shares a bank."""
_KINDS = {SelectorKind.ACCOUNT: SignalKind.ACCOUNT, SelectorKind.URL: SignalKind.URL}
_MARK = """
WITH given AS (
  SELECT * FROM unnest(%(referrals)s::uuid[], %(kinds)s::text[], %(values)s::text[]) AS g(referral_id, kind, value)
), marked AS (
  INSERT INTO referrals_childmark (id, referral_id, kind, value, at)
  SELECT gen_random_uuid(), referral_id, kind, value, %(at)s FROM given
  ON CONFLICT (referral_id, kind, value) DO NOTHING
)
SELECT DISTINCT s.id, s.bank_id, b.organisation_id, s.kind, s.value
FROM (SELECT DISTINCT kind, value FROM given) g
CROSS JOIN banks_bank b
CROSS JOIN LATERAL (
  SELECT * FROM banks_signal o WHERE o.bank_id = b.id AND o.kind = g.kind AND o.value = g.value AND o.holds_value
  OFFSET 0
) s
WHERE s.state = ANY(%(in_use)s) AND s.doubted_at IS NULL
"""
"""One statement for all referrals of a transaction. OFFSET keeps it to one look a bank and value, in the index of the
values that each bank holds, however PostgreSQL guesses.
"""


def values_of_children(told: Referral, on: date) -> set[Value]:
    """What a signal that names one of the referral's children would list. `on` is the day on which ages are counted."""
    found: set[Value] = set()
    for place in protected_parties(told, on):
        found.update(_values(told.parties[place], told.platform))
    return {(kind, value) for kind, value in found if len(value) <= LONGEST_VALUE}


def protected_parties(told: Referral, on: date) -> frozenset[int]:
    """The places in `parties` of those who are a child, or may be: what names one of them is never told of as listed,
    and marked. `on` is the day on which ages are counted (`day_of`).
    """
    return frozenset(place for place, party in enumerate(told.parties) if _is_protected(party, on))


def day_of(one: Told) -> date:
    """The day on which the ages of a referral are counted: when it happened, else when it was told of."""
    return (one.referral.occurred_at or one.received_at).date()


def _is_protected(party: Party, on: date) -> bool:
    is_child = party.child(on)
    may_be_victim = party.role is PartyRole.RECIPIENT and is_child is None
    return party.role is PartyRole.VICTIM or is_child is True or may_be_victim


def _values(party: Party, platform: str | None) -> Iterator[Value]:
    # Telephone numbers, addresses and devices can be no signal, and take longest to read.
    listable = replace(party, emails=(), phones=(), ip_events=(), devices=())
    for selector in party_selectors(listable, platform=platform):
        if selector.kind in _KINDS:
            yield _KINDS[selector.kind], selector.value
    for words in _words(party):
        keyword = fold_keyword(words)
        if len(keyword) >= SHORTEST_KEYWORD and not is_placeholder(keyword):
            yield SignalKind.KEYWORD, keyword


def _words(party: Party) -> Iterator[str]:
    """By what a keyword would name somebody: the name in either order, a name at a service, a mail address."""
    first, middle, last = (name or "" for name in (party.first_name, party.middle_name, party.last_name))
    if first and last and not (is_placeholder(first) or is_placeholder(last)):
        yield from (f"{first} {last}", f"{last} {first}")
        if middle:
            yield f"{first} {middle} {last}"
    for account in party.accounts:
        if account.handle:
            with suppress(SelectorError):
                yield fold_handle(account.handle)
    yield from (email.address for email in party.emails)


def mark_children(referrals: Sequence[Told]) -> None:
    """Mark the children of these referrals, and put what is listed of theirs in banks that the acting organisation sees
    before the curators. One statement, and none where no child is named. Runs inside the caller's transaction.
    """
    marks = [(one.id, value) for one in referrals for value in sorted(_of(one))]
    if not marks:
        return
    given: dict[str, Any] = {
        "referrals": [referral_id for referral_id, _value in marks],
        "kinds": [kind.value for _id, (kind, _value) in marks],
        "values": [value for _id, (_kind, value) in marks],
        "at": timezone.now(),
        "in_use": IN_USE,
    }
    with connection.cursor() as cursor:
        cursor.execute(_MARK, given)
        found = cursor.fetchall()
    _doubt(Listed(*row) for row in found)


def _of(one: Told) -> set[Value]:
    return values_of_children(one.referral, day_of(one))


def doubt_for_referrals(referral_ids: Collection[UUID]) -> int:
    """Put before the curators what names a child of referrals that the acting organisation came to see, and give how
    much. Runs inside the caller's transaction.
    """
    marked = ChildMark.objects.filter(referral_id__in=list(referral_ids))
    values = set(marked.values_list("kind", "value"))
    if not values:
        return 0
    named = _listed().filter(kind__in={kind for kind, _ in values}, value__in={value for _, value in values})
    return _doubt(row for row in _rows(named) if (row.kind, row.value) in values)


def doubt_in_banks(bank_ids: Collection[UUID] | None = None) -> int:
    """The same of all that stands in these banks, by default in all that the acting organisation sees."""
    marks = ChildMark.objects.filter(kind=OuterRef("kind"), value=OuterRef("value"))
    listed = _listed().filter(kind__in=[kind.value for kind in ABOUT_PEOPLE]).filter(Exists(marks))
    return _doubt(_rows(listed if bank_ids is None else listed.filter(bank_id__in=list(bank_ids))))


def _listed() -> QuerySet[Signal]:
    """What is in use and in no doubt yet, looked up by the values that each bank holds."""
    held = Signal.objects.filter(bank_id__in=Bank.objects.values("id"), holds_value=True)
    return held.filter(state__in=IN_USE, doubted_at=None)


def _rows(found: QuerySet[Signal]) -> Iterator[Listed]:
    for row in found.order_by("id").values_list("id", "bank_id", "bank__organisation_id", "kind", "value"):
        yield Listed(*row)


def _doubt(listed: Iterable[Listed]) -> int:
    """But for what its curator has let in, unless a mark has come to be known since among those who share the bank."""
    rows = list(listed)
    if not rows:
        return 0
    passed = _passed({row.bank_id for row in rows}, {row.value for row in rows})
    return doubt_listed([row for row in rows if (row.bank_id, row.kind, row.value) not in passed])


def _passed(bank_ids: Collection[UUID], values: Collection[str]) -> set[tuple[UUID, str, str]]:
    """Bank, kind and value of what stays let in. One query, and one a bank that has let something of it in."""
    decided: dict[UUID, dict[Value, datetime]] = {}
    let_in = let_in_among(bank_ids, values).order_by("decided_at")
    for bank_id, kind, value, at in let_in.values_list("bank_id", "kind", "value", "decided_at"):
        if at is not None:
            decided.setdefault(bank_id, {})[SignalKind(kind), value] = at
    passed: set[tuple[UUID, str, str]] = set()
    for bank_id, times in decided.items():
        reopened = {mark.value for mark in marks_among(bank_id, times) if mark.at > times[mark.value]}
        passed.update((bank_id, kind.value, value) for kind, value in times.keys() - reopened)
    return passed


@knows_children
def marks_among(bank_id: UUID | None, values: Collection[Value]) -> list[Mark]:
    """Those of these values by which a referral names a child: one that the acting organisation sees, or anybody who
    shares the bank. One query, however many are asked for, marked or seen. Runs inside the caller's transaction.
    """
    kinds, texts = [kind.value for kind, _value in values], [value for _kind, value in values]
    with connection.cursor() as cursor:
        cursor.execute(_ASK, [bank_id, kinds, texts])
        rows = cursor.fetchall()
    return [Mark(value=(SignalKind(row[0]), row[1]), at=row[2], is_own=row[3]) for row in rows]
