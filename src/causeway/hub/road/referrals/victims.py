"""What banks ask before they take a signal: is this the account, page or name of somebody told of as a victim?"""

from causeway.hub.knowledge.banks.victims import knows_victims
from causeway.hub.road.referrals.queries.told import referrals_with_term, told
from causeway.hub.road.referrals.terms import as_term
from causeway.selectors import SelectorError, normalise_name, party_selectors
from causeway.vocabulary.referral import PartyRole
from causeway.vocabulary.selectors import Selector, SelectorKind
from causeway.vocabulary.signals import SignalKind

_MOST_REFERRALS = 200


@knows_victims
def is_of_a_victim(kind: SignalKind, value: str) -> bool:
    """Whether a referral that the acting organisation sees names a victim by this value. Runs inside the caller's
    transaction.
    """
    selector = _selector(kind, value)
    if selector is None:
        return False
    found = referrals_with_term(selector.kind.value, as_term(selector.value), limit=_MOST_REFERRALS)
    for referral in (told(referral_id).referral for referral_id in found):
        victims = [party for party in referral.parties if party.role is PartyRole.VICTIM]
        if any(selector in party_selectors(party, platform=referral.platform) for party in victims):
            return True
    return False


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
