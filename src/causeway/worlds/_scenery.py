"""The brushwork of the drawings: light and clouds, land, bridges, boats, lighthouses, and what stands near the eye."""

import math
from random import Random

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageDraw

Colour = tuple[int, int, int]

_CLOUDS = 14
"""Soft light and dark patches a sky and sea carry; enough that two skies share no pattern."""


def light_and_clouds(rng: Random, width: int, height: int) -> NDArray[np.uint8]:
    """A sky over a sea with soft patches of light, as (height, width, 3) bytes."""
    noise = np.random.default_rng(rng.getrandbits(64))
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    horizon = height * rng.uniform(0.4, 0.65)
    is_sky = (y < horizon)[:, :, None]
    sky, sea = np.array(_colour(rng, 120, 230), np.float32), np.array(_colour(rng, 30, 140), np.float32)
    light = (
        np.where(is_sky, sky, sea)
        + ((y / height - 0.5) * rng.uniform(-60, 60) + (x / width - 0.5) * rng.uniform(-60, 60))[:, :, None]
    )
    shade = np.zeros((height, width), np.float32)
    for _ in range(_CLOUDS):
        cx, cy = noise.uniform(0, width), noise.uniform(0, height)
        rx, ry = noise.uniform(0.05, 0.22) * width, noise.uniform(0.05, 0.18) * height
        shade += (
            noise.choice((-1.0, 1.0)) * noise.uniform(25, 75) * np.exp(-(((x - cx) / rx) ** 2) - ((y - cy) / ry) ** 2)
        )
    waves = np.where(y > horizon, 8 * np.sin(y * rng.uniform(0.2, 0.5) + x * rng.uniform(0.01, 0.06)), 0)
    lit: NDArray[np.uint8] = np.clip(light + (shade + waves)[:, :, None], 0, 255).astype(np.uint8)
    return lit


