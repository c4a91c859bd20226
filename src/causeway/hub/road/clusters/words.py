"""How telling what two referrals share is, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_VERY, _SOMEWHAT = 0.7, 0.3


def how_telling(weight: float) -> Promise:
    """A weight from 0 to 1 in words; what was not weighed says so."""
    if weight >= _VERY:
        return _("Very")
    if weight >= _SOMEWHAT:
        return _("Somewhat")
    return _("A little") if weight > 0 else _("Not weighed")
