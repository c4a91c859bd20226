"""What is attached to an e-mail (RFC 5322, MIME: RFC 2045), and the messages of a mailbox (mbox: RFC 4155).

Every part with a name of its own or that is no text counts as attached; forwarded messages are looked through as well.
"""

import io
import re
from collections.abc import Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.policy import compat32
from functools import partial
from typing import Final, cast

from causeway.scanning.containers.kinds import HEAD_BYTES, mail_bounds
from causeway.scanning.containers.limits import Budget
from causeway.scanning.containers.member import AFTER_END, LIBRARY_FAULTS, Member
from causeway.scanning.content import CHUNK_BYTES, Content
from causeway.scanning.faults import (
    DAMAGED_ARCHIVE,
    DAMAGED_MEMBER,
    DATA_AFTER_END,
    TOO_DEEP,
    TOO_LARGE,
    ContainerFault,
    MemberFault,
)

_BEGINS: Final = b"From "
_XML: Final = b"<?xml"
_NOTES_END: Final = (b"</plist>", b"<plist/>")
_DECLARES_PARTS: Final = re.compile(rb"boundary=", re.IGNORECASE)
_MOST_COMPARISONS: Final = 200_000_000
"""The standard library compares each line with the boundary of each part that it lies in: half a minute's work. A
message of 100 forwarded ones and 64 MB stays below half of it.
"""


def read_mail(content: Content, budget: Budget) -> Iterator[Member | None]:
    """Each attachment of a message. What follows the end that an `.emlx` states is looked at too; anything but Apple
    Mail's own notes, in XML, is told.
    """
    if content.size_bytes > budget.limits.message_bytes:
        raise ContainerFault(TOO_LARGE)
    whole = b"".join(content.chunks())
    begins, ends = mail_bounds(whole[:HEAD_BYTES])
    yield from _attachments(whole[begins:ends], "")
    if ends is None:
        return
    if len(whole) < ends:
        raise ContainerFault(DAMAGED_ARCHIVE)
    more = whole[ends:]
    if notes := more.strip():
        yield Member(name=AFTER_END, packed_bytes=len(more), read=partial(iter, (more,)))
        if not (notes.startswith(_XML) and notes.endswith(_NOTES_END)):
            raise ContainerFault(DATA_AFTER_END)


def read_mailbox(content: Content, budget: Budget) -> Iterator[Member | None]:
    """Each attachment of each message, which are counted from 1. A message that is too large is a fault of its own."""
    for number, message in enumerate(_messages(content, budget.limits.message_bytes), start=1):
        folder = f"message-{number}"
        if message is None:
            yield Member(name=folder, packed_bytes=0, fault=TOO_LARGE)
            continue
        try:
            yield from _attachments(message, f"{folder}/")
        except ContainerFault as fault:
            yield Member(name=folder, packed_bytes=0, fault=fault.code)


def _messages(content: Content, most_bytes: int) -> Iterator[bytes | None]:
    """The messages, None for one that is too large."""
    message = bytearray()
    is_too_large, is_begun, was_empty = False, False, True
    begins, _ = mail_bounds(content.head(HEAD_BYTES))
    with io.BufferedReader(cast("io.RawIOBase", content.open()), CHUNK_BYTES) as file:
        file.seek(begins)
        while line := file.readline(CHUNK_BYTES):
            if was_empty and line.startswith(_BEGINS):
                if is_begun:
                    yield None if is_too_large else bytes(message)
                message.clear()
                is_too_large, is_begun = False, True
            elif len(message) + len(line) > most_bytes:
                message.clear()
                is_too_large = True
            elif not is_too_large:
                message += line
            was_empty = line in (b"\n", b"\r\n")
    yield None if is_too_large else bytes(message)


def _attachments(message: bytes, folder: str) -> Iterator[Member]:
    if len(_DECLARES_PARTS.findall(message)) * message.count(b"\n") > _MOST_COMPARISONS:
        raise ContainerFault(TOO_DEEP)
    try:
        parts = [part for part in message_from_bytes(message, policy=compat32).walk() if _is_attached(part)]
    except (MessageError, *LIBRARY_FAULTS):
        raise ContainerFault(DAMAGED_ARCHIVE) from None
    for number, part in enumerate(parts, start=1):
        yield Member(
            name=f"{folder}{_name(part) or f'part-{number}'}",
            packed_bytes=len(message),
            read=partial(_read, part),
        )


def _is_attached(part: "Message[str, str]") -> bool:
    return not part.is_multipart() and (part.get_content_maintype() != "text" or _name(part) is not None)


def _name(part: "Message[str, str]") -> str | None:
    """The part's own file name, which may be in words of any kind or damaged."""
    try:
        return part.get_filename() or None
    except (MessageError, *LIBRARY_FAULTS):
        return None


def _read(part: "Message[str, str]") -> Iterator[bytes]:
    try:
        payload = part.get_payload(decode=True)
    except (MessageError, *LIBRARY_FAULTS):
        raise MemberFault(DAMAGED_MEMBER) from None
    if isinstance(payload, bytes):
        yield payload
