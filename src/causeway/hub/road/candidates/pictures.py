"""Which files of a candidate can be shown on a page."""

from causeway.hub.road.candidates.models import CandidateFile
from causeway.hub.road.evidence.commands.look_at import LONGEST_PICTURE_BYTES
from causeway.matching import PICTURE_TYPES


def is_picture(file: CandidateFile) -> bool:
    """Whether a file can be shown: its bytes are here, and are a picture by their content."""
    size = file.size_bytes or 0
    return file.sealed_id is not None and file.media_type in PICTURE_TYPES and size <= LONGEST_PICTURE_BYTES
