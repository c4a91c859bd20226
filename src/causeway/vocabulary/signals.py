"""A signal as it passes between organisations, whatever the format: what is listed, by whom, how sure, until when.

A signal says that somebody listed something. It is never proof, and nothing here lets a program act on one alone.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from causeway.vocabulary.handling import Handling
from causeway.vocabulary.organisations import Purpose

NOT_PROOF: Final = "A signal says that this was listed. It is never proof: a person must look and decide."
"""What stands beside every hit that a person sees."""


class SignalKind(StrEnum):
    """What a signal's value is. The first four are a `findings.DigestKind` of the same name."""

    MD5 = "md5"
    SHA1 = "sha1"
    SHA256 = "sha256"
    PDQ = "pdq"
    VPDQ_FRAME = "vpdq_frame"
    PHOTODNA = "photodna"
    ACCOUNT = "account"
    URL = "url"
    KEYWORD = "keyword"


ABOUT_PEOPLE: Final = frozenset({SignalKind.ACCOUNT, SignalKind.URL, SignalKind.KEYWORD})
"""They can lead to a person, so they need a purpose, a lawful basis and an end; all others are digests of files."""
PERCEPTUAL_KINDS: Final = (SignalKind.PDQ, SignalKind.VPDQ_FRAME)
"""Digests that are near for pictures that look alike, by Hamming distance over 256 bits. PhotoDNA values are carried
and never compared.
"""


class SignalState(StrEnum):
    """Where a signal stands with its source. ADDED is a source's that keeps no votes; UNCONFIRMED waits for them;
    APPEALED is in use while an appeal runs.
    """

    ADDED = "added"
    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    APPEALED = "appealed"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"
    EXPIRED = "expired"


REPORTED: Final = frozenset(
    {
        SignalState.ADDED,
        SignalState.UNCONFIRMED,
        SignalState.CONFIRMED,
        SignalState.DISPUTED,
        SignalState.APPEALED,
    }
)
"""The states in which matching tells of a signal, each but ADDED and CONFIRMED with a warning."""


class SignalOrigin(StrEnum):
    """How a signal came to the organisation that lists it."""

    ENTERED = "entered"
    LIST = "list"
    FEED = "feed"
    REFERRAL = "referral"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalCategory:
    """A source's own grade, and whose grades these are: "A1" of one scheme says nothing in another."""

    code: str
    scheme: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalProvenance:
    """Who lists the signal, and where that organisation has it from."""

    organisation: str
    source: str | None = None
    origin: SignalOrigin | None = None


class OpinionKind(StrEnum):
    """What is said of a match."""

    RIGHT = "right"
    WRONG = "wrong"
    SEEN_AGAIN = "seen_again"


@dataclass(frozen=True, slots=True, kw_only=True)
class Opinions:
    """How many organisations said of a match that it was right, wrong, or seen again."""

    right: int = 0
    wrong: int = 0
    seen_again: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Signal:
    """One thing that an organisation lists.

    `value` is lower-case hex of a digest, base64 of a PhotoDNA value, the normal form of an account
    (`service#identifier` or `service@handle`) or URL, or a keyword. `reference` is the source's own name for the
    entry; several digests of one file may share it. `confidence` runs from 0 to 100 (STIX 2.1), None is not stated.
    Times are in UTC.
    """

    kind: SignalKind
    value: str
    reference: str
    provenance: SignalProvenance
    state: SignalState = SignalState.ADDED
    category: SignalCategory | None = None
    confidence: int | None = None
    purposes: tuple[Purpose, ...] = ()
    handling: Handling | None = None
    added_at: datetime | None = None
    changed_at: datetime | None = None
    expires_at: datetime | None = None
    opinions: Opinions = Opinions()
    note: str | None = None

    def may_be_reported(self, now: datetime) -> bool:
        """Whether a match with it may be shown: its source stands by it, and it has not expired."""
        return self.state in REPORTED and (self.expires_at is None or now < self.expires_at)


class SignalChangeKind(StrEnum):
    """What happened to an entry."""

    ADDED = "added"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    REGRADED = "regraded"
    MOVED = "moved"
    APPEALED = "appealed"
    SUSPENDED = "suspended"
    RESTORED = "restored"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    RENEWED = "renewed"
    UPDATED = "updated"


@dataclass(frozen=True, slots=True, kw_only=True)
class SignalChange:
    """One step in a source's log: what now stands under `reference` there, in place of all that stood before.

    `cursor` is the step's number where the source counts its steps from 1 without a gap, else None. `signals` is
    empty where the source says only that the entry is gone, and holds the withdrawn signal where it says which.
    """

    what: SignalChangeKind
    reference: str
    signals: tuple[Signal, ...]
    cursor: int | None = None
