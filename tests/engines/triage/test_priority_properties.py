"""What holds of priority for every referral and under every policy that is accepted, not for the one that ships alone.

A policy may set points, bands and words; it cannot make paperwork, a sender's flag or one more danger lower a child's
place in the queue.
"""

from collections.abc import Callable
from dataclasses import fields, replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.clearing import ClearingInput, InMemoryNeighbours, clear
from causeway.clearing.surroundings import link_input
from causeway.triage import PriorityContext, PriorityPolicy, assess_priority, priority_policy
from causeway.vocabulary.findings import BAND_ORDER, Band, Match, Priority, Route
from causeway.vocabulary.places import Address, EstimatedLocation
from causeway.vocabulary.referral import (
    Account,
    Annotation,
    Attachment,
    Concern,
    Contact,
    Device,
    Email,
    EventKind,
    FileFlag,
    Incident,
    IncidentKind,
    IpEvent,
    Party,
    PartyRole,
    Phone,
    Referral,
    SenderKind,
)
from causeway.vocabulary.signals import SignalKind

NOW = datetime(2026, 11, 2, 12, tzinfo=UTC)
MATCH = Match(sha256="0" * 64, bank="demo", signal_id="s1", kind=SignalKind.SHA256, distance_bits=0)
CHILD = Party(role=PartyRole.VICTIM, is_child=True, age_years=12)

DANGER_FIELDS: dict[type, frozenset[str]] = {
    Referral: frozenset({"concern", "sender_kind", "annotations", "occurred_at", "emergency", "is_contact_ongoing"})
    | {"is_planned", "planned_at", "viral", "parties", "attachments"},
    Party: frozenset({"role", "is_child", "age_years", "born_on", "addresses", "location", "school", "relation"})
    | {"prior_references"},
    Attachment: frozenset({"flags"}),
    Address: frozenset({"city", "postcode"}),
    EstimatedLocation: frozenset({"city"}),
}
"""What priority may look at. All else that a referral can hold is paperwork: it helps somebody act, and says nothing
of how soon a child may be harmed.
"""


def bare(value: Any) -> Any:
    """The same without its paperwork."""
    if isinstance(value, tuple):
        return tuple(bare(item) for item in value)
    kept = DANGER_FIELDS.get(type(value))
    if kept is None:
        return value
    names = {field.name for field in fields(value)}
    assert kept <= names
    return type(value)(**{name: bare(getattr(value, name)) for name in kept})


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def some(strategy: st.SearchStrategy[Any], most: int = 2) -> st.SearchStrategy[Any]:
    return st.lists(strategy, max_size=most).map(tuple)


times = st.integers(-3_000, 3_000).map(lambda hours: NOW + timedelta(hours=hours))
words = st.sampled_from(["bridge", "door knob", "H-1", ""])
places = st.sampled_from(["Leeds", "York", "Ghent"])
addresses = st.builds(
    Address, city=maybe(places), postcode=maybe(st.sampled_from(["LS1 4AP", "YO1 7HH"])), country=maybe(st.just("GB"))
)
emails = st.builds(Email, address=st.just("desk@example.org"), verified=maybe(st.booleans()))
phones = st.builds(Phone, number=st.just("+44 20 7946 0000"), verified=maybe(st.booleans()))
ip_events = st.builds(
    IpEvent,
    address=st.just("192.0.2.1"),
    kind=st.sampled_from(EventKind),
    at=maybe(times),
    port=maybe(st.just(4000)),
)
parties = st.builds(
    Party,
    role=st.sampled_from(PartyRole),
    is_child=maybe(st.booleans()),
    first_name=maybe(words),
    age_years=maybe(st.integers(0, 70)),
    born_on=maybe(st.dates(date(1960, 1, 1), date(2026, 1, 1))),
    emails=some(emails, 1),
    phones=some(phones, 1),
    addresses=some(addresses, 1),
    location=maybe(st.builds(EstimatedLocation, city=maybe(places), country=maybe(st.just("GB")))),
    accounts=some(st.builds(Account, service=maybe(words), identifier=maybe(words)), 1),
    ip_events=some(ip_events, 1),
    devices=some(st.builds(Device, kind=words, value=words), 1),
    school=maybe(words),
    relation=maybe(words),
    prior_references=some(words),
    notes=maybe(words),
)
attachments = st.builds(
    Attachment,
    sha256=maybe(st.just("0" * 64)),
    name=maybe(words),
    url=maybe(st.just("https://example.org/1")),
    viewed_by_sender=maybe(st.booleans()),
    flags=st.lists(st.sampled_from(FileFlag), max_size=3, unique=True).map(tuple),
    industry_class=maybe(words),
    upload_event=maybe(ip_events),
    notes=maybe(words),
)
referrals = st.builds(
    Referral,
    concern=st.sampled_from(Concern),
    sender_kind=st.sampled_from(SenderKind),
    annotations=st.lists(st.sampled_from(Annotation), max_size=3, unique=True).map(tuple),
    occurred_at=maybe(times),
    occurred_definition=maybe(words),
    platform=maybe(words),
    emergency=maybe(st.just("Now.")),
    is_contact_ongoing=maybe(st.booleans()),
    is_planned=maybe(st.booleans()),
    planned_at=maybe(times),
    viral=st.booleans(),
    narrative=maybe(words),
    incidents=some(st.builds(Incident, kind=st.sampled_from(IncidentKind), content=maybe(words)), 1),
    parties=some(parties, 3),
    attachments=some(attachments),
    contact=maybe(st.builds(Contact, emails=some(emails))),
    sender_reference=maybe(words),
)
contexts = st.builds(
    PriorityContext,
    matches=st.sampled_from([(), (MATCH,)]),
    novel_files=maybe(st.integers(0, 3)),
    links=st.integers(0, 5),
    is_linked_elsewhere=st.booleans(),
    prior_referrals=st.integers(0, 5),
    distinct_senders=st.integers(1, 4),
    victims=st.integers(0, 4),
)
points = st.floats(0, 100)


