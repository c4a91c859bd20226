"""The organisations of the load benchmark: a desk, services that send, all forces of a country, and a reader of the
desk's queue. Made by the commands that everybody uses. Import it after `load_hub()`.
"""

import base64
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.test import Client

from causeway.hub.base.acting.actors import Actor, Scope
from causeway.hub.base.organisations.actors import member_actor
from causeway.hub.base.organisations.commands.add_member import add_first_member
from causeway.hub.base.organisations.commands.add_organisation import (
    NewOrganisation,
    add_organisation,
    found_first_organisation,
)
from causeway.hub.base.organisations.commands.agree import accept_agreement, propose_agreement
from causeway.hub.base.organisations.commands.issue_credential import issue_credential
from causeway.hub.base.organisations.models import Account, Organisation
from causeway.hub.road.routes.router import write_overlay
from causeway.hub.state import home
from causeway.routing import forces
from causeway.vocabulary.organisations import Category, OrganisationKind, Purpose, Role

COUNTRY = "GB"
_KEPT = "load-world.json"
_SIGN_IN = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadWorld:
    """The cookie of somebody who reads the desk's queue, and the credential of each service by its key in the world of
    referrals, as an `Authorization` header.
    """

    cookie: str
    credentials: Mapping[str, str]


def load_world(senders: Mapping[str, str], countries: Mapping[str, str]) -> LoadWorld:
    """Set all of them up, or in an installation that has them already the senders that are new. `senders` names each
    service by its key; `countries` gives address blocks one.
    """
    write_overlay(dict(countries), label="benchmark: documentation addresses given a country")
    kept = home() / _KEPT
    if kept.exists():
        told = json.loads(kept.read_text())
        keeper, credentials = _actor(told["keeper"]), dict(told["credentials"])
    else:
        keeper, credentials = _desk_and_forces(), {}
    for key in senders.keys() - credentials.keys():
        credentials[key] = _credential(keeper, senders[key])
    assert keeper.member_id is not None
    account = Account.objects.get(member_id=keeper.member_id)
    kept.write_text(json.dumps({"keeper": account.email, "credentials": credentials}))
    return LoadWorld(cookie=_signed_in(account), credentials=credentials)


def _desk_and_forces() -> Actor:
    """Somebody who keeps and reads the desk."""
    desk = found_first_organisation(_new("Bench Desk", OrganisationKind.CLEARING_HOUSE))
    keeper = _member(desk, Role.ADMINISTRATOR, Role.ANALYST)
    for force in forces():
        if force.country == COUNTRY:
            new = _new(force.name, OrganisationKind.POLICE_FORCE, force_code=force.code)
            _agree(keeper, _member(add_organisation(keeper, new), Role.ADMINISTRATOR))
    return keeper


def _credential(keeper: Actor, name: str) -> str:
    service = _member(add_organisation(keeper, _new(name, OrganisationKind.SERVICE)), Role.ADMINISTRATOR)
    _agree(service, keeper)
    issued = issue_credential(service, name="Bench", scopes=[Scope.SUBMIT])
    return "Basic " + base64.b64encode(f"{issued.username}:{issued.secret}".encode()).decode()


def _new(name: str, kind: OrganisationKind, *, force_code: str | None = None) -> NewOrganisation:
    mailbox = f"bench-{secrets.token_hex(6)}@example.org"
    return NewOrganisation(name=name, kind=kind, country=COUNTRY, mailbox=mailbox, force_code=force_code)


def _member(organisation: Organisation, *roles: Role) -> Actor:
    email = f"member-{secrets.token_hex(6)}@example.org"
    add_first_member(organisation, name="Ada Keeper", email=email, roles=roles, password=None)
    return _actor(email)


def _actor(email: str) -> Actor:
    actor = member_actor(Account.objects.get(email=email))
    assert actor is not None
    return actor


def _agree(giver: Actor, receiver: Actor) -> None:
    agreement_id = propose_agreement(
        giver, receiver.organisation_id, categories=[Category.REFERRAL], purpose=Purpose.PROTECT_A_CHILD
    )
    accept_agreement(receiver, agreement_id)


def _signed_in(account: Account) -> str:
    """The session of a member who has set up a second factor, as production asks of those who read a queue."""
    if not is_mfa_enabled(account):
        TOTP.activate(account, secrets.token_hex(10))
    client = Client()
    client.force_login(account, _SIGN_IN)
    return f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
