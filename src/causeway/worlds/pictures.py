"""Harmless pictures, drawn by the program: bridges, boats and lighthouses, and the edits that people make to pictures
they pass on.

Two drawings should look as far apart to a perceptual digest as two photographs do, so each has its own light, clouds,
land and subject. The same rng state and the same Pillow give the same bytes.
"""

import io
from enum import StrEnum
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from causeway.worlds._scenery import Pen, light_and_clouds

WIDTH_PX = 640
"""The longer side of a drawing."""

_HEIGHTS_PX = (400, 440, 480, 520)
_QUALITY = 88


class Subject(StrEnum):
    """What a drawing shows."""

    BRIDGE = "bridge"
    BOAT = "boat"
    LIGHTHOUSE = "lighthouse"


class Edit(StrEnum):
    """What was done to a picture on its way. Every one of them should stay near under PDQ (within 31 bits)."""

    RECOMPRESS = "recompress"
    RESIZE = "resize"
    CROP = "crop"
    BRIGHTEN = "brighten"
    CAPTION = "caption"
    BLUR = "blur"


def draw(rng: Random, kind: Subject | str) -> bytes:
    """A fresh drawing of a subject, as JPEG bytes, about 640 pixels wide."""
    subject = Subject(kind)
    width, height = WIDTH_PX, rng.choice(_HEIGHTS_PX)
    image = Image.fromarray(light_and_clouds(rng, width, height))
    pen = Pen(image, rng)
    pen.land()
    {Subject.BRIDGE: pen.bridge, Subject.BOAT: pen.boats, Subject.LIGHTHOUSE: pen.lighthouse}[subject]()
    pen.foreground()
    return _jpeg(_grain(image, rng), _QUALITY)


def edit(rng: Random, jpeg: bytes, how: Edit | str) -> bytes:
    """The same picture after one small edit, as JPEG bytes whose SHA-256 differs from the original's."""
    image = Image.open(io.BytesIO(jpeg)).convert("RGB")
    edited = _EDITS[Edit(how)](rng, image)
    return _jpeg(edited, rng.randint(60, 80))


def _resize(rng: Random, image: Image.Image) -> Image.Image:
    scale = rng.uniform(0.55, 0.9)
    return image.resize((round(image.width * scale), round(image.height * scale)), Image.Resampling.LANCZOS)


def _crop(rng: Random, image: Image.Image) -> Image.Image:
    """Take off up to one part in a hundred at each side: a larger cut moves a PDQ further than 31 bits."""
    left, top, right, bottom = (rng.uniform(0.0, 0.01) for _ in range(4))
    width, height = image.size
    return image.crop(
        (round(left * width), round(top * height), round(width * (1 - right)), round(height * (1 - bottom)))
    )


def _brighten(rng: Random, image: Image.Image) -> Image.Image:
    return ImageEnhance.Brightness(image).enhance(rng.choice((0.85, 0.9, 1.08, 1.12)))


def _caption(rng: Random, image: Image.Image) -> Image.Image:
    """Lay a thin strip with a mark over the lower edge."""
    captioned = image.copy()
    pen = ImageDraw.Draw(captioned)
    strip = round(image.height * 0.022)
    pen.rectangle((0, image.height - strip, image.width, image.height), fill=(245, 245, 240))
    pen.text((rng.randint(4, 60), image.height - strip), "harbour view", fill=(30, 30, 30))
    return captioned


def _blur(rng: Random, image: Image.Image) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(rng.uniform(0.8, 1.6)))


_EDITS = {
    Edit.RECOMPRESS: lambda _rng, image: image,
    Edit.RESIZE: _resize,
    Edit.CROP: _crop,
    Edit.BRIGHTEN: _brighten,
    Edit.CAPTION: _caption,
    Edit.BLUR: _blur,
}


def _grain(image: Image.Image, rng: Random) -> Image.Image:
    """A camera's grain, so that no surface is perfectly flat."""
    pixels: NDArray[np.int16] = np.asarray(image, dtype=np.int16)
    noise = np.random.default_rng(rng.getrandbits(64)).integers(-6, 7, size=pixels.shape[:2], dtype=np.int16)
    return Image.fromarray(np.clip(pixels + noise[:, :, None], 0, 255).astype(np.uint8))


def _jpeg(image: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()
