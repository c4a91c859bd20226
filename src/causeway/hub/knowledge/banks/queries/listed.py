"""Which accounts, URLs and keywords of a referral stand in a bank: only for a purpose that the signal names, and only
under an agreement that is in force for it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.organisations.sharing import givers
from causeway.hub.base.rows.remembering import remembered
from causeway.hub.knowledge.banks.models import Signal
from causeway.hub.knowledge.banks.reporting import reported_values
from causeway.selectors import phrases_in
from causeway.vocabulary.listed import ListedMention
from causeway.vocabulary.organisations import Category
from causeway.vocabulary.selectors import Selector, SelectorKind
from causeway.vocabulary.signals import SignalKind, SignalState

_KINDS = {SelectorKind.ACCOUNT: SignalKind.ACCOUNT, SelectorKind.URL: SignalKind.URL}


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What one referral names, and what it tells in words."""

    selectors: Collection[Selector]
    texts: Sequence[str]


@query(Permission.READ_BANKS)
def listed_in_each(actor: Actor, asked: Sequence[Named]) -> list[list[ListedMention]]:
    """Of each, every signal that names one of its accounts or URLs, or a word of its texts, for the actor's purpose.
    Four queries, however many are asked for, named or listed.
    """
    named = [{(_KINDS[each.kind], each.value) for each in one.selectors if each.kind in _KINDS} for one in asked]
    words = [_keywords(actor, set[str]().union(*map(phrases_in, one.texts))) for one in asked]
    found = _usable(actor).filter(_among(set().union(*named)) | Q(id__in=set[UUID]().union(*words)))
    rows = list(found.select_related("bank").order_by("kind", "value", "id"))
    names = names_of({row.organisation_id for row in rows})
    return [
        [_mention(row, names) for row in rows if (SignalKind(row.kind), row.value) in accounts or row.id in keywords]
        for accounts, keywords in zip(named, words, strict=True)
    ]


def _usable(actor: Actor) -> QuerySet[Signal]:
    """The signals that may be told of for the actor's purpose: of one's own bank what one added or was given under an
    agreement, of another's what its curator may give.
    """
    own = actor.organisation_id
    givers_now = givers(Category.SIGNAL, actor.purpose)
    is_given = Q(bank__organisation_id__in=givers_now)
    is_held = Q(bank__organisation_id=own) & Q(organisation_id__in=[own, *givers_now])
    return reported_values(timezone.now()).filter(is_held | is_given, purposes__contains=[actor.purpose.value])


def _among(named: Collection[tuple[SignalKind, str]]) -> Q:
    found = Q(pk__in=[])
    for kind in set(_KINDS.values()):
        if values := [value for of, value in named if of is kind]:
            found |= Q(kind=kind.value, value__in=values)
    return found


def _keywords(actor: Actor, phrases: Collection[str]) -> list[UUID]:
    """The keywords among these phrases. All keywords are read, which are few: a text has more phrases."""
    if not phrases:
        return []
    return [signal_id for signal_id, keyword in _all_keywords(actor) if keyword in phrases]


@remembered
def _all_keywords(actor: Actor) -> list[tuple[UUID, str]]:
    """Which of them may still be told of is asked anew each time, of those that were found."""
    return list(_usable(actor).filter(kind=SignalKind.KEYWORD.value).values_list("id", "value"))


def _mention(row: Signal, names: dict[UUID, str]) -> ListedMention:
    return ListedMention(
        kind=SignalKind(row.kind),
        value=row.value,
        signal_id=str(row.id),
        bank=row.bank.name,
        contributor=names[row.organisation_id],
        source=row.source,
        standing=SignalState(row.state) if row.bank.is_shared else None,
        category=row.category or None,
        expires_at=row.expires_at,
    )
