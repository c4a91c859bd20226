"""The one pipeline on a stream of hand-made referrals of which we know what should come out."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from causeway.clearing import (
    BankSignal,
    Cleared,
    ClearingInput,
    InMemoryNeighbours,
    Policies,
    bundles,
    clear,
    clear_all,
    clusters_of,
    link_input,
    look_round,
    pairs,
)
from causeway.clearing.holders import MOST_OF_ONE_BUNDLE, MOST_OF_ONE_SENDER
from causeway.linking import LinkingPolicy, LinkInput
from causeway.vocabulary.findings import Band, DigestKind, LinkKind, Match, MediaDigests, Route
from causeway.vocabulary.referral import (
    Account,
    Annotation,
    Attachment,
    Concern,
    Email,
    FileFlag,
    Incident,
    IncidentKind,
    IpEvent,
    Party,
    PartyRole,
    Referral,
    SenderKind,
)
from causeway.vocabulary.signals import SignalKind, SignalState

MORNING = datetime(2026, 11, 2, 8, tzinfo=UTC)
SOMEWHERE = Route(country="GB", force=None, basis=None, about=None, reason="It is said so")


class AlwaysSomewhere:
    """A router for a world of one country."""

    def route(self, referral: Referral, *, desk_country: str | None = None) -> tuple[Route, ...]:
        del desk_country
        return (replace(SOMEWHERE, about=referral.concern),)


HALF_SET = int("5" * 64, 16)
"""The digest of a picture has half of its bits set; the numbers below say which differ from it."""


def picture(name: str, pdq: int) -> MediaDigests:
    return MediaDigests(
        sha256=name * 64,
        sha1=name * 40,
        md5=name * 32,
        size_bytes=1000,
        media_type="image/jpeg",
        pdq=f"{pdq ^ HALF_SET:064x}",
        pdq_quality=100,
    )


BRIDGE = picture("a", 0)
BRIDGE_CROPPED = picture("b", 2**20 - 1)
LIGHTHOUSE = picture("c", 2**256 - 1)
LISTED = picture("d", 2**128 - 1)
LISTED_EDITED = picture("e", 2**128 - 2**9)
PICTURES = {media.sha256: media for media in (BRIDGE, BRIDGE_CROPPED, LIGHTHOUSE, LISTED, LISTED_EDITED)}
BANK = (
    BankSignal(signal_id="s1", bank="demo", kind=DigestKind.SHA1, value=LISTED.sha1, category="A"),
    BankSignal(signal_id="s2", bank="demo", kind=DigestKind.PDQ, value=LISTED.pdq or "", category="A"),
)


def account(role: PartyRole, identifier: str, service: str = "Harbour") -> Party:
    return Party(role=role, accounts=(Account(service=service, identifier=identifier),))


def about(subject: str, *, child: str | None = None, at: float = 0, service: str = "Harbour") -> Referral:
    """A referral about somebody at a service, with the hours between the morning and the incident."""
    parties = [account(PartyRole.SUBJECT, subject, service)]
    if child is not None:
        parties.append(replace(account(PartyRole.VICTIM, child, service), is_child=True))
    return Referral(concern=Concern.GROOMING, occurred_at=MORNING + timedelta(hours=at), parties=tuple(parties))


def with_picture(referral: Referral, *media: MediaDigests) -> Referral:
    files = tuple(Attachment(sha256=item.sha256, viewed_by_sender=True) for item in media)
    return replace(referral, concern=Concern.SEXUAL_ABUSE_MATERIAL, attachments=files)


def arriving(told: Sequence[tuple[str, str, Referral]]) -> list[ClearingInput]:
    """Referrals by id and sender, one arriving each minute after the morning."""
    return [
        ClearingInput(
            referral_id=referral_id,
            sender=sender,
            received_at=MORNING + timedelta(days=3, minutes=minute),
            referral=referral,
            digests={item.sha256 or "": PICTURES[item.sha256 or ""] for item in referral.attachments},
        )
        for minute, (referral_id, sender, referral) in enumerate(told)
    ]


def cleared(told: Sequence[tuple[str, str, Referral]], policies: Policies | None = None) -> Cleared:
    return clear_all(arriving(told), neighbours=InMemoryNeighbours(BANK), router=AlwaysSomewhere(), policies=policies)


def strangers(count: int) -> list[tuple[str, str, Referral]]:
    """Referrals that have nothing in common but the service and the way in which they are told."""
    text = "Somebody wrote to a child and asked for another way to reach it."
    return [
        (f"x{number:02}", "harbour", replace(about(f"s{number}", child=f"c{number}", at=number), narrative=text))
        for number in range(count)
    ]


PROXY = IpEvent(address="192.0.2.1", at=MORNING, port=443, possible_proxy=True)
MAILED = Party(role=PartyRole.SUBJECT, emails=(Email(address="Some.One@Example.org"),))
MAILED_AGAIN = Party(role=PartyRole.SUBJECT, emails=(Email(address="some.one@example.org"),))

STREAM: list[tuple[str, str, Referral]] = [
    # One event told three times by two services; then the same person and another child, ten days later.
    ("e1", "harbour", about("77", child="5")),
    ("e2", "harbour", about("77", child="5", at=0.1)),
    ("e3", "hotline", replace(about("77", child="5"), sender_kind=SenderKind.HOTLINE, occurred_at=None)),
    ("p1", "harbour", about("77", child="6", at=-240)),
    # One picture, cropped and told again by the same person's account on the same day; and by somebody else much later.
    ("m1", "quay", with_picture(about("88", service="Quay"), BRIDGE)),
    ("m2", "quay", with_picture(about("88", service="Quay", at=5), BRIDGE_CROPPED)),
    ("m3", "quay", with_picture(about("89", service="Quay", at=-2000), BRIDGE)),
    # A listed picture, exact and edited; a novel one.
    ("k1", "quay", with_picture(about("90", service="Quay"), LISTED)),
    ("k2", "quay", with_picture(about("91", service="Quay", at=-3000), LISTED_EDITED)),
    ("n1", "quay", with_picture(about("92", service="Quay"), LIGHTHOUSE)),
    # The same mailbox, spelt in two ways, at two services.
    ("a1", "harbour", Referral(concern=Concern.GROOMING, parties=(MAILED,))),
    ("a2", "quay", Referral(concern=Concern.GROOMING, parties=(MAILED_AGAIN,))),
    # Two people behind one proxy have nothing to do with each other.
    ("i1", "quay", replace(about("93"), incidents=(Incident(kind=IncidentKind.CHAT, ip_events=(PROXY,)),))),
    ("i2", "quay", replace(about("94", at=50), incidents=(Incident(kind=IncidentKind.CHAT, ip_events=(PROXY,)),))),
    # The sender's own number for something of one day, sent twice.
    ("r1", "quay", Referral(concern=Concern.OTHER, sender_reference="Q-1", occurred_at=MORNING)),
    ("r2", "quay", Referral(concern=Concern.OTHER, sender_reference=" Q-1", occurred_at=MORNING)),
    ("r3", "harbour", Referral(concern=Concern.OTHER, sender_reference="Q-1", occurred_at=MORNING)),
    # Danger now.
    ("d1", "harbour", replace(about("95", child="7", at=70), annotations=(Annotation.EXTORTION,))),
    ("d2", "school", Referral(concern=Concern.OTHER, sender_kind=SenderKind.SCHOOL, emergency="Today.")),
    *strangers(42),
]


@pytest.fixture(scope="module")
def stream() -> Cleared:
    return cleared(STREAM)


def test_the_stream_is_as_long_as_it_says(stream: Cleared) -> None:
    assert len(stream.clearings) == len(STREAM) == 61


def test_one_event_told_many_times_is_one_bundle_headed_by_the_first(stream: Cleared) -> None:
    assert bundles(stream.clearings) == {"e1": ("e1", "e2", "e3"), "m1": ("m1", "m2"), "r1": ("r1", "r2")}


def test_pairs_name_every_two_of_a_bundle(stream: Cleared) -> None:
    expected = {("e1", "e2"), ("e1", "e3"), ("e2", "e3"), ("m1", "m2"), ("r1", "r2")}
    assert pairs(stream.clearings).duplicates == expected


def test_only_those_are_linked_that_share_something_telling(stream: Cleared) -> None:
    found = pairs(stream.clearings)
    people = {("e1", "p1"), ("e2", "p1"), ("e3", "p1"), ("a1", "a2")}
    pictures = {("m1", "m3"), ("m2", "m3")}
    assert found.links == people | pictures | found.duplicates
    assert ("a1", "a2") in found.by_kind[LinkKind.SELECTOR]
    assert ("k1", "k2") in pairs(stream.clearings, minimum_weight=0.2).links
    assert ("m1", "m2") in found.by_kind[LinkKind.NEAR_MEDIA]
    assert ("m1", "m3") in found.by_kind[LinkKind.EXACT_MEDIA]


def test_clusters_hold_what_hangs_together_and_leave_strangers_alone(stream: Cleared) -> None:
    labels = clusters_of(stream.clearings)
    assert {name for name, label in labels.items() if label == labels["p1"]} == {"e1", "e2", "e3", "p1"}
    alone = [name for name in labels if list(labels.values()).count(labels[name]) == 1]
    assert {f"x{number:02}" for number in range(42)} | {"i1", "i2", "n1", "r3"} <= set(alone)


def test_listed_pictures_match_exactly_and_edited(stream: Cleared) -> None:
    exact = {(match.kind, match.distance_bits) for match in stream.clearings["k1"].matches}
    assert exact == {(SignalKind.SHA1, 0), (SignalKind.PDQ, 0)}
    (edited,) = stream.clearings["k2"].matches
    assert (edited.kind, edited.distance_bits, edited.category) == (SignalKind.PDQ, 9, "A")
    assert stream.clearings["n1"].matches == ()


def test_a_novel_picture_stands_above_a_listed_one(stream: Cleared) -> None:
    assert stream.clearings["n1"].priority.score > stream.clearings["k1"].priority.score


def test_a_picture_that_only_looks_like_a_listed_one_counts_as_novel_until_a_person_says_otherwise(
    stream: Cleared,
) -> None:
    listed, edited, novel = (stream.clearings[name] for name in ("k1", "k2", "n1"))
    points = [
        {reason.code: reason.contribution for reason in one.priority.reasons}["other.novel_files"]
        for one in (listed, edited, novel)
    ]
    assert edited.matches
    assert points[0] == 0 < points[1] == points[2]


@pytest.mark.parametrize("standing", [SignalState.UNCONFIRMED, SignalState.DISPUTED, SignalState.APPEALED])
def test_a_signal_that_votes_have_not_confirmed_makes_no_file_known(standing: SignalState) -> None:
    match = Match(sha256="a", bank="b", signal_id="s", kind=SignalKind.SHA256, distance_bits=0)
    assert match.is_known_file
    assert replace(match, standing=SignalState.CONFIRMED).is_known_file
    assert not replace(match, standing=standing).is_known_file
    assert not replace(match, kind=SignalKind.PDQ).is_known_file


def test_danger_now_alerts_and_nothing_else_does(stream: Cleared) -> None:
    imminent = {name for name, clearing in stream.clearings.items() if clearing.priority.is_imminent}
    assert imminent == {"d1", "d2"}
    assert all(stream.clearings[name].priority.band is Band.VERY_HIGH for name in imminent)


def test_what_is_told_again_by_others_and_of_more_children_counts_towards_priority(stream: Cleared) -> None:
    codes = {reason.code: reason for reason in stream.clearings["p1"].priority.reasons}
    assert codes["history.prior_referrals"].contribution > 0
    assert codes["history.distinct_senders"].contribution > 0
    assert codes["access.several_children"].contribution > 0
    assert codes["access.several_children"].text == "2 children may be concerned"


def test_every_clearing_carries_its_route_its_moment_and_its_policies(stream: Cleared) -> None:
    for given in arriving(STREAM):
        clearing = stream.clearings[given.referral_id]
        assert clearing.at == given.received_at
        assert [route.about for route in clearing.routes] == [given.referral.concern]
        assert clearing.priority.policy_version
        assert clearing.completeness.policy_version


def test_strangers_cost_no_look_at_anybody(stream: Cleared) -> None:
    assert all(stream.candidates_looked_at[f"x{number:02}"] == 0 for number in range(42))
    assert max(stream.candidates_looked_at.values()) <= 4


def test_a_person_named_three_hundred_times_costs_no_more_than_the_limit_and_stays_one_cluster() -> None:
    told = [(f"t{number:03}", "harbour", about("77", at=-100.0 * number)) for number in range(300)]
    policies = Policies(linking=LinkingPolicy(candidates_each=20))
    result = cleared(told, policies)
    assert max(result.candidates_looked_at.values()) == 20
    assert set(clusters_of(result.clearings).values()) == {"t000"}
    reasons = {reason.code: reason for reason in result.clearings["t299"].priority.reasons}
    assert reasons["history.prior_referrals"].text == "299 other referrals name the same subject"


@pytest.mark.parametrize("reference", ["n/a", "  ", "-", "None", "batch-7"])
def test_a_reference_that_everything_carries_bundles_nobody(reference: str) -> None:
    told = [
        (f"t{number:03}", "harbour", replace(about(f"s{number}", at=-100 * number), sender_reference=reference))
        for number in range(30)
    ]
    result = cleared(told)
    assert bundles(result.clearings) == {}
    assert max(result.candidates_looked_at.values()) <= LinkingPolicy().reference_most


def test_strangers_who_wrote_the_same_placeholders_stay_strangers() -> None:
    nobody = Party(
        role=PartyRole.SUBJECT,
        accounts=(Account(service="Harbour", handle="Unknown", identifier="0"),),
        emails=(Email(address="no-reply@example.org"),),
    )
    told = [
        (f"t{number:03}", "harbour", replace(about("-", at=-100 * number), parties=(nobody,))) for number in range(30)
    ]
    assert len(set(clusters_of(cleared(told).clearings).values())) == 30


@pytest.mark.parametrize(("sharing", "is_joined"), [(100, True), (1_000, False)])
def test_a_mailbox_that_stands_in_very_many_referrals_joins_nobody(sharing: int, is_joined: bool) -> None:
    neighbours = InMemoryNeighbours()
    mailed = replace(about("-"), parties=(MAILED,))
    inputs = arriving([(f"t{number:04}", f"sender-{number % 20}", mailed) for number in range(sharing + 2)])
    for given in inputs[:-1]:
        facts = link_input(given.referral_id, given.sender, given.received_at, given.referral, {})
        neighbours.add(replace(facts, occurred_at=None))
    last = clear(inputs[-1], neighbours=neighbours, router=AlwaysSomewhere(), now=MORNING)
    assert any(link.weight >= LinkingPolicy().cluster_weight for link in last.links) == is_joined


JUNK = 3_000


def test_a_flood_from_one_sender_neither_hides_nor_slows_what_others_tell() -> None:
    neighbours, policies = InMemoryNeighbours(), Policies()
    first = arriving([("a", "harbour", about("77", child="5"))])
    clear_all(first, neighbours=neighbours, router=AlwaysSomewhere())
    junk = (about("77", at=-50 * number, service="Harbour") for number in range(JUNK))
    flood = arriving([(f"j{number:04}", "noisy", told) for number, told in enumerate(junk)])
    looked_at = clear_all(flood, neighbours=neighbours, router=AlwaysSomewhere()).candidates_looked_at
    assert max(looked_at.values()) <= policies.linking.candidates_each
    (later,) = arriving([("b", "harbour", about("77", child="5", at=0.1))])
    around = look_round(later, neighbours=neighbours, policies=policies)
    found = clear(later, neighbours=neighbours, router=AlwaysSomewhere(), now=MORNING)
    assert len(around.candidates) <= policies.linking.candidates_each
    assert found.duplicate_of == "a"
    assert max(around.sharing.selectors.values()) <= MOST_OF_ONE_SENDER + 2
    assert next(link for link in found.links if link.kind is LinkKind.SELECTOR).weight > 0.9


def test_an_event_told_a_thousand_times_is_looked_at_a_few_times_and_hides_no_other_event_of_the_subject() -> None:
    told = [("other", "harbour", about("77", child="6", at=-500))]
    told += [(f"t{number:04}", f"sender-{number % 7}", about("77", child="5")) for number in range(1_000)]
    told += [("again", "quay", about("77", child="6", at=-500))]
    result = cleared(told)
    assert bundles(result.clearings)["other"] == ("again", "other")
    assert len(bundles(result.clearings)["t0000"]) == 1_000
    assert max(result.candidates_looked_at.values()) <= 2 * MOST_OF_ONE_BUNDLE


def test_content_that_goes_round_is_one_bundle_and_what_is_new_in_it_is_not() -> None:
    def held(subject: str, *media: MediaDigests, viral: bool) -> Referral:
        return replace(with_picture(about(subject, service="Quay"), *media), viral=viral)

    told = [(f"v{number}", f"sender-{number}", held(f"s{number}", BRIDGE, viral=True)) for number in range(4)]
    told += [("new", "sender-9", held("s9", BRIDGE, LIGHTHOUSE, viral=True))]
    quiet = [(f"q{number}", f"sender-{number}", held(f"s{number}", BRIDGE, viral=False)) for number in range(4)]
    assert bundles(cleared(told).clearings) == {"v0": ("v0", "v1", "v2", "v3")}
    assert bundles(cleared(quiet).clearings) == {}


def test_a_handle_that_looks_alike_and_a_line_join_what_neither_joins_alone() -> None:
    def seen(handle: str, service: str, address: str, at: float) -> Referral:
        event = IpEvent(address=address, at=MORNING + timedelta(hours=at))
        party = Party(role=PartyRole.SUBJECT, accounts=(Account(service=service, handle=handle),), ip_events=(event,))
        return Referral(concern=Concern.GROOMING, parties=(party,), occurred_at=MORNING + timedelta(hours=at))

    told = [
        ("a", "harbour", seen("kite_heron77", "Harbour", "198.51.100.7", 0)),
        ("b", "quay", seen("KiteHeron771", "Quay", "198.51.100.7", 100)),
        ("c", "pier", seen("kite.heron77", "Pier", "198.51.100.8", 100)),
        ("d", "moat", seen("saffronbarge5", "Moat", "198.51.100.7", 160)),
    ]
    labels = clusters_of(cleared(told).clearings)
    assert labels == {"a": "a", "b": "a", "c": "c", "d": "d"}


def test_no_more_facts_are_read_than_are_compared_and_no_kind_of_thing_crowds_out_another() -> None:
    told = [(f"t{number:03}", "harbour", about("77", at=-100.0 * number)) for number in range(60)]
    told += [(f"m{number:03}", "quay", with_picture(about(f"s{number}", at=9.0), BRIDGE)) for number in range(9)]
    neighbours = Counting()
    clear_all(arriving(told), neighbours=neighbours, router=AlwaysSomewhere())
    neighbours.read.clear()
    policies = Policies(linking=LinkingPolicy(candidates_each=50, candidates_most=10))
    (given,) = arriving([("new", "quay", with_picture(about("77", at=500), BRIDGE))])
    around = look_round(given, neighbours=neighbours, policies=policies)
    assert neighbours.read == [10]
    assert {"t059", "m008"} <= {facts.referral_id for facts in around.candidates}


class Counting(InMemoryNeighbours):
    """Notes of how many referrals the facts were read."""

    def __init__(self) -> None:
        super().__init__()
        self.read: list[int] = []

    def facts(self, referral_ids: Collection[str]) -> Sequence[LinkInput]:
        self.read.append(len(referral_ids))
        return super().facts(referral_ids)


def test_clearing_again_finds_the_same_and_never_itself() -> None:
    neighbours = InMemoryNeighbours(BANK)
    inputs = arriving(STREAM)
    first = clear_all(inputs, neighbours=neighbours, router=AlwaysSomewhere())
    for given in inputs[:5]:
        again = clear(given, neighbours=neighbours, router=AlwaysSomewhere(), now=given.received_at)
        assert given.referral_id not in {link.right for link in again.links}
        assert again.duplicate_of != given.referral_id
        assert again.matches == first.clearings[given.referral_id].matches


def test_flags_of_the_sender_change_no_priority_in_the_stream() -> None:
    plain = with_picture(about("1", service="Quay"), LIGHTHOUSE)
    file = replace(plain.attachments[0], flags=(FileFlag.VIRAL, FileFlag.MEME, FileFlag.GENERATED))
    result = (
        cleared([("f1", "quay", plain)]),
        cleared([("f1", "quay", replace(plain, viral=True, attachments=(file,)))]),
    )
    assert result[0].clearings["f1"].priority.score == result[1].clearings["f1"].priority.score
