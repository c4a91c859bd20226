"""Digests of pictures that do not exist: an edit of a picture is another file whose looks differ in some bits.

PDQ digests of one picture after an edit lie within 31 of 256 bits (the PDQ reference); an edit that goes further makes
it look like another.
"""

from functools import lru_cache
from hashlib import md5, sha1, sha256
from random import Random

from causeway.vocabulary.findings import MediaDigests

_MOST_BITS_NEAR = 24
_BITS_LOST = (40, 70)
_BITS = 256


@lru_cache(maxsize=65_536)
def digests(seed: int, picture: str, version: int = 0, *, is_lost: bool = False) -> MediaDigests:
    """The digests of a version of a picture: 0 is as it first was; a lost one looks like another."""
    name = f"{seed}-{picture}-{version}-{is_lost}"
    raw = name.encode()
    look = _look(seed, picture)
    if version:
        rng = Random(name)
        for bit in rng.sample(range(_BITS), rng.randint(*_BITS_LOST) if is_lost else rng.randint(2, _MOST_BITS_NEAR)):
            look ^= 1 << bit
    return MediaDigests(
        sha256=sha256(raw).hexdigest(),
        md5=md5(raw, usedforsecurity=False).hexdigest(),
        sha1=sha1(raw, usedforsecurity=False).hexdigest(),
        size_bytes=1000 + len(name),
        media_type="image/jpeg",
        pdq=f"{look:064x}",
        pdq_quality=100,
    )


def _look(seed: int, picture: str) -> int:
    """Half of its bits set, as PDQ does it."""
    rng = Random(f"{seed}-look-{picture}")
    return sum(1 << bit for bit in rng.sample(range(_BITS), _BITS // 2))
