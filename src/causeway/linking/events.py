"""The same event told many times: a scored rule that says why.

More than half of what reaches a clearing-house was told before (NCMEC 2023: 52% of files exact, 68% visual
duplicates). Two referrals about one person are not yet one event: the time decides, and what is shared besides. Where
a time is not stated it speaks neither for nor against. A sender's own reference is strong evidence and no more: people
use one for a whole campaign, or write `see above`. What everybody shares is no sign of one event.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from rapidfuzz import fuzz

from causeway.linking._compared import Compared, compared
from causeway.linking._going_round import goes_round
from causeway.linking._handles import alike_handles, is_slip
from causeway.linking._holders import STRONG, changed_hands
from causeway.linking._looks import looks_of
from causeway.linking._names import alike_names
from causeway.linking._rarity import key_telling, media_rarity
from causeway.linking.model import LinkingPolicy, LinkInput, SelectorKey, Sharing
from causeway.vocabulary.phrases import Phrase, phrase

# Points, by our own judgement, measured on worlds of known truth.
SAME_REFERENCE = 0.5
SAME_SUBJECT = 0.4
SAME_SUBJECT_WEAKLY = 0.2
SAME_SUBJECT_MISTYPED = 0.35
SAME_VICTIM = 0.25
SAME_VICTIM_MISTYPED = 0.15
SAME_MEDIA = 0.35
SAME_MEDIA_OF_ONE_SUBJECT = 0.2
"""At least so much, however many others hold the file: that one account sent it twice is told of it all the same."""
NEAR_MEDIA = 0.35
SAME_CONVERSATION = 0.35
SAME_PAGE = 0.2
SAME_PAGE_AND_NOBODY_NAMED = 0.45
SAME_MOMENT = 0.3
SAME_HOUR = 0.2
SAME_DAY = 0.15
SAME_DAY_RECALLED = 0.25
SOON_RECEIVED = 0.2
GOES_ROUND = 0.6
ALIKE_NARRATIVE = 0.15
OTHER_TIME = -0.4
OTHER_SUBJECT = -0.4
OTHER_CHILD = -0.2
OTHER_CONVERSATION = -0.3

CLOCK_NEVER_SET = timedelta(days=20 * 365)
"""What is said to have happened so long before it was told was written down by a clock that counts from its start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SameEvent:
    """Why two referrals seem to tell of one event. `score` runs from 0 to 1; `reasons` are in plain words, without
    values. `goes_round`: the event is that a content goes round, and whoever passes it on is nobody's company by that.
    """

    score: float
    reasons: tuple[Phrase, ...]
    goes_round: bool = False


def same_event(
    left: LinkInput, right: LinkInput, *, sharing: Sharing | None = None, policy: LinkingPolicy | None = None
) -> SameEvent | None:
    """Whether two referrals tell of one event, or None. It is symmetric."""
    calls = int(left.is_viral) + int(right.is_viral)
    return compare_tellings(left, right, sharing or Sharing(), policy or LinkingPolicy(), calls_viral=calls)


def compare_tellings(
    left: LinkInput, right: LinkInput, sharing: Sharing, policy: LinkingPolicy, *, calls_viral: int
) -> SameEvent | None:
    """As `same_event`. Either side may be what a bundle says together; `calls_viral` counts the tellings on both sides
    that call it content that goes round.
    """
    if goes_round(left, right, sharing, policy, calls_viral=calls_viral):
        reasons = (phrase("both hold content that goes round, and nothing else"),)
        return SameEvent(score=GOES_ROUND, reasons=reasons, goes_round=True)
    people = _people(left, right, sharing, policy)
    is_one_subject = any(points == SAME_SUBJECT for points, _ in people)
    evidence = [*_reference(left, right, sharing, policy), *people]
    evidence += _media(left, right, sharing, policy, is_one_subject=is_one_subject)
    evidence += [*_page(left, right), *_conversation(left, right, policy)]
    if not evidence:
        return None
    evidence += _time(left, right, sharing, policy)
    if sum(points for points, _ in evidence) + ALIKE_NARRATIVE < policy.same_event_score:
        return None
    evidence += _words(left, right, policy)
    score = round(sum(points for points, _ in evidence), 6)
    if score < policy.same_event_score:
        return None
    return SameEvent(score=min(1.0, score), reasons=tuple(reason for points, reason in evidence if points > 0))


Evidence = tuple[float, Phrase]


def _reference(left: LinkInput, right: LinkInput, sharing: Sharing, policy: LinkingPolicy) -> list[Evidence]:
    is_same = left.sender == right.sender and left.sender_reference == right.sender_reference
    if not is_same or not left.sender_reference or sharing.reference > policy.reference_most:
        return []
    return [(SAME_REFERENCE, phrase("the sender gave both the same reference"))]


def _people(left: LinkInput, right: LinkInput, sharing: Sharing, policy: LinkingPolicy) -> list[Evidence]:
    """Who is named. That two name different accounts outweighs that they share an address or a name.

    They do where both name people by the same strong kind of identifier, at the same service, and none of it agrees.
    """
    evidence = list[Evidence]()
    ours, theirs = compared(left), compared(right)
    shared = {key for key in left.subjects & right.subjects if not changed_hands(key, left, right)}
    shared = _telling(shared, left, right, sharing, least=policy.candidate_weight)
    if any(kind in STRONG for kind, _ in shared):
        evidence.append((SAME_SUBJECT, phrase("both name the same subject")))
    elif alike := alike_handles(ours.subject_handles, theirs.subject_handles):
        points = SAME_SUBJECT_MISTYPED if is_slip(alike) else SAME_SUBJECT_WEAKLY
        evidence.append((points, phrase("the subjects' handles look alike")))
    elif ours.subject_sorts & theirs.subject_sorts:
        evidence.append((OTHER_SUBJECT, phrase("they name different subjects")))
    elif shared or _names_alike(ours, theirs, sharing, least=policy.candidate_weight):
        evidence.append((SAME_SUBJECT_WEAKLY, phrase("both may name the same subject")))
    if _telling(left.victims & right.victims, left, right, sharing, least=policy.candidate_weight):
        evidence.append((SAME_VICTIM, phrase("both name the same child")))
    elif (alike := alike_handles(ours.victim_handles, theirs.victim_handles)) and is_slip(alike):
        evidence.append((SAME_VICTIM_MISTYPED, phrase("the children's handles look alike")))
    elif ours.victim_sorts & theirs.victim_sorts:
        evidence.append((OTHER_CHILD, phrase("they name different children")))
    return evidence


