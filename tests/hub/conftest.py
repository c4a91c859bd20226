"""A small world for the hub's tests: organisations, members and agreements, made by the real commands."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count

import pytest

from causeway.hub.base.acting.actors import Actor, Automation, Scope
from causeway.hub.base.organisations.actors import credential_actor, member_actor, program_actor
from causeway.hub.base.organisations.commands.add_member import add_first_member, add_member
from causeway.hub.base.organisations.commands.add_organisation import (
    NewOrganisation,
    add_organisation,
    found_first_organisation,
)
from causeway.hub.base.organisations.commands.agree import accept_agreement, propose_agreement
from causeway.hub.base.organisations.commands.issue_credential import IssuedCredential, issue_credential
from causeway.hub.base.organisations.models import Account, Organisation
from causeway.vocabulary.organisations import Category, OrganisationKind, PartnerKind, Purpose, Role

PASSWORD = "correct-horse-battery-8"


@dataclass
class SmallWorld:
    """Makes organisations and people on demand. The desk exists from the start and vouches for the others."""

    desk: Organisation
    administrators: dict[str, Actor] = field(default_factory=dict)
    numbers: Iterable[int] = field(default_factory=count)

    def administrator(self, organisation: Organisation) -> Actor:
        """The organisation's first member, who may do everything an administrator does."""
        key = str(organisation.id)
        if key not in self.administrators:
            email = f"admin-{key[:8]}@example.org"
            add_first_member(
                organisation,
                name="Ada Keeper",
                email=email,
                roles=[Role.ADMINISTRATOR, Role.DATA_PROTECTION_OFFICER],
                password=PASSWORD,
            )
            actor = member_actor(Account.objects.get(email=email))
            assert actor is not None
            self.administrators[key] = actor
        return self.administrators[key]

    def organisation(
        self,
        kind: OrganisationKind,
        name: str | None = None,
        *,
        country: str = "GB",
        force_code: str | None = None,
        partner_kind: PartnerKind | None = None,
        places: tuple[str, ...] = (),
    ) -> Organisation:
        """A new organisation, vouched for by the desk."""
        number = next(iter(self.numbers))
        return add_organisation(
            self.administrator(self.desk),
            NewOrganisation(
                name=name or f"{kind.value.replace('_', ' ').title()} {number}",
                kind=kind,
                country=country,
                mailbox=f"mailbox-{number}@example.org",
                zone="Europe/London",
                force_code=force_code,
                partner_kind=partner_kind,
                places=places,
            ),
        )

    def member(self, organisation: Organisation, *roles: Role, name: str = "Robin Holt") -> Actor:
        """A new member with these roles, as an actor."""
        email = f"member-{next(iter(self.numbers))}@example.org"
        add_member(self.administrator(organisation), name=name, email=email, roles=roles, password=PASSWORD)
        actor = member_actor(Account.objects.get(email=email))
        assert actor is not None
        return actor

    def email_of(self, actor: Actor) -> str:
        """With which this member signs in; the password is PASSWORD."""
        assert actor.member_id is not None
        return Account.objects.get(member_id=actor.member_id).email

    def credential(self, organisation: Organisation, *scopes: Scope) -> tuple[IssuedCredential, Actor]:
        """An API credential, and the actor behind it."""
        issued = issue_credential(
            self.administrator(organisation),
            name="Test client",
            scopes=scopes or (Scope.SUBMIT, Scope.READ_SENT, Scope.READ_FEEDBACK),
            valid_for=timedelta(days=30),
        )
        actor = credential_actor(issued.username, issued.secret)
        assert actor is not None
        return issued, actor

    def program(self, organisation: Organisation, automation: Automation = Automation.PROGRAM) -> Actor:
        """The program acting for the organisation."""
        return program_actor(organisation, automation)

    def agree(self, giver: Organisation, receiver: Organisation, *categories: Category) -> None:
        """An agreement in force from giver to receiver."""
        agreement_id = propose_agreement(
            self.administrator(giver), receiver.id, categories=categories, purpose=Purpose.PROTECT_A_CHILD
        )
        accept_agreement(self.administrator(receiver), agreement_id)


def world_with_a_desk() -> SmallWorld:
    """A world in which there is only the desk yet."""
    desk = found_first_organisation(
        NewOrganisation(
            name="Causeway Desk",
            kind=OrganisationKind.CLEARING_HOUSE,
            country="GB",
            mailbox="desk@example.org",
            zone="Europe/London",
        )
    )
    return SmallWorld(desk=desk)


@pytest.fixture
def world(db: None) -> SmallWorld:
    """A world with a desk in it."""
    return world_with_a_desk()


@pytest.fixture
def committed_world(transactional_db: None) -> SmallWorld:
    """The same for tests that must commit."""
    return world_with_a_desk()
