"""Which container a file is, by its content and never by its name."""

import re
import tarfile
from enum import StrEnum
from typing import Final

HEAD_BYTES: Final = 32_774
"""As much of a file's start as `container_kind` wants to see: up to the mark of an optical disc."""


class ContainerKind(StrEnum):
    """What can be opened, and `UNOPENED`: what holds files and the standard library has no reader for."""

    ZIP = "zip"
    TAR = "tar"
    GZIP = "gzip"
    BZIP2 = "bzip2"
    XZ = "xz"
    MAIL = "mail"
    MAILBOX = "mailbox"
    UNOPENED = "unopened"


_MARKS: Final = (
    (b"PK\x03\x04", ContainerKind.ZIP),
    (b"PK\x05\x06", ContainerKind.ZIP),
    (b"\x1f\x8b\x08", ContainerKind.GZIP),
    (b"\xfd7zXZ\x00", ContainerKind.XZ),
    (b"7z\xbc\xaf\x27\x1c", ContainerKind.UNOPENED),
    (b"Rar!\x1a\x07", ContainerKind.UNOPENED),
    (b"\x28\xb5\x2f\xfd", ContainerKind.UNOPENED),  # Zstandard (RFC 8878, section 3.1.1)
    (b"MSCF\x00\x00\x00\x00", ContainerKind.UNOPENED),  # cabinet
    (b"EVF\x09\x0d\x0a\xff\x00", ContainerKind.UNOPENED),  # EnCase's image of a disk (E01)
    (b"EVF2\x0d\x0a\x81\x00", ContainerKind.UNOPENED),  # its second version (Ex01)
    (b"LVF\x09\x0d\x0a\xff\x00", ContainerKind.UNOPENED),  # EnCase's files of a disk (L01)
    (b"KDMV", ContainerKind.UNOPENED),  # VMDK
    (b"COWD\x01\x00\x00\x00", ContainerKind.UNOPENED),  # VMDK of ESX
    (b"# Disk DescriptorFile", ContainerKind.UNOPENED),  # VMDK in several files
    (b"QFI\xfb", ContainerKind.UNOPENED),  # QCOW
    (b"conectix", ContainerKind.UNOPENED),  # VHD that grows
    (b"vhdxfile", ContainerKind.UNOPENED),
    (b"%PDF-", ContainerKind.UNOPENED),  # its pages hold pictures (ISO 32000-2)
    (b"!BDN", ContainerKind.UNOPENED),  # Outlook's store (MS-PST, section 2.2.2.6)
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ContainerKind.UNOPENED),  # MS-CFB: Outlook's message, old Office, thumbnails
)
_OPTICAL_DISC: Final = (b"CD001", 32_769)
"""ECMA-119 (ISO 9660), section 8.1: the first sector that is not for the system, after one byte."""
_BOOT_SECTOR: Final = re.compile(rb"(?:.{446}(?:[\x00\x80].{15}){4}|\xeb.\x90.{507})\x55\xaa", re.DOTALL)
"""Begins a raw image: a table of four partitions, each active or not, or a volume's first jump."""
_BZIP2: Final = re.compile(rb"BZh[1-9](?:1AY&SY|\x17rE8P\x90)")
_HEADER: Final = re.compile(rb"(?:[\x21-\x39\x3b-\x7e]+:[^\n]*\r?\n(?:[ \t][^\n]*\r?\n)*)+")
"""Header fields of a message (RFC 5322, section 2.2), folded or not."""
_TELLING: Final = re.compile(
    rb"^(?:from|to|subject|date|message-id|mime-version|received|return-path|delivered-to|content-type):",
    re.IGNORECASE | re.MULTILINE,
)
_ENOUGH_TELLING: Final = 3
_MAILBOX: Final = re.compile(rb"From [^\n]+\r?\n")
_BEFORE_MAIL: Final = re.compile(rb"(?:\xef\xbb\xbf)?(?:[ \t]*\r?\n)*(?:(\d{1,18}) *\r?\n)?")
"""May stand before a message: a byte order mark and blank lines that a program wrote, and in an `.emlx` of Apple Mail a
line with the message's length in bytes.
"""


def container_kind(head: bytes) -> ContainerKind | None:
    """The kind of container that begins so, None for a file that is none. `head` is of `HEAD_BYTES` where there are as
    many.
    """
    for mark, kind in _MARKS:
        if head.startswith(mark):
            return kind
    if _BZIP2.match(head):
        return ContainerKind.BZIP2
    if is_tar(head):
        return ContainerKind.TAR
    if head.startswith(*_OPTICAL_DISC) or _BOOT_SECTOR.match(head):
        return ContainerKind.UNOPENED
    begins, _ = mail_bounds(head)
    if (first := _MAILBOX.match(head, begins)) and _is_message(head, first.end()):
        return ContainerKind.MAILBOX
    return ContainerKind.MAIL if _is_message(head, begins) else None


def mail_bounds(head: bytes) -> tuple[int, int | None]:
    """At which byte of a file that is a mail or a mailbox its own text begins, and where the mail ends if that is
    stated.
    """
    before = _BEFORE_MAIL.match(head)
    if before is None:
        return 0, None
    return before.end(), before.end() + int(before[1]) if before[1] else None


def is_tar(head: bytes) -> bool:
    """Whether the first block is a tar header whose checksum is right, of whichever dialect."""
    try:
        tarfile.TarInfo.frombuf(head[: tarfile.BLOCKSIZE], tarfile.ENCODING, "surrogateescape")
    except (tarfile.TarError, ValueError):
        return False
    return True


def _is_message(head: bytes, begins: int) -> bool:
    found = _HEADER.match(head, begins)
    if found is None:
        return False
    return len({field.lower() for field in _TELLING.findall(found[0])}) >= _ENOUGH_TELLING
