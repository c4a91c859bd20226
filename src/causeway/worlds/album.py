"""The pictures of one world: a bank of listed ones, and those only one event knows; drawn when first asked for."""

import hashlib
from random import Random

from causeway.worlds.people import Happening
from causeway.worlds.pictures import Edit, Subject, draw, edit
from causeway.worlds.tellings import md5_hex
from causeway.worlds.truth import ListedPicture

LISTED_PICTURES = 12
"""How many pictures stand in the world's bank."""


class Album:
    """Draws each picture once. Its chance comes from the seed and the picture's own name alone."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        self._rng = Random(f"causeway-album-{seed}")
        self._drawn: dict[str, bytes] = {}
        self.listed_ids = tuple(f"listed-{number:02d}" for number in range(1, LISTED_PICTURES + 1))

    def picture(self, picture_id: str) -> bytes:
        """The original of a picture, as JPEG bytes."""
        if picture_id not in self._drawn:
            rng = Random(f"causeway-picture-{self._seed}-{picture_id}")
            self._drawn[picture_id] = draw(rng, rng.choice(tuple(Subject)))
        return self._drawn[picture_id]

    def bank(self) -> tuple[ListedPicture, ...]:
        """The listed pictures, unedited."""
        return tuple(
            ListedPicture(id=one, jpeg=jpeg, sha256=hashlib.sha256(jpeg).hexdigest(), md5=md5_hex(jpeg))
            for one in self.listed_ids
            for jpeg in (self.picture(one),)
        )

    def files(self, event: Happening, *, is_first: bool) -> tuple[tuple[str, bytes], ...]:
        """The files of one telling: name and bytes, in the order of the event's pictures.

        A first telling has the original, of a listed picture in half the cases an edit; a retelling has an edit in
        six cases of ten.
        """
        edited_share = 0.6 if not is_first else 0.5 if any(event.listed) else 0.0
        files = []
        for number, picture_id in enumerate(event.pictures, start=1):
            jpeg = self.picture(picture_id)
            if self._rng.random() < edited_share:
                jpeg = edit(self._rng, jpeg, self._rng.choice(tuple(Edit)))
            files.append((f"{event.key}-{number}.jpg", jpeg))
        return tuple(files)
