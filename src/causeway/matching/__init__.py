"""Digests of media and exact search among them, usable alone.

Decode untrusted files through `Examiner`, which does it in a limited process of its own; `digest_file` does the same
here.
"""

from causeway.matching.asking import some_at_a_time
from causeway.matching.capture import Capture
from causeway.matching.decode import DEFAULT_MAX_PIXELS, PICTURE_TYPES, UNDECODED_TYPES, decode_picture
from causeway.matching.digest import ExactDigester, ExactDigests, digest_stream
from causeway.matching.engines import THIS_MACHINE, DigestSearch, Engines, HashSearch
from causeway.matching.errors import (
    EXAMINER_CRASHED,
    EXAMINER_TIMEOUT,
    PICTURE_FAULTS,
    VIDEO_FAULTS,
    BadHashes,
    BadIndexFile,
    BadRadius,
    BadThreads,
    MatchingError,
    TooManyHits,
    UndecodablePicture,
    UndecodableVideo,
)
from causeway.matching.exact import DigestIndex, ExactHits, each_once
from causeway.matching.examination import digest_file
from causeway.matching.examiner import Examiner
from causeway.matching.explanation import Explanation, explain
from causeway.matching.frames import FrameHash
from causeway.matching.given import DIGEST_BYTES
from causeway.matching.groups import Forest, Pairs, first_of_equal, near_duplicate_groups, neighbours
from causeway.matching.index import HammingIndex, Hits
from causeway.matching.lent import keep_memory
from causeway.matching.look import Look
from causeway.matching.media_type import SNIFF_BYTES, media_type
from causeway.matching.pdq import (
    RECOMMENDED_QUALITY,
    PdqHash,
    Turn,
    dihedral_hashes,
    pack_hashes,
    pdq_hash,
)
from causeway.matching.previewer import NoPreview, preview
from causeway.matching.processors import PROCESSORS
from causeway.matching.video import VIDEO_TYPES, HashedVideo, hash_frames
from causeway.vocabulary.findings import RECOMMENDED_RADIUS_BITS

__all__ = [
    "DEFAULT_MAX_PIXELS",
    "DIGEST_BYTES",
    "EXAMINER_CRASHED",
    "EXAMINER_TIMEOUT",
    "PICTURE_FAULTS",
    "PICTURE_TYPES",
    "PROCESSORS",
    "RECOMMENDED_QUALITY",
    "RECOMMENDED_RADIUS_BITS",
    "SNIFF_BYTES",
    "THIS_MACHINE",
    "UNDECODED_TYPES",
    "VIDEO_FAULTS",
    "VIDEO_TYPES",
    "BadHashes",
    "BadIndexFile",
    "BadRadius",
    "BadThreads",
    "Capture",
    "DigestIndex",
    "DigestSearch",
    "Engines",
    "ExactDigester",
    "ExactDigests",
    "ExactHits",
    "Examiner",
    "Explanation",
    "Forest",
    "FrameHash",
    "HammingIndex",
    "HashSearch",
    "HashedVideo",
    "Hits",
    "Look",
    "MatchingError",
    "NoPreview",
    "Pairs",
    "PdqHash",
    "TooManyHits",
    "Turn",
    "UndecodablePicture",
    "UndecodableVideo",
    "decode_picture",
    "digest_file",
    "digest_stream",
    "dihedral_hashes",
    "each_once",
    "explain",
    "first_of_equal",
    "hash_frames",
    "keep_memory",
    "media_type",
    "near_duplicate_groups",
    "neighbours",
    "pack_hashes",
    "pdq_hash",
    "preview",
    "some_at_a_time",
]
