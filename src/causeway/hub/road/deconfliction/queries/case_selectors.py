"""The selectors of a case that can be registered, with the labels under which that is done."""

from collections import Counter
from dataclasses import dataclass
from uuid import UUID

from causeway.blinding import BLINDED_KINDS
from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.queries.lookup import listing_by_id
from causeway.hub.road.cases.queries.finding import case_row, referrals_of
from causeway.hub.road.deconfliction.registering import Named
from causeway.hub.road.deconfliction.words import KIND_NAMES
from causeway.hub.road.referrals.queries.told import told
from causeway.selectors import FoundSelector, found_selectors, is_bare_host, names_nobody
from causeway.vocabulary.referral import PartyRole
from causeway.vocabulary.selectors import Selector, SelectorKind


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSelector:
    """A selector of a case under its label, and whether it is a victim's alone."""

    named: Named
    is_victims: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSelectors:
    """The case by its reference, and what of it can be registered."""

    reference: str
    selectors: tuple[CaseSelector, ...]


@query(Permission.REGISTER_INTERESTS)
def case_selectors(actor: Actor, case_id: UUID) -> CaseSelectors:
    """What the case's referrals name that leads to somebody, by kind. The look is entered.

    Raises:
        NotFound, Conflict: there is no such case, or it is closed.
    """
    case = case_row(case_id, must_be_open=True)
    enter(Act.CASE_READ, subjects=[case_id])
    own = listing_by_id(actor.organisation_id)
    region = own.country if own else None
    found: dict[Selector, bool] = {}
    for referral_id in referrals_of(case_id):
        for item in found_selectors(told(referral_id).referral, default_region=region):
            if _leads_somewhere(item):
                key = Selector(kind=item.selector.kind, value=item.selector.value)
                found[key] = found.get(key, True) and item.role is PartyRole.VICTIM
    return CaseSelectors(reference=case.reference, selectors=_labelled(found))


def _labelled(found: dict[Selector, bool]) -> tuple[CaseSelector, ...]:
    kinds, numbers, labelled = list(SelectorKind), Counter[SelectorKind](), []
    for selector in sorted(found, key=lambda one: (kinds.index(one.kind), one.value)):
        numbers[selector.kind] += 1
        label = f"{KIND_NAMES[selector.kind]} {numbers[selector.kind]}"
        labelled.append(CaseSelector(named=Named(label=label, selector=selector), is_victims=found[selector]))
    return tuple(labelled)


def _leads_somewhere(item: FoundSelector) -> bool:
    selector = item.selector
    if selector.kind not in BLINDED_KINDS:
        return False
    if selector.kind is SelectorKind.IP:
        return not names_nobody(selector.value)
    return selector.kind is not SelectorKind.URL or not is_bare_host(selector.value)
