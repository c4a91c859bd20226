"""Reading TOML that people write by hand, so that a fault is said with the field where it stands."""

import tomllib
from collections.abc import Mapping
from typing import Any

from causeway.warning.errors import PolicyInvalid

_LONGEST_TEXT = 300


def not_toml(what: str, verb: str, error: Exception) -> PolicyInvalid:
    """What is wrong with a text that cannot be read, whatever the reader raised: also for numbers of endless digits."""
    if isinstance(error, tomllib.TOMLDecodeError):
        return PolicyInvalid(what, f"{verb} no TOML: {error}")
    return PolicyInvalid(what, f"{verb} no TOML: nested too deep, or with a number too long")


class Section:
    """One table of a document, and its path."""

    def __init__(self, path: str, table: Mapping[str, Any]) -> None:
        self.path = path
        self._table = table

    def names(self) -> list[str]:
        """The fields it has."""
        return list(self._table)

    def only(self, *allowed: str) -> None:
        """Refuse a field by any other name: a slip of the pen would otherwise change nothing, silently."""
        for name in self._table:
            if name not in allowed:
                raise PolicyInvalid(self._at(name), f"is no field; fields are {', '.join(allowed)}")

    def value(self, name: str) -> Any:
        """The field, as it stands."""
        if name not in self._table:
            raise PolicyInvalid(self._at(name), "is missing")
        return self._table[name]

    def section(self, name: str) -> "Section":
        """A table within this one."""
        value = self.value(name)
        if not isinstance(value, dict):
            raise PolicyInvalid(self._at(name), "must be a table")
        return Section(self._at(name), value)

    def text(self, name: str, *, longest: int = _LONGEST_TEXT) -> str:
        """Words, not empty."""
        value = self.value(name)
        if not isinstance(value, str) or not value.strip() or len(value) > longest:
            raise PolicyInvalid(self._at(name), f"must be a text of 1 to {longest} characters")
        return value

    def flag(self, name: str) -> bool:
        """True or false."""
        value = self.value(name)
        if not isinstance(value, bool):
            raise PolicyInvalid(self._at(name), "must be true or false")
        return value

    def number(self, name: str, low: float, high: float) -> float:
        """A number within limits; not-a-number is within none."""
        value = self.value(name)
        if (type(value) is not int and type(value) is not float) or not low <= value <= high:
            raise PolicyInvalid(self._at(name), f"must be a number from {low:g} to {high:g}")
        return float(value)

    def whole(self, name: str, low: int, high: int) -> int:
        """A whole number within limits."""
        value = self.value(name)
        if type(value) is not int or not low <= value <= high:
            raise PolicyInvalid(self._at(name), f"must be a whole number from {low} to {high}")
        return value

    def _at(self, name: str) -> str:
        return f"{self.path}.{name}" if self.path else name