class Pen:
    """Draws on one picture with one rng."""

    def __init__(self, image: Image.Image, rng: Random) -> None:
        self._draw = ImageDraw.Draw(image)
        self._rng = rng
        self._width, self._height = image.size

    def land(self) -> None:
        """One to three ranges of hills, each its own shape and shade."""
        rng = self._rng
        for _ in range(rng.randint(1, 3)):
            base = self._height * rng.uniform(0.35, 0.75)
            rise = self._height * rng.uniform(0.08, 0.3)
            left, right = sorted((rng.uniform(-0.2, 0.8) * self._width, rng.uniform(0.3, 1.2) * self._width))
            steps = rng.randint(4, 9)
            ridge = [(left + (right - left) * i / steps, base - rise * rng.random()) for i in range(steps + 1)]
            self._draw.polygon([(left, base), *ridge, (right, base)], fill=_colour(rng, 20, 200))

    def bridge(self) -> None:
        """A bridge of arches or of hung cables."""
        rng, draw = self._rng, self._draw
        deck = self._height * rng.uniform(0.4, 0.65)
        thick = self._height * rng.uniform(0.03, 0.07)
        foot = self._height * rng.uniform(0.75, 0.95)
        stone = _colour(rng, 20, 240)
        spans = rng.randint(2, 7)
        span = self._width / spans
        if rng.random() < 0.5:
            draw.rectangle((0, deck, self._width, foot), fill=stone)
            hole = _colour(rng, 10, 220)
            for i in range(spans):
                x0, x1 = i * span + span * 0.1, (i + 1) * span - span * 0.1
                draw.pieslice((x0, deck + thick, x1, 2 * foot - deck), 180, 360, fill=hole)
        else:
            draw.rectangle((0, deck, self._width, deck + thick), fill=stone)
            top = deck - self._height * rng.uniform(0.2, 0.35)
            for i in range(1, spans):
                x = i * span
                draw.rectangle((x - thick / 2, top, x + thick / 2, foot), fill=stone)
                for j in range(1, 6):
                    reach = span * j / 11
                    draw.line((x, top, x - reach, deck), fill=stone, width=3)
                    draw.line((x, top, x + reach, deck), fill=stone, width=3)

    def boats(self) -> None:
        """One to three boats with hull, cabin and sail."""
        for _ in range(self._rng.randint(1, 3)):
            self._boat()

    def _boat(self) -> None:
        rng, draw = self._rng, self._draw
        length = self._width * rng.uniform(0.2, 0.55)
        x, y = rng.uniform(-0.05, 0.7) * self._width, self._height * rng.uniform(0.55, 0.85)
        hull = length * rng.uniform(0.12, 0.25)
        draw.polygon(
            [(x, y), (x + length, y), (x + length * 0.85, y + hull), (x + length * 0.12, y + hull)],
            fill=_colour(rng, 10, 245),
        )
        mast = x + length * rng.uniform(0.35, 0.65)
        top = y - length * rng.uniform(0.6, 1.1)
        draw.line((mast, y, mast, top), fill=_colour(rng, 10, 90), width=5)
        reach = length * rng.uniform(0.25, 0.5) * rng.choice((-1, 1))
        draw.polygon([(mast, top), (mast + reach, y - 6), (mast, y - 6)], fill=_colour(rng, 120, 255))
        cabin = length * rng.uniform(0.12, 0.3)
        draw.rectangle((x + length * 0.15, y - cabin * 0.6, x + length * 0.15 + cabin, y), fill=_colour(rng, 60, 250))

    def lighthouse(self) -> None:
        """A banded tower with a lamp and its beam."""
        rng, draw = self._rng, self._draw
        x = self._width * rng.uniform(0.12, 0.88)
        top, foot = self._height * rng.uniform(0.08, 0.3), self._height * rng.uniform(0.7, 0.95)
        wide, narrow = self._width * rng.uniform(0.06, 0.14), self._width * rng.uniform(0.03, 0.055)
        bands = rng.randint(2, 7)
        colours = (_colour(rng, 180, 255), _colour(rng, 10, 160))
        for i in range(bands):
            a, b = i / bands, (i + 1) / bands
            ya, yb = top + (foot - top) * a, top + (foot - top) * b
            wa, wb = narrow + (wide - narrow) * a, narrow + (wide - narrow) * b
            draw.polygon([(x - wa, ya), (x + wa, ya), (x + wb, yb), (x - wb, yb)], fill=colours[i % 2])
        lamp = self._height * 0.06
        angle = rng.uniform(0, 2 * math.pi)
        far = self._width
        beam = [(x + far * math.cos(angle + d), top + far * math.sin(angle + d) * 0.4) for d in (-0.12, 0.12)]
        draw.polygon([(x, top - lamp / 2), *beam], fill=_colour(rng, 190, 255))
        draw.rectangle((x - narrow, top - lamp, x + narrow, top), fill=(250, 240, 150))
        draw.polygon(
            [(x - narrow * 1.2, top - lamp), (x, top - 2 * lamp), (x + narrow * 1.2, top - lamp)], fill=colours[1]
        )

    def foreground(self) -> None:
        """Rocks and posts close by: two to six of them, where the eye happens to stand."""
        rng = self._rng
        for _ in range(rng.randint(2, 6)):
            x, y = rng.uniform(0, 1) * self._width, self._height * rng.uniform(0.05, 1)
            rx, ry = self._width * rng.uniform(0.03, 0.13), self._height * rng.uniform(0.03, 0.15)
            if rng.random() < 0.7:
                self._draw.ellipse((x - rx, y - ry, x + rx, y + ry), fill=_colour(rng, 10, 245))
            else:
                self._draw.rectangle((x - rx / 3, y - ry, x + rx / 3, self._height), fill=_colour(rng, 10, 245))


def _colour(rng: Random, low: int, high: int) -> Colour:
    return rng.randint(low, high), rng.randint(low, high), rng.randint(low, high)
