"""One file, all that can be said of it: exact digests, type by content, and for a picture its size, PDQ and quality."""

import dataclasses

from causeway.matching.decode import DEFAULT_MAX_PIXELS, PICTURE_TYPES, decode_picture
from causeway.matching.digest import ExactDigester, ExactDigests
from causeway.matching.errors import UndecodablePicture
from causeway.matching.pdq import pdq_hash
from causeway.vocabulary.findings import MediaDigests


def digest_file(data: bytes, *, max_pixels: int = DEFAULT_MAX_PIXELS) -> MediaDigests:
    """The digests of a file; it never raises for bad content. `fault` then says why a picture has no PDQ.

    A file that is no picture by its content has neither PDQ nor fault. Flat and tiny pictures have quality 0.
    """
    digester = ExactDigester()
    digester.update(data)
    exact = digester.finish()
    digests = without_picture(exact)
    if exact.media_type not in PICTURE_TYPES:
        return digests
    try:
        picture = decode_picture(data, max_pixels=max_pixels)
        found = pdq_hash(picture)
    except UndecodablePicture as fault:
        return dataclasses.replace(digests, fault=fault.code, width_px=fault.width_px, height_px=fault.height_px)
    except MemoryError:
        return dataclasses.replace(digests, fault="too_much_memory")
    height, width = picture.shape[:2]
    return dataclasses.replace(digests, pdq=found.hex, pdq_quality=found.quality, width_px=width, height_px=height)


def without_picture(exact: ExactDigests, fault: str | None = None) -> MediaDigests:
    """What is known of a file whose content was not looked into."""
    return MediaDigests(**dataclasses.asdict(exact), fault=fault)
