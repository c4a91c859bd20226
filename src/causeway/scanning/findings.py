"""What is found of one file: what it is, how a list knows it, what it was made from, and why that is said."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from causeway.scanning.known import Means, Standing
from causeway.scanning.origins import Device
from causeway.scanning.seen import Place, Seen
from causeway.scanning.sharing import Hint


class Kind(StrEnum):
    """What a file is, in the order in which to look: behind the first a child may be within reach."""

    ORIGINAL = "camera_original"
    SERIES = "with_an_original"
    NEW = "new"
    COPY = "edited_copy"
    EDITED_KNOWN = "edited_known"
    KNOWN = "known"
    NOT_PERTINENT = "not_pertinent"
    OTHER = "other"
    UNREAD = "unread"

    @property
    def heading(self) -> str:
        """The kind as a heading."""
        return _TITLES[self]

    @property
    def is_new(self) -> bool:
        """Whether no list knows the picture or video, nor what it was made from."""
        return self in (Kind.ORIGINAL, Kind.SERIES, Kind.NEW, Kind.COPY)


_TITLES: Final = {
    Kind.ORIGINAL: "New camera originals",
    Kind.SERIES: "New, with a camera original",
    Kind.NEW: "Other new pictures and videos",
    Kind.COPY: "Edited copies of other files here",
    Kind.EDITED_KNOWN: "Edited copies of known files",
    Kind.KNOWN: "Known files",
    Kind.NOT_PERTINENT: "Known and not pertinent",
    Kind.OTHER: "Neither picture nor video",
    Kind.UNREAD: "Could not be read",
}
KINDS: Final = tuple(Kind)
KIND_NUMBERS: Final = {kind: number for number, kind in enumerate(KINDS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAs:
    """How a list knows a file. `distance_bits` is 0 for an exact digest; `share` is that of a video's frames, and
    `share_of_all` that of all lists and categories together, those left out that are not pertinent.
    """

    standing: Standing
    means: Means
    distance_bits: int
    share: float
    share_of_all: float


@dataclass(frozen=True, slots=True, kw_only=True)
class CopyOf:
    """What a file is an edited copy of: a picture by the bits that differ, a video by the share of frames of each that
    is found in the other.
    """

    path: str
    distance_bits: int = 0
    is_turned: bool = False
    share: float | None = None
    share_back: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """Camera originals of one device without a long pause, and what goes with them. `number` counts from 1, the latest
    first; times are the camera's.
    """

    number: int
    device: Device
    begins: datetime
    ends: datetime
    originals: int
    files: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Original:
    """A new camera original in few words. `number` is that of its finding; the time is the camera's."""

    number: int
    path: str
    device: Device
    taken_at: datetime
    series: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Groups:
    """How many groups of pictures there are that look alike, and how many are in the largest."""

    count: int
    largest: int


@dataclass(frozen=True, slots=True)
class Shared:
    """A place of a file whose path suggests that it was sent, received or shared."""

    path: str
    hint: Hint


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One file judged. `duplicate_of` says where the same content lies that stands for it, None of the file that does.
    `places` of that one are all where the content lies, itself first; of a further file the first and its own. `shared`
    are the places that a program shares: of a further file only itself. `group` is a number that pictures which look
    alike share; `number` counts the findings from 1.
    """

    number: int
    seen: Seen
    kind: Kind
    known_as: tuple[KnownAs, ...]
    places: tuple[Place, ...]
    duplicate_of: str | None
    copy_of: CopyOf | None
    group: int | None
    series: Series | None
    device: Device | None
    has_camera_marks: bool
    shared: tuple[Shared, ...]
    reasons: tuple[str, ...] = ()
