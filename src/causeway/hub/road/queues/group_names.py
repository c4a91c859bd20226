"""What groups of referrals are called on pages that compare them."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from causeway.triage.comparing import OTHER_GROUP, SENDER_SIZES, UNKNOWN_GROUP

_LEAST, _MIDDLE, _MOST = (name for _least, name in reversed(SENDER_SIZES))
_NAMES: dict[str, Promise] = {
    OTHER_GROUP: gettext_lazy("Others, each fewer than ten"),
    UNKNOWN_GROUP: gettext_lazy("Unknown"),
    _LEAST: gettext_lazy("1 to 9 referrals"),
    _MIDDLE: gettext_lazy("10 to 99 referrals"),
    _MOST: gettext_lazy("100 referrals or more"),
}


def group_name(name: str) -> str | Promise:
    """What a group of referrals is called on a page; a country and a language by their codes."""
    return _NAMES.get(name, name)
