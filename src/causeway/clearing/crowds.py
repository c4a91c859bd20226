"""What so many referrals hold that it links little or nothing, so that a page can say so.

Who sees one address in two referrals, and no link between them, should not take that for an oversight.
"""

from collections.abc import Collection, Iterable, Iterator

from causeway.linking import (
    LinkingPolicy,
    LinkInput,
    SelectorKey,
    Sharing,
    media_weight,
    most_telling,
    worn_out_at,
)
from causeway.selectors import telling
from causeway.vocabulary.findings import Match, WidelyShared, Worn
from causeway.vocabulary.selectors import Selector

LISTED_AS_MANY = 16
"""A file that stands in a bank has gone round elsewhere: it tells as little as one that so many referrals hold."""
WIDELY = 10
"""What no more referrals hold is not called widely shared, however little it tells (our choice)."""


def widely_shared(
    facts: LinkInput, sharing: Sharing, *, matches: Iterable[Match] = (), policy: LinkingPolicy | None = None
) -> tuple[WidelyShared, ...]:
    """What a referral holds that is shared too widely to link as it else would, the most widely shared first.

    `sharing` counts this referral too. A file that links less only because a bank lists it is left out: its match says
    that.
    """
    policy = policy or LinkingPolicy()
    listed = {match.sha256 for match in matches}
    found = [*_selectors(facts, sharing, policy), *_files(facts, sharing, policy, listed)]
    return tuple(sorted(found, key=lambda one: -one.shared_by))


def worn_out(facts: LinkInput, sharing: Sharing) -> tuple[SelectorKey, ...]:
    """The selectors of a referral that so many share that they link nothing, however they were seen: what they linked
    before counts no more. `sharing` counts this referral too.
    """
    return tuple(
        key for key in facts.keyed() if (held := sharing.selectors.get(key, 1)) > WIDELY and held >= worn_out_at(key)
    )


def _selectors(facts: LinkInput, sharing: Sharing, policy: LinkingPolicy) -> Iterator[WidelyShared]:
    for key, seen in facts.keyed().items():
        if (holders := sharing.selectors.get(key, 1)) <= WIDELY:
            continue
        alone, now = (
            most_telling(key, seen, count, is_proxy=key in facts.proxies, is_verified=key in facts.verified)
            for count in (2, holders)
        )
        leads_on = telling(seen[0], shared_by=holders)[0] > policy.candidate_weight
        if worn := _worn(alone, now, policy, leads_on=leads_on):
            selector = Selector(kind=key[0], value=key[1])
            yield WidelyShared(worn=worn, shared_by=max(holders, sharing.named_by(key)), selector=selector)


def _files(
    facts: LinkInput, sharing: Sharing, policy: LinkingPolicy, listed: Collection[str]
) -> Iterator[WidelyShared]:
    for sha256 in dict.fromkeys(media.sha256 for media in facts.media):
        told, elsewhere = sharing.media_told.get(sha256, 1), LISTED_AS_MANY if sha256 in listed else 0
        here = max(sharing.media.get(sha256, 1) - elsewhere, told if facts.is_viral else 0)
        alone = media_weight(2)
        if here <= WIDELY or not _worn(alone, media_weight(here), policy):
            continue
        if worn := _worn(alone, media_weight(sharing.holders_of(sha256, is_viral=facts.is_viral)), policy):
            yield WidelyShared(worn=worn, shared_by=max(here, told), sha256=sha256)


def _worn(alone: float, now: float, policy: LinkingPolicy, *, leads_on: bool = True) -> Worn | None:
    """What is left of a weight, or None where it still does what it would do if two alone shared the thing.

    `leads_on`: others who hold it are looked for by it.
    """
    if now < policy.weak_weight <= alone:
        return Worn.NOTHING
    if alone >= policy.minimum_weight and (now < policy.minimum_weight or not leads_on):
        return Worn.NOT_ALONE
    return Worn.WEAKLY if now < policy.cluster_weight <= alone else None
