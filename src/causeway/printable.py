"""Words of strangers fit for a terminal or a page: no character in them steers what shows them.

A name of a file may hold escape sequences that erase the line above (ECMA-48), line ends, or marks that turn the
direction of what follows (Unicode Standard Annex 9).
"""

import unicodedata
from typing import Final

_STEERING: Final = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""General categories: controls, formats, halves of characters, ends of lines and of paragraphs."""
_SPELLED: Final = frozenset("\u200c\u200d")
"""Formats that belong to the spelling of words and of emoji: zero width non-joiner and joiner."""
_LAST_LATIN: Final = 0xFF
_LAST_OF_FOUR_DIGITS: Final = 0xFFFF


def printable(text: str, kept: str = "") -> str:
    """The text with each character that steers written out, as `\\x1b` or `\\u202e`, but for those that are kept."""
    if text.isprintable():
        return text
    return "".join(_written_out(each) if _steers(each) and each not in kept else each for each in text)


def _steers(character: str) -> bool:
    return unicodedata.category(character) in _STEERING and character not in _SPELLED


def _written_out(character: str) -> str:
    code = ord(character)
    if code <= _LAST_LATIN:
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= _LAST_OF_FOUR_DIGITS else f"\\U{code:08x}"
