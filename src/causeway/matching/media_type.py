"""What a file is by its first bytes. What its name or its sender says is never believed.

The marks are those of the formats' own specifications; for ISO media files (HEIC, AVIF, MP4, QuickTime) the brands of
the `ftyp` box decide (ISO/IEC 14496-12, section 4.3).
"""

import codecs
from typing import Final

SNIFF_BYTES: Final = 4096
"""As much of a file's start as `media_type` wants to see."""
OCTET_STREAM: Final = "application/octet-stream"
PLAIN_TEXT: Final = "text/plain"

_MARKS: Final = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"FUJIFILMCCD-RAW", "image/x-fuji-raf"),
    (b"IIU\x00", "image/x-panasonic-rw2"),
    (b"IIRO", "image/x-olympus-orf"),
    (b"IIRS", "image/x-olympus-orf"),
    (b"MMOR\x00", "image/x-olympus-orf"),
    (b"\x00\x00\x00\x0cjP  \r\n\x87\n", "image/jp2"),
    (b"\xff\x4f\xff\x51", "image/jp2"),  # the codestream alone
    (b"\x00\x00\x00\x0cJXL \r\n\x87\n", "image/jxl"),
    (b"\xff\x0a", "image/jxl"),  # the codestream alone
    (b"8BPS\x00\x01", "image/vnd.adobe.photoshop"),
    (b"8BPS\x00\x02", "image/vnd.adobe.photoshop"),  # for large documents
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
    (b"II+\x00", "image/tiff"),  # BigTIFF
    (b"MM\x00+", "image/tiff"),
    (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11", "video/x-ms-asf"),
    (b"FLV\x01", "video/x-flv"),
    (b"\x00\x00\x01\xba", "video/mpeg"),
    (b"\x00\x00\x01\xb3", "video/mpeg"),
    (b"%PDF-", "application/pdf"),
    (b"PK\x03\x04", "application/zip"),
    (b"PK\x05\x06", "application/zip"),  # an empty archive
)
_RIFF: Final = {b"WEBP": "image/webp", b"AVI ": "video/x-msvideo"}
_TRANSPORT_SYNC: Final = b"\x47"
"""Begins each packet of 188 bytes (ISO/IEC 13818-1)."""
_HEIC_BRANDS: Final = frozenset({b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1"})
_AVIF_BRANDS: Final = frozenset({b"avif", b"avis"})
_QUICKTIME_BOXES: Final = frozenset({b"moov", b"mdat", b"wide", b"free", b"skip", b"pnot"})
_BITMAP_HEADER_BYTES: Final = frozenset({12, 40, 52, 56, 64, 108, 124})
_EBML: Final = b"\x1a\x45\xdf\xa3"
_TEXT_CONTROLS: Final = frozenset(b"\t\n\r\f\x1b")
_FIRST_PRINTABLE: Final = 0x20
_BYTE_ORDER_MARKS: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def media_type(first_bytes: bytes) -> str:
    """The type of a file from its first bytes; `application/octet-stream` where they tell nothing."""
    if first_bytes.startswith(b"II*\x00") and first_bytes[8:10] == b"CR":
        return "image/x-canon-cr2"
    for mark, found in _MARKS:
        if first_bytes.startswith(mark):
            return found
    if first_bytes[:4] == b"RIFF" and first_bytes[8:12] in _RIFF:
        return _RIFF[first_bytes[8:12]]
    if first_bytes[:2] == b"BM" and int.from_bytes(first_bytes[14:18], "little") in _BITMAP_HEADER_BYTES:
        return "image/bmp"
    if first_bytes.startswith(_EBML):
        return "video/webm" if b"webm" in first_bytes[:64] else "video/x-matroska"
    if all(first_bytes[at : at + 1] == _TRANSPORT_SYNC for at in (0, 188, 376)):
        return "video/mp2t"
    return _iso_media(first_bytes) or (PLAIN_TEXT if _is_text(first_bytes) else OCTET_STREAM)


def _iso_media(first_bytes: bytes) -> str | None:
    """The type of an ISO media file by its brands: the main one first, then those it says it is compatible with."""
    box = first_bytes[4:8]
    if box in _QUICKTIME_BOXES:
        return "video/quicktime"
    if box != b"ftyp":
        return None
    end = min(int.from_bytes(first_bytes[:4], "big"), len(first_bytes))
    brands = [first_bytes[8:12], *(first_bytes[at : at + 4] for at in range(16, end, 4))]
    if brands[0] == b"crx ":
        return "image/x-canon-cr3"
    if brands[0] == b"qt  ":
        return "video/quicktime"
    if brands[0].startswith(b"3g"):
        return "video/3gpp"
    if brands[0] in _AVIF_BRANDS or (brands[0] in _HEIC_BRANDS and _AVIF_BRANDS.intersection(brands)):
        return "image/avif"
    return "image/heic" if brands[0] in _HEIC_BRANDS else "video/mp4"


def _is_text(first_bytes: bytes) -> bool:
    """Whether this begins a text in UTF-8 or, with its mark, UTF-16; its last character may be cut."""
    if first_bytes.startswith(_BYTE_ORDER_MARKS):
        return True
    if not first_bytes or any(byte < _FIRST_PRINTABLE and byte not in _TEXT_CONTROLS for byte in first_bytes):
        return False
    try:
        codecs.getincrementaldecoder("utf-8")().decode(first_bytes)
    except UnicodeDecodeError:
        return False
    return True
