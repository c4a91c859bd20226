"""Keywords in texts, found as whole words without knowing the keywords: every phrase that one could be is looked up.

So a list of keywords can be kept as digests alone, and grows without making a text slower to look through. Scripts that
set no spaces between words (Unicode Standard, section 6.2, "Word separation") are cut at each character.
"""

import re
import unicodedata
from typing import Final

MOST_PARTS: Final = 12
"""Words and marks that a keyword has at most: a dozen say what is meant."""
LONGEST_KEYWORD: Final = 100
_UNSPACED: Final = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17ff"  # Myanmar, Khmer
    "\u3040-\u30ff\u31f0-\u31ff"  # Hiragana, Katakana
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003134f"  # Han
)
_PART: Final = re.compile(rf"[{_UNSPACED}][\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u3099\u309a]*|[^\W{_UNSPACED}]+|[^\w\s]")


def fold_keyword(text: str) -> str:
    """A keyword or a text in one spelling: compatibility forms (NFKC), one space, one case."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFKC", text)).strip().casefold()


def phrases_in(text: str) -> set[str]:
    """Every phrase of a text that a keyword could be: it begins where a word or mark begins, ends where one ends, and
    has at most `MOST_PARTS` of them and `LONGEST_KEYWORD` characters. They are at most twelve times the text's words.
    """
    folded = fold_keyword(text)
    spans = [part.span() for part in _PART.finditer(folded)]
    found: set[str] = set()
    for place, (start, _end) in enumerate(spans):
        for _start, end in spans[place : place + MOST_PARTS]:
            if end - start > LONGEST_KEYWORD:
                break
            found.add(folded[start:end])
    return found


def is_findable(keyword: str) -> bool:
    """Whether a keyword in its one spelling can be found in a text."""
    return keyword in phrases_in(keyword)
