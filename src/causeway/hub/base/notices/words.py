"""The words in which deliveries and their faults are shown."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.ledger.act_texts import ACT_TEXTS
from causeway.hub.base.ledger.acts import Act

STATE_NAMES: dict[str, Promise] = {
    "waiting": _("Waits to be sent"),
    "retrying": _("Will be tried again"),
    "arrived": _("Arrived"),
    "given_up": _("Given up"),
}

_FAULTS: dict[str, Promise] = {
    "timeout": _("Your server took too long to answer"),
    "unreachable": _("Your server could not be reached"),
    "tls": _("The certificate of your server was not accepted"),
    "not_http": _("What answered is no web server"),
    "name_unknown": _("The address’s name could not be found"),
    "address_not_allowed": _("The address leads into a network that may not be called"),
    "redirected": _("Your server pointed elsewhere; deliveries follow no redirect"),
    "not_sendable": _("It could not be sent; the operator’s log says why"),
    "status_410": _("Your server said that it wants no more deliveries (410)"),
}


def fault_in_words(code: str) -> str:
    """A stored fault for a person; empty for none."""
    if not code:
        return ""
    if code in _FAULTS:
        return str(_FAULTS[code])
    status = code.removeprefix("status_")
    return _now("Your server answered with an error (%(status)s)") % {"status": status}


def kind_in_words(kind: str) -> str:
    """What a delivery tells of."""
    if kind == "webhook.test":
        return _now("A test delivery")
    return str(ACT_TEXTS[Act(kind)]) if kind in set(Act) else kind
