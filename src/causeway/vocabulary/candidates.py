"""A candidate: what screening, early warning or a person's report puts before a reviewer.

It says why somebody should look, and decides nothing: it becomes a referral only by a named person's decision. These
values are at once what a service's program sends and the stored document.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from causeway.vocabulary.findings import MediaDigests
from causeway.vocabulary.referral import IpEvent, Party
from causeway.vocabulary.screening import ScreeningFault, UploadHit

CANDIDATE_SCHEMA_VERSION = 1
"""Version of the stored document; raised when a stored field changes its meaning."""


class CandidateSource(StrEnum):
    """What put it before a reviewer."""

    SCREENING = "screening"
    EARLY_WARNING = "early_warning"
    USER_REPORT = "user_report"


class Decision(StrEnum):
    """What a reviewer decides. Nothing of it blocks an account: that is the service's own, elsewhere."""

    REFER = "refer"
    NOT_HARMFUL = "not_harmful"
    OTHER_BREACH = "other_breach"
    CANNOT_TELL = "cannot_tell"


class Measure(StrEnum):
    """What a service did to an account or to what it holds, against which its holder can appeal (Regulation (EU)
    2022/2065, article 20).
    """

    CONTENT_REMOVED = "content_removed"
    VISIBILITY_LIMITED = "visibility_limited"
    ACCOUNT_SUSPENDED = "account_suspended"
    ACCOUNT_CLOSED = "account_closed"
    OTHER = "other"


class AppealOutcome(StrEnum):
    """What an appeal of an account's holder came to."""

    STANDS = "stands"
    TURNED = "turned"


@dataclass(frozen=True, slots=True, kw_only=True)
class ScreenedUpload:
    """An upload that matches listed signals, or could not be screened whole.

    `digests` are the service's own; a file that comes along is digested again. `as_of` is when the source of the lists
    spoke last.
    """

    __pydantic_config__ = {"extra": "forbid"}

    digests: MediaDigests | None = None
    hits: tuple[UploadHit, ...] = ()
    faults: tuple[ScreeningFault, ...] = ()
    as_of: datetime | None = None
    name: str | None = None
    uploaded_at: datetime | None = None
    upload_event: IpEvent | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningReason:
    """A part of a score, in nats: the prior, a piece of evidence, or what a group's cap takes off again (then `reason`
    is empty). `sources` are the kinds of events it comes from, read up to `until`.
    """

    __pydantic_config__ = {"extra": "forbid"}

    id: str
    amount: float
    stage: str = ""
    reason: str = ""
    value: float | None = None
    sources: tuple[str, ...] = ()
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MissingReason:
    """An indicator of which nothing is known: it counts neither for nor against."""

    __pydantic_config__ = {"extra": "forbid"}

    id: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUnder:
    """The version of one thing by which a warning came about, such as its policy or calibration."""

    __pydantic_config__ = {"extra": "forbid"}

    name: str
    version: str


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountWarning:
    """What early warning says of an account. `score` is in log-odds and the sum of the reasons; `probability`, with
    the ends of its interval, is None where nothing was calibrated. `number` counts the warnings of one stream.
    `is_partial`: something that counts may have been dropped for want of room, so that the score is too low.
    """

    __pydantic_config__ = {"extra": "forbid"}

    trigger: str
    score: float
    reasons: tuple[WarningReason, ...]
    number: int | None = None
    probability: float | None = None
    probability_low: float | None = None
    probability_high: float | None = None
    stages: tuple[str, ...] = ()
    missing: tuple[MissingReason, ...] = ()
    made_under: tuple[MadeUnder, ...] = ()
    is_partial: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One thing to look at. `at` is when it was screened, warned of or reported; `reference` the service's own name.

    `holder` is the account's holder as the service knows them; what they are in it is an allegation. `seen` is what
    somebody saw, in their words. A candidate of screening has an `upload`, one of early warning a `warning`.
    """

    __pydantic_config__ = {"extra": "forbid"}

    source: CandidateSource
    at: datetime
    reference: str | None = None
    platform: str | None = None
    holder: Party | None = None
    seen: str | None = None
    upload: ScreenedUpload | None = None
    warning: AccountWarning | None = None
    schema_version: int = CANDIDATE_SCHEMA_VERSION


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountAppeal:
    """What an account's holder says against a decision on a candidate. `measure` is what the service did; `made_at` is
    when they appealed, `reference` the service's own name for it.
    """

    __pydantic_config__ = {"extra": "forbid"}

    measure: Measure
    text: str
    made_at: datetime | None = None
    reference: str | None = None
