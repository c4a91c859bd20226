"""From the media of a VICS file to the digests of a list."""

from collections.abc import Iterable, Iterator
from typing import Final

from causeway.interchange.hashlists import CategoryScheme, ListedDigest, digest_fault
from causeway.interchange.vics.types import Media
from causeway.vocabulary.findings import DigestKind

_ALTERNATIVE_KINDS: Final = {
    "md5": DigestKind.MD5,
    "sha1": DigestKind.SHA1,
    "sha256": DigestKind.SHA256,
    "pdq": DigestKind.PDQ,
    "pdqstored": DigestKind.PDQ,
    "pdqupright": DigestKind.PDQ,
}
"""Our own files state two PDQs where a picture is stored otherwise than it is to be seen. PhotoDNA and other kinds are
carried by the media and never matched here.
"""


def listed_digests(media: Iterable[Media], scheme: CategoryScheme) -> Iterator[ListedDigest]:
    """Each good digest of each medium, with its category in the file's scheme; a digest once a medium.

    What the categories mean is the scheme's: in the US one, 0 is "not pertinent" and belongs on no bank.
    """
    for each in media:
        for kind, value in _offered(each):
            if digest_fault(kind, value) is None:
                yield ListedDigest(kind=kind, value=value, category=each.category, scheme=scheme, note=each.series)


def _offered(media: Media) -> dict[tuple[DigestKind, str], None]:
    """The digests of a medium in order, each once."""
    offered: dict[tuple[DigestKind, str], None] = {}
    for kind, value in ((DigestKind.MD5, media.md5), (DigestKind.SHA1, media.sha1)):
        if value:
            offered[kind, value] = None
    for alternative in media.alternative_hashes:
        name = "".join(filter(str.isalnum, (alternative.name or "").lower()))
        if name in _ALTERNATIVE_KINDS and alternative.value:
            offered[_ALTERNATIVE_KINDS[name], alternative.value.lower()] = None
    return offered
