"""What banks ask before they take signals: which are the account, page or name of somebody told of as a victim?"""

from collections.abc import Collection
from uuid import UUID

from causeway.hub.knowledge.banks.victims import Value, knows_victims
from causeway.hub.road.referrals.queries.told import referrals_with_terms, told
from causeway.hub.road.referrals.terms import as_term
from causeway.selectors import SelectorError, normalise_name, party_selectors
from causeway.vocabulary.referral import PartyRole
from causeway.vocabulary.selectors import Selector, SelectorKind
from causeway.vocabulary.signals import SignalKind


@knows_victims
def values_of_victims(values: Collection[Value]) -> set[Value]:
    """Those by which a referral that the acting organisation sees names a victim. Terms are looked up in one query,
    documents read only where one is found. Runs inside the caller's transaction.
    """
    sought = {value: selector for value in values if (selector := _selector(*value)) is not None}
    terms = {(selector.kind.value, as_term(selector.value)) for selector in sought.values()}
    named = {selector for referral_id in referrals_with_terms(terms) for selector in _of_victims(referral_id)}
    return {value for value, selector in sought.items() if selector in named}


def _of_victims(referral_id: UUID) -> set[Selector]:
    referral = told(referral_id).referral
    victims = [party for party in referral.parties if party.role is PartyRole.VICTIM]
    return {found for party in victims for found in party_selectors(party, platform=referral.platform)}


def _selector(kind: SignalKind, value: str) -> Selector | None:
    """As whose mark a signal would be read; a keyword of several words as a name."""
    if kind is SignalKind.ACCOUNT:
        return Selector(kind=SelectorKind.ACCOUNT, value=value)
    if kind is SignalKind.URL:
        return Selector(kind=SelectorKind.URL, value=value)
    if kind is not SignalKind.KEYWORD:
        return None
    first, _space, last = value.partition(" ")
    try:
        return normalise_name(first, last)
    except SelectorError:
        return None
