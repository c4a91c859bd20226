"""A sender's volume never lowers a priority: whatever else it sends, the next referral stands no lower by it."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.clearing import ClearingInput, InMemoryNeighbours, Policies, look_round, prioritise
from causeway.clearing.surroundings import bundle_head
from causeway.linking import find_links
from causeway.vocabulary.findings import Priority
from causeway.vocabulary.referral import Account, Concern, IpEvent, Party, PartyRole, Referral

MORNING = datetime(2026, 11, 2, 8, tzinfo=UTC)
POLICIES = Policies()


def told(subject: str, child: str | None, hours: float, address: str | None = None) -> Referral:
    seen = (IpEvent(address=address, at=MORNING),) if address else ()
    accounts = (Account(service="Harbour", identifier=subject, handle=f"heron_{subject}"),)
    parties = [Party(role=PartyRole.SUBJECT, accounts=accounts, ip_events=seen)]
    if child is not None:
        parties.append(Party(role=PartyRole.VICTIM, accounts=(Account(service="Harbour", identifier=child),)))
    return Referral(
        concern=Concern.GROOMING,
        occurred_at=MORNING + timedelta(hours=hours),
        parties=tuple(parties),
        platform="Harbour",
    )


def sent(stream: list[tuple[str, Referral]]) -> list[ClearingInput]:
    return [
        ClearingInput(
            referral_id=f"r{number:04}",
            sender=sender,
            received_at=MORNING + timedelta(days=9, minutes=number),
            referral=one,
        )
        for number, (sender, one) in enumerate(stream)
    ]


def priority_after(stream: list[tuple[str, Referral]], last: tuple[str, Referral]) -> Priority:
    """The priority of the last one, received at one moment however many came before."""
    neighbours = InMemoryNeighbours()
    for given_ in sent(stream):
        around = look_round(given_, neighbours=neighbours, policies=POLICIES)
        links = find_links(around.facts, around.candidates, sharing=around.sharing, bundles=around.bundles)
        head = bundle_head(around.facts, around.candidates, links, around.bundles)
        neighbours.add(replace(around.facts, duplicate_of=head))
    given_ = replace(sent([last])[0], referral_id="last", received_at=MORNING + timedelta(days=30))
    around = look_round(given_, neighbours=neighbours, policies=POLICIES)
    return prioritise(given_, around, policies=POLICIES, now=MORNING + timedelta(days=30), is_linked_elsewhere=False)


referrals = st.builds(
    told,
    subject=st.sampled_from(["77", "78"]),
    child=st.sampled_from([None, "1", "2", "3"]),
    hours=st.sampled_from([0.0, 0.1, -200.0, -400.0, -700.0]),
    address=st.sampled_from([None, "198.51.100.7"]),
)


@settings(max_examples=60, deadline=None)
@given(
    others=st.lists(st.tuples(st.sampled_from(["quay", "pier", "noisy"]), referrals), max_size=6),
    flood=st.lists(referrals, min_size=1, max_size=3),
    times=st.sampled_from([1, 3, 70]),
    last=referrals,
)
def test_no_flood_lowers_what_comes_after_it(
    others: list[tuple[str, Referral]], flood: list[Referral], times: int, last: Referral
) -> None:
    before = priority_after(others, ("school", last))
    after = priority_after([*others, *(("noisy", one) for one in flood * times)], ("school", last))
    assert after.score >= before.score


@pytest.mark.parametrize("times", [10, 60, 300])
def test_children_and_senders_are_counted_however_much_one_sender_sends_of_the_subject(times: int) -> None:
    others = [("quay", told("77", "1", -200)), ("pier", told("77", "2", -400)), ("noisy", told("77", "3", -600))]
    flood = [("noisy", told("77", None, -1_000 - 100 * number)) for number in range(times)]
    reasons = {
        reason.code: reason.text for reason in priority_after(others + flood, ("school", told("77", "4", 0))).reasons
    }
    assert reasons["access.several_children"] == "4 children may be concerned"
    assert reasons["history.distinct_senders"] == "4 senders tell of this independently"