def _names_alike(ours: Compared, theirs: Compared, sharing: Sharing, *, least: float) -> bool:
    """Whether the subjects' names are alike, and few have such a name."""
    alike = alike_names(ours.subject_names, theirs.subject_names)
    return alike is not None and key_telling(alike[0], sharing.selectors.get(alike[0], 2))[0] > least


def _telling(
    keys: Iterable[SelectorKey], left: LinkInput, right: LinkInput, sharing: Sharing, *, least: float
) -> set[SelectorKey]:
    """Those that few enough share to say anything: no private address, no proxy, no name that a crowd has."""
    return {
        key
        for key in keys
        if key_telling(key, sharing.selectors.get(key, 2), is_proxy=key in left.proxies or key in right.proxies)[0]
        > least
    }


def _media(
    left: LinkInput, right: LinkInput, sharing: Sharing, policy: LinkingPolicy, *, is_one_subject: bool
) -> list[Evidence]:
    """A file says the less the more referrals hold it."""
    exact = compared(left).sha256s & compared(right).sha256s
    if exact:
        points = SAME_MEDIA * max(media_rarity(sharing.media.get(sha256, 2)) for sha256 in exact)
        if is_one_subject:
            points = max(points, SAME_MEDIA_OF_ONE_SUBJECT)
        return [(points, phrase("the same file came with both"))]
    ours, theirs = looks_of(left, policy), looks_of(right, policy)
    rarities = [
        media_rarity(max(sharing.media.get(one.sha256, 2), sharing.media.get(other.sha256, 2)))
        for one, look in ours
        for other, other_look in theirs
        if (look ^ other_look).bit_count() <= policy.radius_bits
    ]
    return [(NEAR_MEDIA * max(rarities), phrase("pictures that look alike came with both"))] if rarities else []


def _page(left: LinkInput, right: LinkInput) -> list[Evidence]:
    """A page that two tell of says most where it is all they tell of."""
    if not compared(left).pages & compared(right).pages:
        return []
    is_all = _tell_of_a_page_alone(left, right)
    return [(SAME_PAGE_AND_NOBODY_NAMED if is_all else SAME_PAGE, phrase("both name the same web address"))]


def _tell_of_a_page_alone(left: LinkInput, right: LinkInput) -> bool:
    return not left.subjects and not right.subjects and bool(compared(left).pages & compared(right).pages)


def _conversation(left: LinkInput, right: LinkInput, policy: LinkingPolicy) -> list[Evidence]:
    """The share of the shorter conversation that stands in the other; somebody may have kept only a part."""
    shorter = min(len(left.conversation), len(right.conversation))
    if shorter < policy.least_conversation_lines:
        return []
    share = len(left.conversation & right.conversation) / shorter
    if share >= policy.same_conversation_share:
        return [(SAME_CONVERSATION, phrase("much the same was written"))]
    return (
        [(OTHER_CONVERSATION, phrase("other things were written"))] if share <= policy.other_conversation_share else []
    )


def _time(left: LinkInput, right: LinkInput, sharing: Sharing, policy: LinkingPolicy) -> list[Evidence]:
    """When it was. People recall the day, not the minute. Of one subject whom few name, where one of the two does not
    say when, it counts that both came soon after each other.
    """
    times = [stated_time(side) for side in (left, right)]
    if times[0] is None or times[1] is None:
        is_soon = times[0] != times[1] and abs(left.received_at - right.received_at) <= policy.soon_received
        same_subject = _telling(left.subjects & right.subjects, left, right, sharing, least=policy.cluster_weight)
        counts = is_soon and (same_subject or _tell_of_a_page_alone(left, right))
        return [(SOON_RECEIVED, phrase("both came within days"))] if counts else []
    apart = abs(times[0] - times[1])
    if apart <= policy.same_moment:
        return [(SAME_MOMENT, phrase("both tell of the same moment"))]
    if apart <= policy.same_day:
        is_recalled = left.is_recalled or right.is_recalled
        by_clock = SAME_HOUR if apart <= policy.same_hour else SAME_DAY
        return [(SAME_DAY_RECALLED if is_recalled else by_clock, phrase("both tell of the same day"))]
    return [(OTHER_TIME, phrase("they tell of different times"))] if apart > policy.other_time else []


def stated_time(side: LinkInput) -> datetime | None:
    """The time of the event, or None where the clock had never learnt it."""
    at = side.occurred_at
    return None if at is None or side.received_at - at > CLOCK_NEVER_SET else at


def _words(left: LinkInput, right: LinkInput, policy: LinkingPolicy) -> list[Evidence]:
    """What people wrote counts little: many senders write by template."""
    texts = compared(left).narrative, compared(right).narrative
    if min(len(text) for text in texts) < policy.least_narrative_characters:
        return []
    is_alike = fuzz.token_sort_ratio(*texts, score_cutoff=policy.alike_narrative) >= policy.alike_narrative
    return [(ALIKE_NARRATIVE, phrase("what is told is worded much alike"))] if is_alike else []
