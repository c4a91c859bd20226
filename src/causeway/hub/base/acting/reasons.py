"""The reason that a person gives for an act."""

from django.utils.translation import gettext as _

from causeway.hub.base.acting.errors import Invalid


def given_reason(text: str, *, most: int, field: str = "reason") -> str:
    """The reason without its outer space.

    Raises:
        Invalid: nothing is there, or more than `most` characters.
    """
    if not text.strip():
        raise Invalid(_("Say why."), field=field)
    if len(text) > most:
        raise Invalid(_("This is too long."), field=field)
    return text.strip()
