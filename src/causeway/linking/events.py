"""The same event told many times: a scored rule that says why.

More than half of what reaches a clearing-house was told before (NCMEC 2023: 52% of files exact, 68% visual
duplicates). Two referrals about one person are not yet one event: the time decides, and what is shared besides. Where
a time is not stated it speaks neither for nor against.
"""

from dataclasses import dataclass

from rapidfuzz import fuzz

from causeway.linking._holders import account_sort, changed_hands
from causeway.linking.model import LinkingPolicy, LinkInput, SelectorKey
from causeway.selectors import is_bare_host
from causeway.vocabulary.selectors import SelectorKind

# Points, by our own judgement, measured on worlds of known truth.
SAME_SUBJECT = 0.4
SAME_SUBJECT_WEAKLY = 0.2
SAME_VICTIM = 0.25
SAME_MEDIA = 0.35
NEAR_MEDIA = 0.3
SAME_CONVERSATION = 0.35
SAME_PAGE = 0.2
SAME_PAGE_AND_NOBODY_NAMED = 0.45
SAME_MOMENT = 0.3
SAME_DAY = 0.15
ALIKE_NARRATIVE = 0.15
OTHER_TIME = -0.4
OTHER_SUBJECT = -0.4
OTHER_CONVERSATION = -0.3

_STRONG = frozenset({SelectorKind.EMAIL, SelectorKind.PHONE, SelectorKind.ACCOUNT, SelectorKind.DEVICE})


@dataclass(frozen=True, slots=True, kw_only=True)
class SameEvent:
    """Why two referrals seem to tell of one event. `score` runs from 0 to 1; `reasons` are in plain words, without
    values.
    """

    score: float
    reasons: tuple[str, ...]


def same_event(left: LinkInput, right: LinkInput, *, policy: LinkingPolicy | None = None) -> SameEvent | None:
    """Whether two referrals tell of one event, or None. It is symmetric."""
    policy = policy or LinkingPolicy()
    if left.sender == right.sender and left.sender_reference and left.sender_reference == right.sender_reference:
        return SameEvent(score=1.0, reasons=("the sender gave both the same reference",))
    evidence = [*_people(left, right), *_media(left, right, policy)]
    evidence += [*_page(left, right), *_conversation(left, right, policy)]
    if not evidence:
        return None
    evidence += [*_time(left, right, policy), *_words(left, right, policy)]
    score = round(sum(points for points, _ in evidence), 6)
    if score < policy.same_event_score:
        return None
    return SameEvent(score=min(1.0, score), reasons=tuple(reason for points, reason in evidence if points > 0))


Evidence = tuple[float, str]


def _people(left: LinkInput, right: LinkInput) -> list[Evidence]:
    evidence = []
    shared = {key for key in left.subjects & right.subjects if not changed_hands(key, left, right)}
    if any(kind in _STRONG for kind, _ in shared):
        evidence.append((SAME_SUBJECT, "both name the same subject"))
    elif shared:
        evidence.append((SAME_SUBJECT_WEAKLY, "both may name the same subject"))
    elif _contradict(left.subjects, right.subjects):
        evidence.append((OTHER_SUBJECT, "they name different subjects"))
    if left.victims & right.victims:
        evidence.append((SAME_VICTIM, "both name the same child"))
    return evidence


def _contradict(left: frozenset[SelectorKey], right: frozenset[SelectorKey]) -> bool:
    """Whether both name people by the same strong kind of identifier, at the same service, and none of it agrees."""
    return bool({_sort(key) for key in left} & {_sort(key) for key in right} - {None})


def _sort(key: SelectorKey) -> tuple[object, ...] | None:
    """What must be equal before two identifiers can contradict each other: an account's service and manner of
    naming.
    """
    kind, value = key
    if kind is SelectorKind.ACCOUNT:
        return account_sort(key)
    return (kind, value.partition(":")[0]) if kind is SelectorKind.DEVICE else (kind,) if kind in _STRONG else None


def _media(left: LinkInput, right: LinkInput, policy: LinkingPolicy) -> list[Evidence]:
    if {media.sha256 for media in left.media} & {media.sha256 for media in right.media}:
        return [(SAME_MEDIA, "the same file came with both")]
    ours, theirs = _looks(left, policy), _looks(right, policy)
    if any((one ^ other).bit_count() <= policy.radius_bits for one in ours for other in theirs):
        return [(NEAR_MEDIA, "pictures that look alike came with both")]
    return []


def _looks(side: LinkInput, policy: LinkingPolicy) -> list[int]:
    return [
        int(media.pdq, 16)
        for media in side.media
        if media.pdq is not None and (media.pdq_quality or 0) >= policy.minimum_quality
    ]


def _page(left: LinkInput, right: LinkInput) -> list[Evidence]:
    """A page that two tell of says most where it is all they tell of."""
    if not _pages(left) & _pages(right):
        return []
    names_nobody = not left.subjects and not right.subjects
    return [(SAME_PAGE_AND_NOBODY_NAMED if names_nobody else SAME_PAGE, "both name the same web address")]


def _pages(side: LinkInput) -> set[str]:
    return {item.value for item in side.selectors if item.kind is SelectorKind.URL and not is_bare_host(item.value)}


def _conversation(left: LinkInput, right: LinkInput, policy: LinkingPolicy) -> list[Evidence]:
    """The share of the shorter conversation that stands in the other; somebody may have kept only a part."""
    shorter = min(len(left.conversation), len(right.conversation))
    if shorter < policy.least_conversation_lines:
        return []
    share = len(left.conversation & right.conversation) / shorter
    if share >= policy.same_conversation_share:
        return [(SAME_CONVERSATION, "much the same was written")]
    return [(OTHER_CONVERSATION, "other things were written")] if share <= policy.other_conversation_share else []


def _time(left: LinkInput, right: LinkInput, policy: LinkingPolicy) -> list[Evidence]:
    if left.occurred_at is None or right.occurred_at is None:
        return []
    apart = abs(left.occurred_at - right.occurred_at)
    if apart <= policy.same_moment:
        return [(SAME_MOMENT, "both tell of the same moment")]
    if apart <= policy.same_day:
        return [(SAME_DAY, "both tell of the same day")]
    return [(OTHER_TIME, "they tell of different times")] if apart > policy.other_time else []


def _words(left: LinkInput, right: LinkInput, policy: LinkingPolicy) -> list[Evidence]:
    """What people wrote counts little: many senders write by template."""
    texts = [(side.narrative or "").strip() for side in (left, right)]
    if min(len(text) for text in texts) < policy.least_narrative_characters:
        return []
    is_alike = fuzz.token_sort_ratio(*texts, score_cutoff=policy.alike_narrative) >= policy.alike_narrative
    return [(ALIKE_NARRATIVE, "what is told is worded much alike")] if is_alike else []
