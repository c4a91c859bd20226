"""What organisations share of what they know: a digest, account, URL or keyword in a bank. A signal is never proof."""

from enum import StrEnum


class SignalKind(StrEnum):
    """What a signal is. The first four are a `findings.DigestKind` of the same name."""

    MD5 = "md5"
    SHA1 = "sha1"
    SHA256 = "sha256"
    PDQ = "pdq"
    VPDQ_FRAME = "vpdq_frame"
    PHOTODNA = "photodna"
    ACCOUNT = "account"
    URL = "url"
    KEYWORD = "keyword"


ABOUT_PEOPLE = frozenset({SignalKind.ACCOUNT, SignalKind.URL, SignalKind.KEYWORD})
"""They can lead to a person, so they need a purpose, a lawful basis and an end; all others are digests of files."""


class SignalState(StrEnum):
    """Where a signal stands."""

    UNCONFIRMED = "unconfirmed"
    CONFIRMED = "confirmed"
    DISPUTED = "disputed"
    APPEALED = "appealed"
    SUSPENDED = "suspended"
    WITHDRAWN = "withdrawn"
    MOVED = "moved"
    EXPIRED = "expired"


REPORTED = frozenset({SignalState.UNCONFIRMED, SignalState.CONFIRMED, SignalState.DISPUTED, SignalState.APPEALED})
"""The states in which matching tells of a signal; each but `CONFIRMED` is shown with a warning."""
