"""Uploads and lists for the tests of screening; pictures are random squares, values are invented."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

import numpy as np
from PIL import Image

from causeway.client.mirror import MirrorWriter
from causeway.matching import digest_file
from causeway.vocabulary.findings import MediaDigests
from causeway.vocabulary.signals import Signal, SignalCategory, SignalChange, SignalKind
from client.mirror.feeds import OWNER, change, page

GRADE = SignalCategory(code="A1", scheme="example.org")


def picture(seed: int, *, side_px: int = 256) -> Image.Image:
    """A pattern of squares that no other seed looks like."""
    squares = np.random.default_rng(seed).integers(0, 256, (16, 16, 3), dtype=np.uint8)
    return Image.fromarray(squares).resize((side_px, side_px), Image.Resampling.NEAREST)


def encoded(image: Image.Image, form: str = "PNG", **options: int | bytes) -> bytes:
    """The picture as a file."""
    file = BytesIO()
    image.save(file, form, **options)
    return file.getvalue()


def listed(reference: str, kind: SignalKind, value: str) -> SignalChange:
    """A change that lists one value."""
    signal = Signal(kind=kind, value=value, reference=reference, provenance=OWNER, category=GRADE, confidence=80)
    return change(reference, signal)


def digests_of(data: bytes) -> MediaDigests:
    """The digests of a file of ours, made here."""
    return digest_file(data)


def mirrored(folder: Path, changes: Sequence[SignalChange], *, after: int = 0) -> Path:
    """A mirror with these changes."""
    MirrorWriter(folder).apply(page(after, changes))
    return folder
