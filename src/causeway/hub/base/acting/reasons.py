"""The reason that a person gives for an act."""

from typing import Final

from django.utils.translation import gettext as _

from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.theme.numbers import grouped

SHORT_REASON_CHARACTERS: Final = 500
"""Where a line or two will do (our choice)."""
REASON_CHARACTERS: Final = 2_000
"""Where others judge by it, or the law asks for it (our choice)."""


def given_reason(text: str, *, most: int, field: str = "reason", missing: str = "") -> str:
    """The reason without its outer space. `missing` is what is said, in the reader's language, where there is none.

    Raises:
        Invalid: nothing is there, more than `most` characters, or one that cannot be kept.
    """
    text = text.strip()
    if not text:
        raise Invalid(missing or _("Say why."), field=field)
    if len(text) > most:
        raise Invalid(_("Write no more than %(most)s characters.") % {"most": grouped(most)}, field=field)
    if not can_be_kept(text):
        raise Invalid(_("This holds a character that is not text."), field=field)
    return text


def can_be_kept(text: str) -> bool:
    """Whether PostgreSQL takes it: neither NUL nor half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)
