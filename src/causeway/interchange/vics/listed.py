"""From the media of a VICS file to the digests of a list."""

from collections.abc import Iterable, Iterator
from typing import Final

from causeway.interchange.hashlists import CategoryScheme, ListedDigest, digest_fault
from causeway.interchange.vics.types import AlternativeHash, Media, Property
from causeway.vocabulary.findings import DigestKind

_NAMED_KINDS: Final = {
    "md5": DigestKind.MD5,
    "sha1": DigestKind.SHA1,
    "sha256": DigestKind.SHA256,
    "pdq": DigestKind.PDQ,
    "pdqstored": DigestKind.PDQ,
    "pdqupright": DigestKind.PDQ,
}
"""By the names under which version 1 states them as alternative hashes. Version 2 has no such field: there our own
files state them among a medium's metadata. They state two PDQs where a picture is stored otherwise than it is to be
seen. PhotoDNA and other kinds are carried by the media and never matched here.
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
    more: tuple[AlternativeHash | Property, ...] = (*media.alternative_hashes, *media.media_metadata)
    for named in more:
        name = "".join(filter(str.isalnum, (named.name or "").lower()))
        if name in _NAMED_KINDS and named.value:
            offered[_NAMED_KINDS[name], named.value.lower()] = None
    return offered