@st.composite
def accepted_policies(draw: st.DrawFn) -> PriorityPolicy:
    """Any points that a policy may give, and any falling bands."""
    shipped = priority_policy()
    given_points = {code: draw(points) for code in shipped.features} | {"sender_flags": 0.0}
    given_points["novel_files"] = given_points["known_material"] + draw(st.floats(0.5, 50))
    steps = [draw(st.floats(0.5, 100)) for _ in range(len(BAND_ORDER) - 1)]
    return replace(
        shipped,
        bands={band: sum(steps[place:]) for place, band in enumerate(BAND_ORDER[:-1])},
        features={code: replace(row, points=given_points[code]) for code, row in shipped.features.items()},
    )


policies = st.just(priority_policy()) | accepted_policies()


def assess(referral: Referral, context: PriorityContext, policy: PriorityPolicy) -> Priority:
    return assess_priority(referral, context=context, now=NOW, policy=policy)


def is_no_lower(new: Priority, old: Priority) -> bool:
    return (
        new.score >= old.score - 1e-9
        and BAND_ORDER.index(new.band) <= BAND_ORDER.index(old.band)
        and new.is_imminent >= old.is_imminent
    )


@given(referrals, contexts, policies)
def test_contributions_sum_to_the_score_and_what_is_unknown_gives_none_and_says_so(
    referral: Referral, context: PriorityContext, policy: PriorityPolicy
) -> None:
    priority = assess(referral, context, policy)
    assert priority.score == pytest.approx(sum(item.contribution for item in priority.reasons))
    assert all(item.contribution >= 0 for item in priority.reasons)
    assert all(item.contribution == 0 for item in priority.reasons if not item.known)
    named = [item.code for item in priority.reasons if not item.code.startswith("imminent.")]
    assert sorted(named) == sorted(f"{row.group}.{code}" for code, row in policy.features.items())


@given(referrals, contexts, policies)
def test_imminence_stands_on_top_whatever_the_points(
    referral: Referral, context: PriorityContext, policy: PriorityPolicy
) -> None:
    priority = assess(referral, context, policy)
    assert priority.band is (Band.VERY_HIGH if priority.is_imminent else policy.band(priority.score))
    assert assess(replace(referral, emergency="Now."), context, policy).band is Band.VERY_HIGH


@given(referrals, contexts, policies)
def test_paperwork_counts_nothing_whether_there_or_missing(
    referral: Referral, context: PriorityContext, policy: PriorityPolicy
) -> None:
    assert assess(bare(referral), context, policy) == assess(referral, context, policy)


@given(referrals, contexts, policies)
def test_a_time_left_out_never_lowers_priority(
    referral: Referral, context: PriorityContext, policy: PriorityPolicy
) -> None:
    told = referral
    if referral.occurred_at and referral.occurred_at > NOW:
        told = replace(referral, occurred_at=NOW)  # a plan ahead is a danger told, not paperwork
    assert is_no_lower(assess(replace(told, occurred_at=None), context, policy), assess(told, context, policy))


