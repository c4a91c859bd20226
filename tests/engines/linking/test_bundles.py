"""What all tellings of one event say together, and that it stays bounded."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from causeway.linking import (
    MOST_HANDLES,
    Bundle,
    LinkingPolicy,
    LinkInput,
    bundle_of,
    event_of,
    find_links,
    same_event,
    ties,
    told_again,
)
from causeway.linking.bundles import MOST_FILES, MOST_LINES, MOST_NAMED, MOST_TIMES
from causeway.vocabulary.findings import LinkKind, MediaDigests
from causeway.vocabulary.selectors import Selector, SelectorKind

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
HALF_SET = int("5" * 64, 16)


def account(value: str) -> tuple[SelectorKind, str]:
    return SelectorKind.ACCOUNT, value


def telling(name: str, *, subject: str = "harbour@kite_heron", day: int = 0, at: datetime | None = None) -> LinkInput:
    return LinkInput(
        referral_id=name,
        sender=f"sender-{name}",
        received_at=NOON + timedelta(days=day),
        subjects=frozenset({account(subject)}),
        occurred_at=at,
    )


def file(name: str, differing: int) -> MediaDigests:
    return MediaDigests(
        sha256=name * 64,
        sha1=name * 40,
        md5=name * 32,
        size_bytes=1,
        media_type="image/png",
        pdq=f"{HALF_SET ^ differing:064x}",
        pdq_quality=90,
    )


def test_a_telling_without_a_time_joins_an_event_that_was_last_told_within_days() -> None:
    first, later = telling("a", at=NOON), telling("b", day=4, at=NOON)
    new = telling("c", day=6)
    assert same_event(new, first) is None
    assert event_of(new, bundle_of(first, later)) is not None


def test_the_time_on_which_most_machines_agree_stands_above_one_wrong_clock_and_above_what_people_recall() -> None:
    wrong, right = telling("a", at=NOON - timedelta(hours=1)), telling("b", at=NOON)
    people = replace(telling("d", at=NOON - timedelta(days=2)), is_recalled=True)
    bundle = bundle_of(wrong, right, telling("c", at=NOON + timedelta(minutes=5)), people, people)
    assert bundle.facts.occurred_at == NOON
    assert not bundle.facts.is_recalled
    assert bundle.tellings == 5


def test_what_any_telling_named_counts_and_another_subject_still_speaks_against_it() -> None:
    first = telling("a", at=NOON)
    bundle = bundle_of(first, replace(telling("b", subject="harbour#77", at=NOON), victims=frozenset({account("q#1")})))
    assert event_of(telling("c", subject="harbour#77", at=NOON), bundle) is not None
    assert event_of(telling("c", subject="harbour#78", at=NOON), bundle) is None


def test_edits_of_edits_of_content_that_goes_round_are_known_and_another_file_beside_it_is_not() -> None:
    def held(name: str, *files: MediaDigests) -> LinkInput:
        return replace(telling(name, subject=f"quay#{name}"), media=files, is_viral=True)

    edits = [file("a", 0), file("b", 2**25 - 1), file("c", 2**50 - 2**25 ^ (2**25 - 1))]
    bundle = bundle_of(held("1", edits[0]), held("2", edits[1]))
    unsaid = replace(held("3", edits[2]), is_viral=False)
    assert same_event(held("3", edits[2]), held("1", edits[0])) is None
    assert event_of(unsaid, bundle) is not None
    assert event_of(held("3", edits[2], file("d", 2**200 - 1)), bundle) is None


def test_one_telling_put_there_by_mistake_keeps_no_later_one_out_of_what_goes_round() -> None:
    def held(name: str, *files: MediaDigests) -> LinkInput:
        return replace(telling(name, subject=f"quay#{name}"), media=files, is_viral=True)

    picture, another = file("a", 0), file("d", 2**200 - 1)
    few = bundle_of(held("1", picture), held("2", picture))
    many = bundle_of(held("1", picture), *(held(f"m{number}", picture) for number in range(9)))
    wrong = replace(held("3", another), victims=frozenset({account("quay#9")}))
    assert event_of(held("4", picture), told_again(few, wrong)) is None, "it may be an event of its own yet"
    bundle = told_again(many, wrong)
    assert event_of(held("4", picture), bundle) is not None
    assert event_of(held("5", another), bundle) is None
    bundle = told_again(bundle, held("6", file("b", 2**25 - 1)))
    assert [one.sha256[0] for one in bundle.facts.media] == ["a", "b"]


def test_files_and_children_are_added_to_an_event_that_few_told_of_whatever_two_of_them_call_it() -> None:
    told = [replace(telling(name, at=NOON), media=(file("a", 0),), is_viral=True) for name in ("1", "2")]
    third = replace(telling("3", at=NOON), media=(file("d", 2**200 - 1),), victims=frozenset({account("quay#9")}))
    facts = bundle_of(*told, third).facts
    assert [one.sha256[0] for one in facts.media] == ["a", "d"]
    assert facts.victims == third.victims


def test_who_passes_on_what_goes_round_is_shown_beside_others_and_joins_no_cluster() -> None:
    def held(name: str, subject: str, *files: MediaDigests, viral: bool = True) -> LinkInput:
        selectors = (
            Selector(kind=SelectorKind.ACCOUNT, value=subject),
            Selector(kind=SelectorKind.EMAIL, value=f"{subject[-9:]}@example.org"),
            Selector(kind=SelectorKind.PHONE, value=f"+4420794600{len(subject)}"),
        )
        return replace(telling(name, subject=subject), selectors=selectors, media=files, is_viral=viral)

    picture, person = file("a", 0), "harbour#velvetgranite"
    bundle = bundle_of(held("1", person, picture), *(held(f"m{n}", f"quay#{n}", picture) for n in range(9)))
    first, other = bundle.facts, held("o", person, file("d", 2**200 - 1), viral=False)
    told_first = replace(first, selectors=held("1", person).selectors)

    def weights(new: LinkInput, old: LinkInput, *bundles: Bundle) -> list[float]:
        found = find_links(new, [old], bundles=bundles)
        return [tie.weight for tie in ties(found) if tie.right == old.referral_id]

    # From outside to one that passes it on, and from one that does to outside.
    (shown,), (alone,) = weights(other, told_first, bundle), weights(other, held("1", person))
    (passed_on,) = weights(held("p", person, picture), other, bundle)
    assert 0 < shown < LinkingPolicy().cluster_weight <= alone
    assert 0 < passed_on < LinkingPolicy().cluster_weight
    mailboxes = tuple(Selector(kind=SelectorKind.EMAIL, value=f"m{number}@example.org") for number in range(8))
    new, old = (replace(one, selectors=mailboxes) for one in (other, told_first))
    kept = [link.selector.value[:2] for link in find_links(new, [old], bundles=[bundle]) if link.selector]
    assert kept == ["m0", "m1", "m2"], "of equals the same ones each time"
    # What holds the tellings together is that they tell of the same.
    assert weights(held("p", person, picture), told_first, bundle) == [0.6]


def test_among_the_many_handles_of_what_goes_round_none_looks_alike_by_chance() -> None:
    first = telling("a", subject="harbour@velvetgranite", at=NOON)
    others = [
        telling(f"o{number}", subject=f"harbour@kite_heron{number:03}", at=NOON) for number in range(MOST_HANDLES)
    ]
    slip = telling("b", subject="harbour@velvetgranit", at=NOON)
    assert event_of(slip, bundle_of(first, *others[:-1])) is not None
    assert event_of(slip, bundle_of(first, *others)) is None


def test_a_mistyped_handle_of_a_child_does_not_speak_against_one_event() -> None:
    def named(name: str, child: str) -> LinkInput:
        return replace(telling(name, at=NOON), victims=frozenset({account(f"harbour@{child}")}), is_recalled=True)

    later = replace(named("b", "velvetgranite"), occurred_at=NOON + timedelta(hours=9))
    assert same_event(named("a", "velvetgranit"), later) is not None
    assert same_event(named("a", "saffronbarge"), later) is None


def test_the_links_of_a_bundle_lead_to_its_first_telling_once() -> None:
    first, second = telling("a", at=NOON), replace(telling("b", at=NOON), duplicate_of="a")
    links = find_links(telling("c", at=NOON), [first, second], bundles=[bundle_of(first, second)])
    assert [link.right for link in links if link.kind is LinkKind.SAME_EVENT] == ["a"]


def test_however_often_an_event_is_told_what_is_remembered_stays_bounded() -> None:
    bundle = bundle_of(telling("a", at=NOON))
    for number in range(200):
        more = replace(
            telling(f"t{number}", subject=f"harbour#{number}", at=NOON + timedelta(minutes=number)),
            media=(replace(file("e", number), sha256=f"{number:064x}"),),
            conversation=frozenset({f"line {number}", f"other {number}"}),
        )
        bundle = told_again(bundle, more)
    facts = bundle.facts
    assert bundle.tellings == 201
    assert len(facts.subjects) <= MOST_NAMED + 1
    assert len(facts.conversation) <= MOST_LINES + 2
    assert (len(facts.media), len(bundle.stated)) == (MOST_FILES, MOST_TIMES)
