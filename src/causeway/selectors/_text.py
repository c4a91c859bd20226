"""Folding of text, so that two spellings of one word compare equal.

Unicode Standard, section 3.13 (default caseless matching) and UAX 15 (normalisation form KC).
"""

import unicodedata
from functools import lru_cache

import idna

from causeway.selectors._errors import SelectorError

MAX_LENGTH = 2_000
"""Longer text is no identifier; the cap keeps hostile input cheap.

URLs, the longest kind, seldom pass 2,000 characters.
"""

_INVISIBLE = frozenset({"Cc", "Cf"})
_ROUNDS = 4  # Case folding can break NFKC and the other way round; two rounds settle every known character.


def visible(text: str, *, what: str) -> str:
    """The text without control and format characters at NFKC, trimmed; refuses the empty, the overlong and lone
    surrogates.
    """
    if len(text) > MAX_LENGTH:
        raise SelectorError("too_long", f"The {what} is longer than {MAX_LENGTH} characters.")
    if text.isascii() and text.isprintable():  # Nearly all identifiers are, and then nothing but spaces can go.
        cleaned = text.strip()
        if not cleaned:
            raise SelectorError("empty", f"The {what} is empty.")
        return cleaned
    if any(unicodedata.category(character) == "Cs" for character in text):
        raise SelectorError("not_text", f"The {what} is not well-formed text.")
    cleaned = text
    for _ in range(_ROUNDS):
        kept = "".join(c for c in cleaned if unicodedata.category(c) not in _INVISIBLE or c in "\t\n\r")
        cleaned = unicodedata.normalize("NFKC", kept).strip()
    if not cleaned:
        raise SelectorError("empty", f"The {what} is empty.")
    return cleaned


def folded(text: str, *, what: str) -> str:
    """`visible` text in one case: equal for two spellings that differ in case or compatibility form alone."""
    result = visible(text, what=what)
    if result.isascii():
        return result.lower().strip()
    for _ in range(_ROUNDS):
        result = unicodedata.normalize("NFKC", result.casefold()).strip()
    return result


@lru_cache(maxsize=4_096)
def host_name(text: str, *, what: str) -> str:
    """A domain in ASCII, lower case, without the root's dot (UTS 46 with IDNA 2008)."""
    host = visible(text, what=what).rstrip(".").lower()
    try:
        return idna.encode(host, uts46=True).decode("ascii").lower()
    except (idna.IDNAError, UnicodeError) as error:
        # Names with an underscore are no host names, yet they resolve and occur in real URLs.
        if host.isascii() and all(
            label and label.replace("-", "").replace("_", "").isalnum() for label in host.split(".")
        ):
            return host
        raise SelectorError("bad_domain", f"The {what} has no valid domain.") from error
