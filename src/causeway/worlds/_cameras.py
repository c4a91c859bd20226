"""Invented cameras, the notes that they write into pictures (EXIF 2.32), and what programs make of such pictures."""

import io
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from PIL import Image, ImageEnhance, TiffImagePlugin

_MAKE, _MODEL, _SOFTWARE, _CHANGED = 0x010F, 0x0110, 0x0131, 0x0132
_OF_THE_SHOT: Final = 0x8769
_TAKEN, _WIDTH, _HEIGHT, _SERIAL = 0x9003, 0xA002, 0xA003, 0xA431
_DNG_VERSION: Final = 50706
_EDITOR: Final = "GIMP 2.10"
_BEST: Final = 95


@dataclass(frozen=True, slots=True)
class Camera:
    """A camera as its pictures name it; `software` is its own system."""

    make: str
    model: str
    serial_number: str | None
    software: str


CAMERAS: Final = (
    Camera("Linden", "Linden L5", None, "LindenOS 7.1"),
    Camera("Marram", "Sandpiper 2", "MR-0044127", "2.04"),
    Camera("Fennel Optics", "FX-20", "88120-4", "Ver.1.10"),
)


def taken(scene: bytes, camera: Camera, at: datetime) -> bytes:
    """A scene as the camera writes it."""
    image = Image.open(io.BytesIO(scene))
    return _jpeg(image, _BEST, _notes(image, camera, at))


def raw(scene: bytes, camera: Camera, at: datetime) -> bytes:
    """A scene as the camera writes it raw (DNG 1.4), of which there is only the small picture that comes first."""
    image = Image.open(io.BytesIO(scene))
    exif, tags = _notes(image, camera, at), TiffImagePlugin.ImageFileDirectory_v2()
    for tag, value in exif.items():
        tags[tag] = value
    tags[_OF_THE_SHOT] = dict(exif.get_ifd(_OF_THE_SHOT))
    tags[_DNG_VERSION] = bytes((1, 4, 0, 0))
    buffer = io.BytesIO()
    image.convert("RGB").reduce(2).save(buffer, "TIFF", tiffinfo=tags)
    return buffer.getvalue()


def _notes(image: Image.Image, camera: Camera, at: datetime) -> Image.Exif:
    exif = Image.Exif()
    when = f"{at:%Y:%m:%d %H:%M:%S}"
    exif.update({_MAKE: camera.make, _MODEL: camera.model, _SOFTWARE: camera.software, _CHANGED: when})
    shot = exif.get_ifd(_OF_THE_SHOT)
    shot.update({_TAKEN: when, _WIDTH: image.width, _HEIGHT: image.height})
    if camera.serial_number is not None:
        shot[_SERIAL] = camera.serial_number
    return exif


def recompressed(picture: bytes) -> bytes:
    """The same in fewer bytes, the camera's notes kept."""
    image = Image.open(io.BytesIO(picture))
    return _jpeg(image, 70, image.getexif())


def cut(picture: bytes) -> bytes:
    """A little cut off at each side, the camera's notes kept as they were."""
    image = Image.open(io.BytesIO(picture))
    return _jpeg(image.crop((3, 2, image.width - 2, image.height - 3)), 88, image.getexif())


def brightened(picture: bytes) -> bytes:
    """Brightened by a program that leaves its name."""
    image = Image.open(io.BytesIO(picture))
    exif = image.getexif()
    exif[_SOFTWARE] = _EDITOR
    return _jpeg(ImageEnhance.Brightness(image).enhance(1.08), 88, exif)


def turned(picture: bytes) -> bytes:
    """Turned by a quarter; the notes are gone."""
    image = Image.open(io.BytesIO(picture))
    return _jpeg(image.transpose(Image.Transpose.ROTATE_90), 85, Image.Exif())


def _jpeg(image: Image.Image, quality: int, exif: Image.Exif) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality, exif=exif)
    return buffer.getvalue()
