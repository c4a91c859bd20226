"""The simple values of the format: how each is read, checked, written and described in XML Schema.

Each rule stands here once.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import ClassVar

from causeway.interchange.cybertip.errors import LexicalError
from causeway.interchange.cybertip.times import WireDate, WireDateTime

LONG_MIN, LONG_MAX = -(2**63), 2**63 - 1
"""xs:long, W3C XML Schema Part 2, section 3.3.16."""

_INTEGER = re.compile(r"[+-]?[0-9]{1,40}")
_DECIMAL = re.compile(r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?")
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""XML 1.0, production 2: characters that no document may hold."""

Facet = tuple[str, str]


class Codec:
    """One kind of simple value. `parse` and `write` raise `LexicalError`, whose text never contains the value."""

    xsd_base: ClassVar[str]
    holds: ClassVar[type]

    def parse(self, text: str) -> object:
        """The typed value of an element's or attribute's text."""
        raise NotImplementedError

    def form(self, value: object) -> str:
        """The text of a value of the right type."""
        return str(value)

    def write(self, value: object) -> str:
        """The text of a value, held to the same rules as reading."""
        if not isinstance(value, self.holds):
            raise LexicalError(f"must be a {self.holds.__name__} to be written")
        text = self.form(value)
        self.parse(text)
        return text

    def facets(self) -> Iterable[Facet]:
        """The XML Schema facets that say the same."""
        return ()


@dataclass(frozen=True)
class Text(Codec):
    """Free text, in characters. `one_of` is a closed list too long to be an enumeration of ours."""

    max_length: int | None = None
    pattern: str | None = None
    says: str = ""
    one_of: frozenset[str] | None = None
    xsd_base: ClassVar[str] = "xs:string"
    holds: ClassVar[type] = str

    def parse(self, text: str) -> str:
        if self.max_length is not None and len(text) > self.max_length:
            raise LexicalError(f"is longer than {self.max_length} characters")
        if self.pattern is not None and re.fullmatch(self.pattern, text) is None:
            raise LexicalError(self.says)
        if self.one_of is not None and text not in self.one_of:
            raise LexicalError(self.says)
        if _NOT_XML.search(text):
            raise LexicalError("holds a character that XML cannot carry")
        return text

    def facets(self) -> Iterable[Facet]:
        if self.max_length is not None:
            yield "maxLength", str(self.max_length)
        if self.pattern is not None:
            yield "pattern", self.pattern
        for value in sorted(self.one_of or ()):
            yield "enumeration", value


NOT_BLANK = r"[\s\S]*[^ \t\r\n][\s\S]*"
"""In Python's and in XML Schema's pattern language: at least one character that is no white space."""


@dataclass(frozen=True)
class Boolean(Codec):
    """true, false, 1 or 0; written as true or false."""

    xsd_base: ClassVar[str] = "xs:boolean"
    holds: ClassVar[type] = bool

    def parse(self, text: str) -> bool:
        collapsed = text.strip(" \t\r\n")
        if collapsed not in ("true", "false", "1", "0"):
            raise LexicalError("must be true or false")
        return collapsed in ("true", "1")

    def form(self, value: object) -> str:
        return "true" if value else "false"


@dataclass(frozen=True)
class Integer(Codec):
    """A whole number between two bounds, both allowed."""

    lowest: int = LONG_MIN
    highest: int = LONG_MAX
    xsd_base: ClassVar[str] = "xs:long"
    holds: ClassVar[type] = int

    def parse(self, text: str) -> int:
        collapsed = text.strip(" \t\r\n")
        if _INTEGER.fullmatch(collapsed) is None:
            raise LexicalError("is not a whole number")
        value = int(collapsed)
        if not self.lowest <= value <= self.highest:
            raise LexicalError(f"is not between {self.lowest} and {self.highest}")
        return value

    def facets(self) -> Iterable[Facet]:
        yield "minInclusive", str(self.lowest)
        yield "maxInclusive", str(self.highest)


@dataclass(frozen=True)
class Number(Codec):
    """A finite number between two bounds, both allowed, kept to the digits it came with; the schema shuts out `INF` and
    `NaN` by their letters.
    """

    lowest: int
    highest: int
    xsd_base: ClassVar[str] = "xs:double"
    holds: ClassVar[type] = Decimal

    def parse(self, text: str) -> Decimal:
        collapsed = text.strip(" \t\r\n")
        if _DECIMAL.fullmatch(collapsed) is None:
            raise LexicalError("is not a number")
        value = Decimal(collapsed)
        if not self.lowest <= value <= self.highest:
            raise LexicalError(f"is not between {self.lowest} and {self.highest}")
        return value

    def facets(self) -> Iterable[Facet]:
        yield "pattern", "[^IN]*"
        yield "minInclusive", str(self.lowest)
        yield "maxInclusive", str(self.highest)


@dataclass(frozen=True)
class Moment(Codec):
    """A dateTime, with or without a zone."""

    xsd_base: ClassVar[str] = "xs:dateTime"
    holds: ClassVar[type] = WireDateTime

    def parse(self, text: str) -> WireDateTime:
        return WireDateTime.parse(text.strip(" \t\r\n"))

    def form(self, value: object) -> str:
        assert isinstance(value, WireDateTime)  # noqa: S101 - `write` has made sure
        return value.text


@dataclass(frozen=True)
class Day(Codec):
    """A date."""

    xsd_base: ClassVar[str] = "xs:date"
    holds: ClassVar[type] = WireDate

    def parse(self, text: str) -> WireDate:
        return WireDate.parse(text.strip(" \t\r\n"))

    def form(self, value: object) -> str:
        assert isinstance(value, WireDate)  # noqa: S101 - `write` has made sure
        return value.text


@dataclass(frozen=True)
class OneOf(Codec):
    """One of an enumeration's wire values."""

    members: type[StrEnum]
    xsd_base: ClassVar[str] = "xs:token"
    holds: ClassVar[type] = StrEnum

    def parse(self, text: str) -> StrEnum:
        try:
            return self.members(" ".join(text.split()))
        except ValueError:
            allowed = "; ".join(member.value for member in self.members)
            raise LexicalError(f"is not one of: {allowed}") from None

    def facets(self) -> Iterable[Facet]:
        return [("enumeration", member.value) for member in self.members]
