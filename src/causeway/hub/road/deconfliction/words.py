"""The ways of registering, what is unusual, and the words in which both and selectors are shown."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causeway.vocabulary.selectors import SelectorKind


class Way(StrEnum):
    """How selectors came to be blinded."""

    CASE = "case"
    TYPED = "typed"
    PROGRAM = "program"


class Pattern(StrEnum):
    """What is unusual in how somebody registers, and may be fishing."""

    LIMIT = "limit"
    BURST = "burst"
    SHORT_LIVED = "short_lived"


KIND_NAMES: dict[SelectorKind, Promise] = {
    SelectorKind.PHONE: _("Phone number"),
    SelectorKind.EMAIL: _("E-mail address"),
    SelectorKind.ACCOUNT: _("Account"),
    SelectorKind.DEVICE: _("Device"),
    SelectorKind.IP: _("IP address"),
    SelectorKind.URL: _("Web address"),
}

PATTERN_NAMES: dict[Pattern, Promise] = {
    Pattern.LIMIT: _("Reached the limit"),
    Pattern.BURST: _("Far more in a day than usual"),
    Pattern.SHORT_LIVED: _("Many registered and soon withdrawn"),
}
