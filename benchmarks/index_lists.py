"""Lists of hashes for the benchmarks of the index, from the kindest to what a hostile sender would make up.

- random: hashes that have nothing to do with one another;
- skewed: families of edits of few pictures, as real lists are;
- photos: PDQ hashes of crops and edits of photos, whose bits hang together as drawn ones do not;
- crowded: a third are nearly blank frames, so that whole buckets hold the same;
- blank: all lie within a few bits of blank, and nearly all match one another;
- shared: all have half of their chunks in common, and yet do not match.
"""

from collections.abc import Callable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageEnhance, ImageOps

from causeway.matching import decode_picture, dihedral_hashes

PHOTOS = Path(__file__).resolve().parents[2] / "shared" / "data" / "photos"
PHOTO_PX = 640
Hashes = NDArray[np.uint8]
BLANK_BITS = 6


def random_hashes(count: int, rng: np.random.Generator) -> Hashes:
    """Hashes that have nothing to do with one another."""
    return rng.integers(0, 1 << 64, (count, 4), dtype=np.uint64).view(np.uint8)


def skewed_hashes(count: int, rng: np.random.Generator) -> Hashes:
    """Families of some hundred edits, each about 1 bit in 16 off."""
    families = np.repeat(random_hashes(count // 200 + 1, rng), 200, axis=0)[:count]
    families ^= edits(count, rng)
    return families


def photo_hashes(count: int, rng: np.random.Generator) -> Hashes:
    """Of parts of photos, edited, each in its eight turns. Raises FileNotFoundError where there are no photos."""
    photos = [_small(path) for path in sorted(PHOTOS.rglob("*.*")) if path.is_file()]
    if not photos:
        raise FileNotFoundError(f"no photos in {PHOTOS}")
    views = -(-count // 8)
    hashes = [turned.bits for _ in range(views) for turned in dihedral_hashes(_edited(photos, rng)).values()]
    return np.frombuffer(b"".join(hashes), np.uint8).reshape(-1, 32)[rng.permutation(count)]


def _small(path: Path) -> Image.Image:
    picture = Image.fromarray(decode_picture(path.read_bytes()))
    picture.thumbnail((PHOTO_PX, PHOTO_PX))
    return picture


def _edited(photos: list[Image.Image], rng: np.random.Generator) -> NDArray[np.uint8]:
    """A part of one of them, brighter or darker, with more or less contrast."""
    whole = photos[int(rng.integers(len(photos)))]
    width, height = (int(side * rng.uniform(0.3, 1)) for side in whole.size)
    left, top = int(rng.integers(whole.width - width + 1)), int(rng.integers(whole.height - height + 1))
    part = whole.crop((left, top, left + width, top + height))
    part = ImageEnhance.Brightness(part).enhance(rng.uniform(0.7, 1.4))
    return np.asarray(ImageOps.autocontrast(part, cutoff=float(rng.integers(0, 4))))


def crowded_hashes(count: int, rng: np.random.Generator) -> Hashes:
    """A third are blank but for a few bits, all different; the others are skewed."""
    hashes = skewed_hashes(count, rng)
    blank = count // 3
    hashes[:blank] = edits(blank, rng) & random_hashes(blank, rng) & random_hashes(blank, rng)
    return hashes[rng.permutation(count)]


def blank_hashes(count: int, rng: np.random.Generator) -> Hashes:
    """At most six bits are set in each."""
    bits = np.zeros((count, 256), dtype=np.bool_)
    for _ in range(BLANK_BITS):
        bits[np.arange(count), rng.integers(0, 256, count)] = True
    return np.packbits(bits, axis=1)


def shared_hashes(count: int, rng: np.random.Generator) -> Hashes:
    """The first half is the same in all."""
    hashes = random_hashes(count, rng)
    hashes[:, :16] = hashes[:1, :16]
    return hashes


def edits(count: int, rng: np.random.Generator) -> Hashes:
    """Masks with each bit set in 1 of 16: about 16 bits a hash."""
    mask = random_hashes(count, rng)
    for _ in range(3):
        mask &= random_hashes(count, rng)
    return mask


LISTS: dict[str, Callable[[int, np.random.Generator], Hashes]] = {
    "random": random_hashes,
    "skewed": skewed_hashes,
    "photos": photo_hashes,
    "crowded": crowded_hashes,
    "blank": blank_hashes,
    "shared": shared_hashes,
}
