"""The reason that a person gives for an act."""

from django.utils.translation import gettext as _

from causeway.hub.base.acting.errors import Invalid


def given_reason(text: str, *, most: int, field: str = "reason") -> str:
    """The reason without its outer space.

    Raises:
        Invalid: nothing is there, more than `most` characters, or one that cannot be kept.
    """
    if not text.strip():
        raise Invalid(_("Say why."), field=field)
    if len(text) > most:
        raise Invalid(_("This is too long."), field=field)
    if not _can_be_kept(text):
        raise Invalid(_("This holds a character that is not text."), field=field)
    return text.strip()


def _can_be_kept(text: str) -> bool:
    """Whether PostgreSQL takes it: neither NUL nor half of a surrogate pair."""
    return "\x00" not in text and not any("\ud800" <= character <= "\udfff" for character in text)
