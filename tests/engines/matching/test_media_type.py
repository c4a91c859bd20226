"""A file's type is what its first bytes say."""

import pytest

from causeway.matching import media_type


@pytest.mark.parametrize(
    ("first_bytes", "expected"),
    [
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n\x00", "image/png"),
        (b"GIF89a\x01", "image/gif"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "image/webp"),
        (b"RIFF\x00\x00\x00\x00WAVEfmt ", "application/octet-stream"),
        (b"II*\x00\x08\x00", "image/tiff"),
        (b"II*\x00\x10\x00\x00\x00CR\x02\x00", "image/x-canon-cr2"),
        (b"\x00\x00\x00\x18ftypcrx \x00\x00\x00\x01crx isom", "image/x-canon-cr3"),
        (b"FUJIFILMCCD-RAW 0201", "image/x-fuji-raf"),
        (b"IIU\x00\x18\x00", "image/x-panasonic-rw2"),
        (b"IIRO\x08\x00", "image/x-olympus-orf"),
        (b"IIRS\x08\x00", "image/x-olympus-orf"),
        (b"MMOR\x00\x00", "image/x-olympus-orf"),
        (b"\x00\x00\x00\x0cjP  \r\n\x87\n\x00\x00\x00\x14ftypjp2 ", "image/jp2"),
        (b"\xff\x4f\xff\x51\x00", "image/jp2"),
        (b"\x00\x00\x00\x0cJXL \r\n\x87\n\x00\x00\x00\x14ftypjxl ", "image/jxl"),
        (b"\xff\x0a\xfa", "image/jxl"),
        (b"8BPS\x00\x01\x00", "image/vnd.adobe.photoshop"),
        (b"8BPS\x00\x02\x00", "image/vnd.adobe.photoshop"),
        (b"MM\x00*\x00\x00", "image/tiff"),
        (b"BM\x46\x00\x00\x00\x00\x00\x00\x00\x36\x00\x00\x00\x28\x00\x00\x00", "image/bmp"),
        (b"BMW is a make of car", "text/plain"),
        (b"MMORPGs are games", "text/plain"),
        (b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic", "image/heic"),
        (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1heic", "image/heic"),
        (b"\x00\x00\x00\x18ftypmif1\x00\x00\x00\x00mif1avif", "image/avif"),
        (b"\x00\x00\x00\x18ftypavif\x00\x00\x00\x00mif1avif", "image/avif"),
        (b"\x00\x00\x00\x18ftypisom\x00\x00\x00\x00isomavc1", "video/mp4"),
        (b"\x00\x00\x00\x14ftypqt  \x00\x00\x00\x00qt  ", "video/quicktime"),
        (b"\x00\x00\x00\x08wide\x00\x00\x00\x00mdat", "video/quicktime"),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm", "video/webm"),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x88matroska", "video/x-matroska"),
        (b"\x00\x00\x00\x18ftyp3gp5\x00\x00\x00\x00isom3gp5", "video/3gpp"),
        (b"RIFF\x00\x00\x00\x00AVI LIST", "video/x-msvideo"),
        (b"\x30\x26\xb2\x75\x8e\x66\xcf\x11\xa6\xd9", "video/x-ms-asf"),
        (b"FLV\x01\x05", "video/x-flv"),
        (b"\x00\x00\x01\xba\x44", "video/mpeg"),
        ((b"\x47" + bytes(187)) * 3, "video/mp2t"),
        (b"GG", "text/plain"),
        (b"%PDF-1.7\n", "application/pdf"),
        (b"PK\x03\x04\x14\x00", "application/zip"),
        (b"a plain text\r\nof two lines", "text/plain"),
        ("één".encode(), "text/plain"),
        ("één".encode()[:-1] + "é".encode()[:1], "text/plain"),
        ("mark".encode("utf-16"), "text/plain"),
        (b"\xe9\xe9\xe9", "application/octet-stream"),
        (b"nul\x00byte", "application/octet-stream"),
        (b"", "application/octet-stream"),
    ],
)
def test_the_first_bytes_tell_the_type(first_bytes: bytes, expected: str) -> None:
    assert media_type(first_bytes) == expected
