"""What the engines find about a referral. Every score carries its reasons, and the reasons sum to it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from causeway.vocabulary.phrases import Phrase
from causeway.vocabulary.selectors import Selector
from causeway.vocabulary.signals import SignalKind, SignalState


class Band(StrEnum):
    """How soon may a child be harmed? About the child, never about the paperwork."""

    VERY_HIGH = "very_high"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


BAND_ORDER: tuple[Band, ...] = (Band.VERY_HIGH, Band.HIGH, Band.MEDIUM, Band.LOW)
"""Most urgent first."""

BAND_DAYS: dict[Band, int] = {Band.VERY_HIGH: 1, Band.HIGH: 7, Band.MEDIUM: 14, Band.LOW: 30}
"""Days within which a force should have acted (HMICFRS 2023)."""


ALARM = "imminent."
"""How the code of a reason begins that alerts a duty officer at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """One feature's part in a score.

    `contribution` is in points and the contributions of a score sum to it. `advice` says what would help, where
    something is missing. `known` is false where the referral does not say: unknown is shown as unknown. `text` and
    `advice` are English; `phrase` is what `text` was made of where a value stands in it, else `text` is the template.
    """

    code: str
    text: str
    contribution: float
    known: bool = True
    advice: str | None = None
    phrase: Phrase | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """Can this be acted on? `score` runs from 0 to 100. `table` names the weights, one table per kind of sender."""

    score: float
    reasons: tuple[Reason, ...]
    table: str
    policy_version: str

    @property
    def missing(self) -> tuple[Reason, ...]:
        """What would make it more actionable, heaviest first (see `Reason.advice`)."""
        return tuple(reason for reason in self.reasons if reason.advice)


@dataclass(frozen=True, slots=True, kw_only=True)
class Priority:
    """How soon may a child be harmed? `score` in points, unbounded above; `is_imminent` alerts a duty officer at
    once.
    """

    score: float
    band: Band
    is_imminent: bool
    reasons: tuple[Reason, ...]
    policy_version: str

    @property
    def alarms(self) -> frozenset[str]:
        """The codes of what makes it imminent."""
        return frozenset(reason.code for reason in self.reasons if reason.code.startswith(ALARM))


class DigestKind(StrEnum):
    """A digest of media: exact (cryptographic) or perceptual."""

    MD5 = "md5"
    SHA1 = "sha1"
    SHA256 = "sha256"
    PDQ = "pdq"


RECOMMENDED_RADIUS_BITS: Final = 31
"""Two pictures within 31 bits are taken to show the same (Meta's recommendation)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaDigests:
    """The digests of one file, lower-case hex. `pdq_quality` runs from 0 to 100; below 50 the PDQ says little. `frames`
    are the PDQ of a video's frames (vPDQ), those that say something, equal ones once.

    `orientation` is what the file notes (EXIF, 1 to 8), None where it notes none. `pdq`, width and height are of the
    picture as it is stored, or where `is_upright` of the picture as it is to be seen; `pdq_other` is the hash of the
    other of the two, None where they are the same.
    """

    sha256: str
    md5: str
    sha1: str
    size_bytes: int
    media_type: str
    pdq: str | None = None
    pdq_quality: int | None = None
    width_px: int | None = None
    height_px: int | None = None
    fault: str | None = None
    frames: tuple[str, ...] = ()
    orientation: int | None = None
    is_upright: bool = False
    pdq_other: str | None = None


_EXACT = frozenset({SignalKind.MD5, SignalKind.SHA1, SignalKind.SHA256})


@dataclass(frozen=True, slots=True, kw_only=True)
class Match:
    """An attachment that stands in a bank. `distance_bits` is 0 for an exact digest. Of a video whose frames look like
    signals of a bank, `signal_id` is the nearest of them and `share` the part of the frames, from 0 to 1. `standing`
    is where the signal stood in a bank that organisations share, None in one's own list.
    """

    sha256: str
    bank: str
    signal_id: str
    kind: SignalKind
    distance_bits: int
    category: str | None = None
    share: float | None = None
    standing: SignalState | None = None

    @property
    def is_known_file(self) -> bool:
        """Whether these very bytes are listed, in one's own list or confirmed by the votes of a shared one. Of what
        only looks like a listed file, or is doubted, a person has to say whether it is known.
        """
        return self.kind in _EXACT and self.standing in (None, SignalState.CONFIRMED)


class LinkKind(StrEnum):
    """By what two referrals hang together."""

    SELECTOR = "selector"
    EXACT_MEDIA = "exact_media"
    NEAR_MEDIA = "near_media"
    SAME_EVENT = "same_event"


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """Two referrals share a selector or media. `weight` from 0 to 1 says how telling that is; `reason` says it in
    English words, made of `phrases`.
    """

    left: str
    right: str
    kind: LinkKind
    weight: float
    reason: str
    selector: Selector | None = None
    phrases: tuple[Phrase, ...] = ()


class Worn(StrEnum):
    """How much less a thing links because very many referrals hold it."""

    NOTHING = "nothing"
    """It links nothing, and adds nothing to what does."""
    NOT_ALONE = "not_alone"
    """It links nothing by itself, and adds to what else two referrals share."""
    WEAKLY = "weakly"
    """It links, and no longer holds two referrals together by itself."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WidelyShared:
    """A thing of a referral that so many hold that it links little or nothing: an identifier without port and time, or
    a file, by its SHA-256 (hex). At least `shared_by` referrals hold it, this one included.
    """

    worn: Worn
    shared_by: int
    selector: Selector | None = None
    sha256: str | None = None


class RouteBasis(StrEnum):
    """What a route rests on, surest first."""

    POSTCODE = "postcode"
    SCHOOL = "school"
    DECLARED_PLACE = "declared_place"
    ADDRESS = "address"
    PHONE = "phone"
    IP = "ip"


@dataclass(frozen=True, slots=True, kw_only=True)
class Route:
    """Where a referral should go and why. `country` is ISO alpha-2, None is unknown. `force` is a code of
    `routing.forces`, or None:
    then a person at the country's desk decides. `about` says whose whereabouts it rests on. `reason` is English, made
    of `phrases`. `is_doubtful` where it may be a proxy's place, or something contradicts it."""

    country: str | None
    force: str | None
    basis: RouteBasis | None
    about: str | None
    reason: str
    phrases: tuple[Phrase, ...] = ()
    is_doubtful: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Clearing:
    """All that the pipeline found about one referral, at one moment."""

    at: datetime
    completeness: Completeness
    priority: Priority
    matches: tuple[Match, ...]
    links: tuple[Link, ...]
    duplicate_of: str | None
    routes: tuple[Route, ...]
    widely_shared: tuple[WidelyShared, ...] = ()
