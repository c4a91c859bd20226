"""What may name a child is taken out of use, or not taken in, until the curator has decided; see `models.doubt`.

Nobody is told what was found but the curator, and it only that something was. Whoever adds a value hears the same
refusal whatever the reason, and one organisation gets no more than a few of them: it could ask for one value after
another.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.knowledge.banks.children import Value, marked_among
from causeway.hub.knowledge.banks.models import Bank, Doubt
from causeway.vocabulary.signals import ABOUT_PEOPLE, SignalKind

MOST_ASKED, ASKED_WITHIN = 20, timedelta(days=30)
"""So many values of one organisation wait for a bank's curator, or were not let in, before it may add no further
account, URL or keyword there. Our own choice: more than honest work meets, and few answers for whoever tries.
"""

_DOUBT = """
INSERT INTO banks_doubt (id, organisation_id, bank_id, signal_id, kind, value, found_at, reasons)
SELECT gen_random_uuid(), g.curator_id, g.bank_id, g.signal_id, g.kind, g.value, %(at)s, ''
FROM unnest(%(curators)s::uuid[], %(banks)s::uuid[], %(signals)s::uuid[], %(kinds)s::text[], %(values)s::text[])
  AS g(curator_id, bank_id, signal_id, kind, value)
ON CONFLICT DO NOTHING
"""
"""Only the curator sees what waits: whoever finds it cannot look whether it does."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A signal in use, with its bank and that bank's curator."""

    id: UUID
    bank_id: UUID
    curator_id: UUID
    kind: str
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """Of some values those that name a child in a referral which the acting organisation sees, and those that wait for
    the bank's curator.
    """

    own: frozenset[Value] = frozenset()
    doubtful: frozenset[Value] = frozenset()


class CuratorDecides(Invalid):
    """Values that the bank's curator has to decide on. Nothing was added; `put_to_curator` brings them there.
    `is_told` says why, to a person who can see it for themselves.
    """

    def __init__(self, values: Collection[Value], *, field: str, is_told: bool) -> None:
        told = _("A referral names this as a child’s. It is not listed unless the bank’s curator lets it in.")
        super().__init__(told if is_told else _("Whether this is listed, the bank’s curator decides."), field=field)
        self.values = frozenset(values)


def named_among(bank: Bank | None, values: Collection[Value], *, asks_others: bool = True) -> Named:
    """Which of these values name a child, but for what the curator has let in since all marks were known among those
    who share the bank. Unless it `asks_others` only as far as the acting organisation sees. Two queries, whatever is
    found.
    Runs inside the caller's transaction.
    """
    people = {value for value in values if value[0] in ABOUT_PEOPLE}
    if not people:
        return Named()
    bank_id = bank.id if bank else None
    rows = let_in_among({bank_id} if bank_id else set(), {value for _kind, value in people}).order_by("decided_at")
    columns = rows.values_list("kind", "value", "decided_at")
    decided = {(SignalKind(kind), value): at for kind, value, at in columns if at is not None}
    marks = marked_among(bank_id if asks_others else None, people)
    still = [one for one in marks if one.value not in decided or one.at > decided[one.value]]
    own = frozenset(one.value for one in still if one.is_own)
    return Named(own=own, doubtful=frozenset(one.value for one in still) - own)


def let_in_among(bank_ids: Collection[UUID], values: Collection[str]) -> QuerySet[Doubt]:
    """What the curators of these banks have let in of these values."""
    return Doubt.objects.filter(bank_id__in=list(bank_ids), value__in=list(values), is_let_in=True)


def refuse_if_too_many_asked(actor: Actor, bank: Bank) -> None:
    """Not the curator itself.

    Raises:
        Invalid: too much of what the organisation wanted to list waits for the curator, or was not let in.
    """
    if bank.organisation_id == actor.organisation_id:
        return
    since = timezone.now() - ASKED_WITHIN
    asked = Doubt.objects.filter(bank=bank, asked_by_id=actor.organisation_id, found_at__gt=since)
    if asked.filter(Q(is_let_in=None) | Q(is_let_in=False)).count() >= MOST_ASKED:
        raise Invalid(
            _("Too much of what you offered waits for the bank’s curator, or was not let in. Talk to them."),
            field="signals",
        )


def doubt_listed(listed: Sequence[Listed]) -> int:
    """Put signals that may name a child before their curators, but for those that wait there already, and give how
    many. Runs inside the caller's transaction.
    """
    given: dict[str, Any] = {
        "curators": [one.curator_id for one in listed],
        "banks": [one.bank_id for one in listed],
        "signals": [one.id for one in listed],
        "kinds": [one.kind for one in listed],
        "values": [one.value for one in listed],
        "at": timezone.now(),
    }
    with connection.cursor() as cursor:
        cursor.execute(_DOUBT, given)
        count: int = cursor.rowcount
    return count


def enter_answer(doubt: Doubt) -> None:
    """Enter that a doubt is decided by its curator, which acts, for whoever asked too."""
    asker = [each for each in (doubt.asked_by_id,) if each and each != doubt.organisation_id]
    enter(
        Act.DOUBT_DECIDED,
        subjects=[doubt.id, doubt.bank_id],
        audience=asker,
        details={"is_let_in": doubt.is_let_in},
        details_audience=asker,
    )


def keep_doubts(rows: Sequence[Doubt]) -> None:
    """Keep those of which none is open already."""
    Doubt._base_manager.bulk_create(rows, ignore_conflicts=True)
