"""A changed password or second factor is entered in the ledger, and the person is told by mail: a change that they did
not make would otherwise stay unseen.

The mail is owed with the entry, as every mail is; `ACCOUNT_EMAIL_NOTIFICATIONS`, which would send it in the request,
stays off.
"""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed, authenticator_reset
from django.utils.translation import gettext as _

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.organisations.actors import member_actor
from causeway.hub.base.organisations.letters import owe_mail
from causeway.hub.base.organisations.models import Account

_PASSWORD = {password_changed: "changed", password_reset: "reset", password_set: "set"}
_FACTOR = {authenticator_added: "added", authenticator_removed: "removed", authenticator_reset: "renewed"}


def _on_password(*, user: Account, signal: Any, **others: Any) -> None:
    del others
    _enter(user, Act.PASSWORD_CHANGED, {"how": _PASSWORD[signal]}, _("Your password for Causeway was changed"))


def _on_factor(*, user: Account, signal: Any, authenticator: Authenticator, **others: Any) -> None:
    del others
    details = {"how": _FACTOR[signal], "kind": str(authenticator.type)}
    _enter(user, Act.SECOND_FACTOR_CHANGED, details, _("Your two-step sign-in to Causeway was changed"))


def _enter(account: Account, act: Act, details: dict[str, str], subject: str) -> None:
    actor = member_actor(account)
    if actor is None:
        return  # a removed member has no organisation to enter it for, and cannot sign in
    with acting_as(actor):
        enter(act, subjects=[account.member_id], details=details)
        text = _("%(what)s.\n\nIf it was not you, tell your organisation's administrator at once.\n")
        owe_mail(actor.organisation_id, account.email, subject, text % {"what": subject})


def watch() -> None:
    """Hear of every change from now on."""
    for signal in _PASSWORD:
        signal.connect(_on_password, dispatch_uid="causeway.password")
    for signal in _FACTOR:
        signal.connect(_on_factor, dispatch_uid="causeway.second_factor")
