"""Words that stand where nothing is known, in a form that wanted something: `unknown`, `n/a`, `-`, `0`.

Everybody writes them, so they name nobody. A person who truly goes by such a name loses a link by it; to keep it would
tie strangers together.
"""

import unicodedata
from functools import lru_cache

from causeway.selectors._errors import SelectorError
from causeway.selectors._text import folded

_WORDS = frozenset(
    """
    anonymous blank default deleted deleteduser dummy empty example hidden masked missing n na nan nil no none noname
    notapplicable notavailable notgiven notknown notprovided notspecified null redacted removed sample string tba tbc
    tbd test test1 test123 tester testing testuser undefined unk unknown unknownuser unnamed unspecified user username
    withheld x xx xxx xxxx
    """.split()  # noqa: SIM905
)
"""By our own judgement, without stops and spaces; forms and exports of the field's senders write them."""


@lru_cache(maxsize=8_192)
def is_placeholder(text: str) -> bool:
    """Whether a text says that nothing is known: blank, stops alone, zeros alone, or one of the words for it."""
    try:
        bare = "".join(one for one in folded(text, what="text") if unicodedata.category(one)[0] not in "PZ")
    except SelectorError as error:
        return error.code == "empty"
    return not bare.strip("0") or bare in _WORDS


def refuse_placeholder(text: str, *, what: str) -> None:
    """Refuse what many write and nobody is called.

    Raises:
        SelectorError: `placeholder`.
    """
    if is_placeholder(text):
        raise SelectorError("placeholder", f"The {what} is a placeholder that says nothing.")
