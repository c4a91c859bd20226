"""Names of people. Weak evidence alone: many people share a name, and the order of its parts differs by culture."""

import re

from causeway.selectors._errors import SelectorError
from causeway.selectors._placeholder import is_placeholder
from causeway.selectors._text import folded
from causeway.vocabulary.selectors import Selector, SelectorKind


def normalise_name(first_name: str | None, last_name: str | None) -> Selector:
    """The folded words of a full name, sorted, so that `Rossi Ada` and `Ada Rossi` are one. Half a name is refused, and
    a placeholder is no word of one.
    """
    if not (first_name or "").strip() or not (last_name or "").strip():
        raise SelectorError("half_a_name", "A name is compared only when both first and last name are known.")
    words = re.split(r"[\s,.]+", folded(f"{first_name} {last_name}", what="name"))
    value = " ".join(sorted(word for word in words if not is_placeholder(word)))
    if " " not in value:
        raise SelectorError("half_a_name", "A name is compared only when both first and last name are known.")
    return Selector(kind=SelectorKind.NAME, value=value)
