"""Categories and organisations by number: a file says each once, its rows count in the lists."""

import json

import numpy as np
from numpy.typing import NDArray

from causeway.client.mirror.errors import MirrorDamaged
from causeway.vocabulary.signals import SignalCategory


class Names:
    """Categories and organisations in the order in which they come; a category that is not stated is -1."""

    def __init__(self) -> None:
        self._categories: dict[SignalCategory, int] = {}
        self._organisations: dict[str, int] = {}

    def category(self, category: SignalCategory | None) -> int:
        """The category's number."""
        return -1 if category is None else self._categories.setdefault(category, len(self._categories))

    def organisation(self, name: str) -> int:
        """The organisation's number."""
        return self._organisations.setdefault(name, len(self._organisations))

    def column(self) -> NDArray[np.uint8]:
        """The lists as JSON, to stand in a file."""
        names = {
            "categories": [[each.code, each.scheme] for each in self._categories],
            "organisations": list(self._organisations),
        }
        return np.frombuffer(json.dumps(names).encode(), np.uint8)


def read_names(column: NDArray[np.uint8]) -> tuple[list[SignalCategory], list[str]]:
    """The categories and organisations by number. Raises MirrorDamaged."""
    try:
        stated = json.loads(column.tobytes())
        categories = [SignalCategory(code=code, scheme=scheme) for code, scheme in stated["categories"]]
        return categories, [str(each) for each in stated["organisations"]]
    except (ValueError, TypeError, KeyError):
        raise MirrorDamaged("damaged_mirror", "the mirror's names cannot be read") from None
