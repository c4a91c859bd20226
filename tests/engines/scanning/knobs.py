"""Pictures of door knobs, which are coloured rings, and archives and mails to put them in."""

import io
import tarfile
import zipfile
from email.message import EmailMessage
from pathlib import Path

from PIL import Image, ImageDraw

from causeway.scanning.containers import Leaf, Limits, Opening
from causeway.scanning.content import open_source
from causeway.scanning.walking import Found

TIGHT = Limits(depth=10, members=50_000, free_bytes=8_000_000, member_free_bytes=1_000_000, message_bytes=4_000_000)
"""Bounds that a small test can meet."""


def knob(number: int, size_px: int = 96) -> bytes:
    """A door knob as a PNG, another one for each number."""
    picture = Image.new("RGB", (size_px, size_px), (number * 37 % 256, 90, 160))
    draw = ImageDraw.Draw(picture)
    for ring in range(4):
        inset = 4 + ring * (7 + number % 3)
        colour = (number * 53 % 256, ring * 60, 255 - ring * 50)
        draw.ellipse((inset, inset + number % 9, size_px - inset, size_px - inset), outline=colour, width=4)
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def zipped(members: dict[str, bytes]) -> bytes:
    """A zip archive."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def tarred(members: dict[str, bytes], more: tuple[tarfile.TarInfo, ...] = ()) -> bytes:
    """A tar archive, with further members that are no ordinary files."""
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for info in more:
            archive.addfile(info)
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size, info.mtime = len(data), 1_700_000_000
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def mailed(attached: dict[str, bytes]) -> bytes:
    """An e-mail with attachments."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "ada@example.org", "bo@example.org", "Door knobs"
    mail["Date"] = "Thu, 26 Nov 2026 10:00:00 +0000"
    mail.set_content("Some door knobs.")
    for name, data in attached.items():
        mail.add_attachment(data, maintype="image", subtype="png", filename=name)
    return mail.as_bytes()


def apple_mail(attached: dict[str, bytes], notes: bytes = b'<?xml version="1.0"?>\n<plist/>\n') -> bytes:
    """A message as Apple Mail keeps it."""
    message = mailed(attached)
    return b"%-10d\n%b%b" % (len(message), message, notes)


def commented(data: bytes, comment: bytes) -> bytes:
    """A zip archive with a comment."""
    out = io.BytesIO(data)
    with zipfile.ZipFile(out, "a") as archive:
        archive.comment = comment
    return out.getvalue()


TWO = {"hall/one.png": knob(1), "two.png": knob(2)}
AFTER = "data after the end"


def leaves(data: bytes, folder: Path, *, name: str = "it", limits: Limits = TIGHT) -> dict[str, Leaf]:
    """What is found in a file of these bytes, by path; itself at the empty one."""
    path = folder / name
    path.write_bytes(data)
    content, _is_noted = open_source(path)
    opening = Opening(content, Found(path=name, size_bytes=len(data), modified_ns=0), limits=limits, spool=folder)
    found = list(opening.leaves())
    by_path = {leaf.path: leaf for leaf in found}
    assert len(by_path) == len(found)
    return by_path


def content_of(leaf: Leaf) -> bytes:
    """The leaf's bytes."""
    assert leaf.content is not None
    return b"".join(leaf.content.chunks())