@given(referrals, contexts, policies, st.sets(st.sampled_from(["viral", "meme", "generated", "drawing"])))
def test_no_automated_flag_moves_a_referral(
    referral: Referral, context: PriorityContext, policy: PriorityPolicy, flags: set[str]
) -> None:
    more = tuple(FileFlag(flag) for flag in flags)
    flagged = tuple(replace(item, flags=tuple(dict.fromkeys((*item.flags, *more)))) for item in referral.attachments)
    old, new = (
        assess(referral, context, policy),
        assess(replace(referral, viral=True, attachments=flagged), context, policy),
    )
    assert (new.score, new.band, new.is_imminent) == (old.score, old.band, old.is_imminent)


@given(referrals, contexts, policies)
def test_a_file_that_no_bank_knows_stands_above_the_same_file_known(
    referral: Referral, context: PriorityContext, policy: PriorityPolicy
) -> None:
    novel = assess(referral, replace(context, novel_files=1, matches=()), policy)
    known = assess(referral, replace(context, novel_files=0, matches=(MATCH,)), policy)
    assert novel.score > known.score
    assert is_no_lower(novel, known)


DANGER_FACTS: list[Callable[[Referral], Referral]] = [
    lambda referral: replace(referral, emergency="Now."),
    lambda referral: replace(referral, is_contact_ongoing=True),
    lambda referral: replace(referral, is_planned=True, planned_at=NOW + timedelta(days=1)),
    lambda referral: replace(referral, parties=(*referral.parties, CHILD)),
    lambda referral: replace(referral, parties=(*referral.parties, Party(role=PartyRole.VICTIM))),
    lambda referral: replace(
        referral,
        parties=(
            *referral.parties,
            Party(role=PartyRole.SUBJECT, relation="neighbour", school="The Bridge", prior_references=("R-1",)),
        ),
    ),
    *(
        lambda referral, one=one: replace(referral, annotations=tuple(dict.fromkeys((*referral.annotations, one))))
        for one in Annotation
    ),
    *(
        lambda referral, one=one: replace(referral, attachments=(*referral.attachments, Attachment(flags=(one,))))
        for one in FileFlag
    ),
]
AROUND = ["novel_files", "distinct_senders", "victims", "prior_referrals", "links"]


@given(referrals, contexts, policies, st.sampled_from(DANGER_FACTS))
def test_a_danger_told_never_lowers_priority(
    referral: Referral, context: PriorityContext, policy: PriorityPolicy, tell: Callable[[Referral], Referral]
) -> None:
    assert is_no_lower(assess(tell(referral), context, policy), assess(referral, context, policy))


@given(referrals, contexts, policies, st.sampled_from(AROUND), st.integers(1, 1_000_000))
def test_more_of_what_surrounds_it_never_lowers_priority(
    referral: Referral, context: PriorityContext, policy: PriorityPolicy, name: str, more: int
) -> None:
    changes: dict[str, Any] = {name: (getattr(context, name) or 0) + more}
    assert is_no_lower(assess(referral, replace(context, **changes), policy), assess(referral, context, policy))


class _Nowhere:
    """A router that knows no place."""

    def route(self, referral: Referral, *, desk_country: str | None = None) -> tuple[Route, ...]:
        del referral, desk_country
        return ()


def _told(account: str, child: str, day: int) -> Referral:
    return Referral(
        concern=Concern.GROOMING,
        occurred_at=NOW - timedelta(days=day),
        parties=(
            Party(role=PartyRole.SUBJECT, accounts=(Account(service="Harbourline", identifier=account),)),
            Party(role=PartyRole.VICTIM, is_child=True, accounts=(Account(service="Harbourline", identifier=child),)),
        ),
    )


@settings(max_examples=20)
@given(st.integers(0, 40), st.integers(0, 2), st.booleans())
def test_what_one_sender_sends_never_lowers_what_comes_after(many: int, others: int, is_about_one: bool) -> None:
    """Through the whole pipeline, up to as many on one subject as it looks at one by one (`candidates_each`)."""

    def judged(many: int) -> Priority:
        neighbours = InMemoryNeighbours()
        for place in range(others):
            neighbours.add(link_input(f"o{place}", f"Sender {place}", NOW, _told("gate_9", f"c{place}", 20), {}))
        for place in range(many):
            account = "gate_9" if is_about_one else f"gate_{100 + place}"
            neighbours.add(link_input(f"v{place}", "Loud", NOW, _told(account, f"v{place}", 20 + place % 5), {}))
        given = ClearingInput(
            referral_id="t", sender="Loud", received_at=NOW + timedelta(hours=1), referral=_told("gate_9", "c9", 3)
        )
        return clear(given, neighbours=neighbours, router=_Nowhere(), now=NOW).priority

    assert is_no_lower(judged(many), judged(0))
