"""The one pipeline: match, link, bundle, triage, route. Worker, replay and evaluation run this very code.

`look_round` asks the neighbourhood a handful of questions; `decide` is pure and makes the findings. A person can
change every one of them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import zip_longest
from typing import Protocol

from causeway.clearing.crowds import LISTED_AS_MANY, widely_shared, worn_out
from causeway.clearing.neighbours import Neighbours
from causeway.clearing.surroundings import bundle_head, children_brought, link_input, priority_context, strong
from causeway.linking import (
    MOST_HANDLES,
    MOST_SHARED,
    Bundle,
    LinkingPolicy,
    LinkInput,
    SelectorKey,
    Sharing,
    children_mark,
    conversation_marks,
    find_links,
    handles_of,
    marks_of,
    marks_of_handles,
    media_weight,
    telling_look,
)
from causeway.selectors import telling
from causeway.triage import (
    CompletenessPolicy,
    PriorityPolicy,
    assess_completeness,
    assess_priority,
    completeness_policy,
    priority_policy,
)
from causeway.vocabulary.findings import Clearing, Link, Match, MediaDigests, Priority, Route
from causeway.vocabulary.referral import Referral

_MOST_MARKS = 12
"""Of a referral's handles, the rarest: what four people leave."""


class Routes(Protocol):
    """Whatever says where a referral should go: `causeway.routing.Router` does."""

    def route(self, referral: Referral, *, desk_country: str | None = None) -> tuple[Route, ...]:
        """The routes of a referral, the surest first, as the desk of this country sees it."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Policies:
    """The policies of one run; by default those that ship with this version."""

    completeness: CompletenessPolicy = field(default_factory=completeness_policy)
    priority: PriorityPolicy = field(default_factory=priority_policy)
    linking: LinkingPolicy = field(default_factory=LinkingPolicy)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearingInput:
    """One referral to clear. `digests` are those computed of its files, by SHA-256 (hex); `region` (ISO alpha-2) is
    where the sender is, as far as known, `desk_country` that of the desk which clears it.
    """

    referral_id: str
    sender: str
    received_at: datetime
    referral: Referral
    digests: Mapping[str, MediaDigests] = field(default_factory=dict)
    desk_country: str | None = None
    region: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What was found around a referral: its own facts, its candidates and the bundles in which they stand, how widely
    things are shared, what stands in a bank.
    """

    facts: LinkInput
    candidates: tuple[LinkInput, ...]
    bundles: tuple[Bundle, ...]
    sharing: Sharing
    matches: tuple[Match, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClearedOne:
    """One referral of a stream, its findings, how many candidates were looked at for it, and what of its selectors
    links nothing any more.
    """

    given: ClearingInput
    clearing: Clearing
    candidates_looked_at: int
    worn_out: tuple[SelectorKey, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """A stream that was cleared in order: the findings by referral, and how many candidates were looked at for each."""

    clearings: Mapping[str, Clearing]
    candidates_looked_at: Mapping[str, int]


def look_round(given: ClearingInput, *, neighbours: Neighbours, policies: Policies) -> Surroundings:
    """Ask the neighbourhood: at most eleven questions, whatever the number of selectors and files."""
    policy = policies.linking
    facts = link_input(
        given.referral_id, given.sender, given.received_at, given.referral, given.digests, region=given.region
    )
    named = (*facts.keyed(), *marks_of(facts), *map(children_mark, strong(facts.subjects)))
    sharing = neighbours.sharing(named, {media.sha256 for media in facts.media}, sender=facts.sender)
    referred = _with_its_reference(facts, neighbours, policy)
    matches = neighbours.bank_matches(
        facts.media, radius_bits=policy.radius_bits, minimum_quality=policy.minimum_quality
    )
    listed = {match.sha256 for match in matches}
    known = [*_candidate_ids(facts, sharing, neighbours, policy, listed=listed)]
    if len(referred) < policy.reference_most:
        known.append(referred)
    candidates = neighbours.facts(_in_turn(known)[: policy.candidates_most])
    bundles = neighbours.bundles({one.duplicate_of or one.referral_id for one in candidates})
    counted = _with_itself(sharing, listed=listed, referred=len(referred))
    return Surroundings(
        facts=replace(facts, brings_child_of=children_brought(facts, candidates)),
        candidates=tuple(candidates),
        bundles=tuple(bundles),
        sharing=counted,
        matches=tuple(matches),
    )


def decide(
    given: ClearingInput, around: Surroundings, *, router: Routes, policies: Policies, now: datetime
) -> Clearing:
    """The findings about one referral, from what was found around it. Pure."""
    links = _links(around, policies)
    return Clearing(
        at=now,
        completeness=assess_completeness(given.referral, policy=policies.completeness),
        priority=_priority(given, around, links, policies=policies, now=now),
        matches=around.matches,
        links=links,
        duplicate_of=bundle_head(around.facts, around.candidates, links, around.bundles),
        routes=router.route(given.referral, desk_country=given.desk_country),
        widely_shared=widely_shared(around.facts, around.sharing, matches=around.matches, policy=policies.linking),
    )


def prioritise(
    given: ClearingInput, around: Surroundings, *, policies: Policies, now: datetime, is_linked_elsewhere: bool
) -> Priority:
    """The priority alone, for a reader who knows only these surroundings and perhaps that there is more. Pure."""
    links = _links(around, policies)
    return _priority(given, around, links, policies=policies, now=now, is_linked_elsewhere=is_linked_elsewhere)


def clear(
    given: ClearingInput, *, neighbours: Neighbours, router: Routes, policies: Policies | None = None, now: datetime
) -> Clearing:
    """Clear one referral against its neighbourhood. Nothing is stored; clearing it again gives the same."""
    policies = policies or Policies()
    around = look_round(given, neighbours=neighbours, policies=policies)
    return decide(given, around, router=router, policies=policies, now=now)


class GrowingNeighbours(Neighbours, Protocol):
    """A neighbourhood to which a cleared referral can be added."""

    def add(self, facts: LinkInput) -> None:
        """Let a referral be found from now on."""
        ...


def clear_all(
    stream: Iterable[ClearingInput],
    *,
    neighbours: GrowingNeighbours,
    router: Routes,
    policies: Policies | None = None,
    now: datetime | None = None,
) -> Cleared:
    """Clear a stream in order, each referral against those before it. Without `now`, each is cleared when it was
    received.
    """
    clearings: dict[str, Clearing] = {}
    looked_at: dict[str, int] = {}
    for one in clear_each(stream, neighbours=neighbours, router=router, policies=policies, now=now):
        clearings[one.given.referral_id] = one.clearing
        looked_at[one.given.referral_id] = one.candidates_looked_at
    return Cleared(clearings=clearings, candidates_looked_at=looked_at)


def clear_each(
    stream: Iterable[ClearingInput],
    *,
    neighbours: GrowingNeighbours,
    router: Routes,
    policies: Policies | None = None,
    now: datetime | None = None,
) -> Iterator[ClearedOne]:
    """As `clear_all`, one after another as they come, so that a long stream need not be held."""
    policies = policies or Policies()
    for given in stream:
        around = look_round(given, neighbours=neighbours, policies=policies)
        clearing = decide(given, around, router=router, policies=policies, now=now or given.received_at)
        neighbours.add(replace(around.facts, duplicate_of=clearing.duplicate_of))
        yield ClearedOne(
            given=given,
            clearing=clearing,
            candidates_looked_at=len(around.candidates),
            worn_out=worn_out(around.facts, around.sharing),
        )


def _with_itself(sharing: Sharing, *, listed: Collection[str], referred: int) -> Sharing:
    """How widely things are shared with the new referral counted in, and what stands in a bank as gone round."""
    more = {sha256: 1 + (LISTED_AS_MANY if sha256 in listed else 0) for sha256 in sharing.media}
    return Sharing(
        selectors={key: count + 1 for key, count in sharing.selectors.items()},
        selectors_told={key: count + 1 for key, count in sharing.selectors_told.items()},
        media={sha256: count + more[sha256] for sha256, count in sharing.media.items()},
        media_told={sha256: count + 1 for sha256, count in sharing.media_told.items()},
        senders=sharing.senders,
        reference=referred + 1,
    )


def _links(around: Surroundings, policies: Policies) -> tuple[Link, ...]:
    return find_links(
        around.facts, around.candidates, sharing=around.sharing, policy=policies.linking, bundles=around.bundles
    )


def _priority(
    given: ClearingInput,
    around: Surroundings,
    links: tuple[Link, ...],
    *,
    policies: Policies,
    now: datetime,
    is_linked_elsewhere: bool = False,
) -> Priority:
    context = priority_context(around.facts, around.candidates, around.sharing, links, around.matches)
    context = replace(context, is_linked_elsewhere=is_linked_elsewhere)
    return assess_priority(given.referral, context=context, now=now, policy=policies.priority)


def _candidate_ids(
    facts: LinkInput, sharing: Sharing, neighbours: Neighbours, policy: LinkingPolicy, *, listed: Collection[str]
) -> Iterator[Sequence[str]]:
    """The ids of those that share something telling, for each kind of thing the most telling first. What half the world
    shares is not followed; a file that so many hold that it links nothing leads to a few, who may say that it goes
    round.
    """
    besides, each, most = facts.referral_id, policy.candidates_each, policy.candidates_most
    named: list[str] = []
    if keys := _keys_to_follow(facts, sharing, policy):
        named += neighbours.with_selectors(keys, besides=besides, most_each=each, most=most)
    handles = handles_of(facts.subjects)
    of_handles = marks_of_handles(facts.subjects) if len(handles) <= MOST_HANDLES else ()
    if marks := _to_look_up(of_handles, sharing)[:_MOST_MARKS]:
        named += neighbours.with_alike_handles(handles, marks, besides=besides, most_each=each, most=most)
    yield named
    for files, most_each in _by_crowd(facts, sharing, policy, listed):
        held = {media.sha256: count for media in files if (count := sharing.media.get(media.sha256, 0))}
        if held:
            rarest_first = sorted(held, key=lambda sha256: held[sha256])
            yield neighbours.with_media(rarest_first, besides=besides, most_each=most_each, most=most)
        good = (media.pdq for media in files if telling_look(media, policy.minimum_quality) is not None)
        if looks := list(dict.fromkeys(filter(None, good))):
            yield neighbours.with_near_media(
                looks, radius_bits=policy.radius_bits, besides=besides, most_each=most_each, most=most
            )


def _by_crowd(
    facts: LinkInput, sharing: Sharing, policy: LinkingPolicy, listed: Collection[str]
) -> Iterator[tuple[Sequence[MediaDigests], int]]:
    """The files that few hold and those that a crowd holds, each with how many referrals to look at for each."""
    files: dict[bool, list[MediaDigests]] = {False: [], True: []}
    for media in facts.media:
        holders = sharing.media.get(media.sha256, 0) + 1 + (LISTED_AS_MANY if media.sha256 in listed else 0)
        files[media_weight(holders) < policy.minimum_weight].append(media)
    yield files[False], policy.candidates_each
    yield files[True], policy.candidates_of_a_crowd


def _keys_to_follow(facts: LinkInput, sharing: Sharing, policy: LinkingPolicy) -> list[SelectorKey]:
    """The selectors that others name too and that tell something, the most telling first."""
    weights = {
        key: telling(selectors[0], shared_by=count + 1)[0]
        for key, selectors in facts.keyed().items()
        if (count := sharing.selectors.get(key, 0))
    }
    followed = [key for key, weight in weights.items() if weight > policy.candidate_weight]
    return sorted(followed, key=lambda key: -weights[key]) + _to_look_up(conversation_marks(facts), sharing)


def _to_look_up(marks: Iterable[SelectorKey], sharing: Sharing) -> list[SelectorKey]:
    """The marks that others have too, but not too many, the rarest first."""
    held = {mark: sharing.selectors.get(mark, 0) for mark in marks}
    return sorted((mark for mark, count in held.items() if 0 < count <= MOST_SHARED), key=lambda mark: held[mark])


def _in_turn(lists: Iterable[Sequence[str]]) -> list[str]:
    """What stands first in each list, then what stands second, and so on, each once: no kind crowds out another."""
    rows = zip_longest(*lists)
    return list(dict.fromkeys(item for row in rows for item in row if item is not None))


def _with_its_reference(facts: LinkInput, neighbours: Neighbours, policy: LinkingPolicy) -> Sequence[str]:
    """The ids of the sender's other referrals under the same reference; as many as `reference_most` are too many."""
    if not facts.sender_reference:
        return ()
    return neighbours.with_reference(
        facts.sender, facts.sender_reference, besides=facts.referral_id, most=policy.reference_most
    )
