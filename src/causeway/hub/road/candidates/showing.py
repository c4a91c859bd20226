"""How a file of a candidate can be shown on a page: a picture, a few frames of a video, a text, or not at all."""

import codecs
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from importlib.util import find_spec

from causeway.hub.road.candidates.models import CandidateFile
from causeway.hub.road.candidates.settings import settings_of_desk
from causeway.hub.road.evidence.commands.look_at import LONGEST_PICTURE_BYTES
from causeway.matching import PICTURE_TYPES, VIDEO_TYPES
from causeway.matching.media_type import PLAIN_TEXT

MOST_CHARACTERS = 20_000
"""Of a text; the rest stays sealed."""
_MOST_BYTES = 4 * MOST_CHARACTERS
_KEPT_CONTROLS = "\n\t"


class ShownAs(StrEnum):
    """What a page shows of a file. A text needs a recorded basis, a video the reader of videos."""

    NOTHING = "nothing"
    NO_BASIS = "no_basis"
    PICTURE = "picture"
    VIDEO = "video"
    TEXT = "text"


def shown_as(file: CandidateFile) -> ShownAs:
    """What a page may show, by the file's content. Runs inside the caller's transaction."""
    if file.sealed_id is None:
        return ShownAs.NOTHING
    if file.media_type == PLAIN_TEXT:
        return ShownAs.TEXT if settings_of_desk().text_basis else ShownAs.NO_BASIS
    if (file.size_bytes or 0) > LONGEST_PICTURE_BYTES:
        return ShownAs.NOTHING
    if file.media_type in PICTURE_TYPES:
        return ShownAs.PICTURE
    return ShownAs.VIDEO if file.media_type in VIDEO_TYPES and find_spec("cv2") else ShownAs.NOTHING


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownText:
    """The beginning of a text, without what no reader sees. `is_cut`: there is more."""

    text: str
    is_cut: bool


def read_text(pieces: Iterable[bytes]) -> ShownText:
    """The text of a file in UTF-8 or, with its mark, UTF-16; what is neither is shown as a replacement."""
    data = b""
    for piece in pieces:
        data += piece
        if len(data) > _MOST_BYTES:
            break
    is_wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = data[:_MOST_BYTES].decode("utf-16" if is_wide else "utf-8-sig", "replace")
    kept = "".join(one for one in text if one.isprintable() or one in _KEPT_CONTROLS)
    return ShownText(text=kept[:MOST_CHARACTERS], is_cut=len(data) > _MOST_BYTES or len(kept) > MOST_CHARACTERS)
