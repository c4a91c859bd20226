"""Sets up the demonstration's organisations, people, credentials, agreements and bank, by the commands that everybody
uses.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from causeway.hub.base.acting.actors import Actor, Scope
from causeway.hub.base.organisations.actors import member_actor
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
from causeway.worlds import World, WorldMember, WorldOrganisation

_WORDS = (
    "anchor", "beacon", "cedar", "dune", "ferry", "gable", "heron", "inlet", "jetty", "kestrel", "lagoon", "meadow",
    "nutmeg", "orchard", "pebble", "quarry", "river", "sedge", "thistle", "umber", "valley", "willow", "yarrow",
)  # fmt: skip


_WRITING = (Category.CORRESPONDENCE, Category.PRACTICE)
"""What lets messages and working groups pass."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who can sign in to the demonstration."""

    name: str
    organisation: str
    kind: OrganisationKind
    roles: tuple[Role, ...]
    email: str
    password: str
    actor: Actor


@dataclass(slots=True)
class Cast:
    """Everybody in the demonstration, found by the world's own keys."""

    organisations: dict[str, Organisation] = field(default_factory=dict)
    abroad: list[Organisation] = field(default_factory=list)
    """Central desks of other countries, whose part nobody plays."""
    people: list[Person] = field(default_factory=list)
    credentials: dict[str, IssuedCredential] = field(default_factory=dict)
    holders: dict[str, Organisation] = field(default_factory=dict)
    """Whose each credential is, by the credential's name."""
    keepers: dict[UUID, Actor] = field(default_factory=dict)
    """Who administers each organisation, also one that is only a mailbox."""

    def person(self, key: str, role: Role) -> Person:
        """The first person with this role at the organisation of this key."""
        return self.person_of(self.organisations[key], role)

    def person_of(self, organisation: Organisation, role: Role) -> Person:
        """The first person with this role at this organisation."""
        for person in self.people:
            if person.actor.organisation_id == organisation.id and role in person.roles:
                return person
        raise LookupError(f"nobody is {role.value} at {organisation.name}")

    def partner_kind_of(self, person: Person) -> str:
        """What sort of partner this person's organisation is; empty for what is no partner."""
        organisation = next(
            one for one in (*self.organisations.values(), *self.abroad) if one.id == person.actor.organisation_id
        )
        return organisation.partner_kind

    def services(self) -> list[Organisation]:
        """The online services."""
        kind = OrganisationKind.SERVICE.value
        return [organisation for organisation in self.organisations.values() if organisation.kind == kind]

    def staffed_forces(self) -> list[Organisation]:
        """The forces that have people."""
        ids = {person.actor.organisation_id for person in self.people}
        return [
            organisation
            for organisation in self.organisations.values()
            if organisation.kind == OrganisationKind.POLICE_FORCE.value and organisation.id in ids
        ]


def _password() -> str:
    # Drawn anew for every installation: a demonstration that somebody leaves reachable has no well-known password.
    return "-".join([*(secrets.choice(_WORDS) for _ in range(3)), str(secrets.randbelow(9000) + 1000)])


def _new(entry: WorldOrganisation) -> NewOrganisation:
    return NewOrganisation(
        name=entry.name,
        kind=entry.kind,
        country=entry.country,
        mailbox=entry.mailbox,
        zone=entry.zone,
        partner_kind=entry.partner_kind,
        force_code=entry.force_code,
        places=entry.covers,
    )


def _administrator_of(entry: WorldOrganisation) -> WorldMember:
    """Who administers; a force that is only a mailbox gets one administrator, who can set a password by mail."""
    for member in entry.members:
        if Role.ADMINISTRATOR in member.roles:
            return member
    return WorldMember(name="Duty Desk", email=entry.mailbox, roles=(Role.ADMINISTRATOR, Role.DUTY_OFFICER))


def set_up(world: World, progress: Callable[[str], None] = lambda _: None) -> Cast:
    """Set up all organisations, people, credentials and agreements of a world."""
    cast = Cast()
    desk_entry = next(entry for entry in world.organisations if entry.kind is OrganisationKind.CLEARING_HOUSE)
    desk = found_first_organisation(_new(desk_entry), is_demonstration=True)
    administrators = cast.keepers
    administrators[desk.id] = _add_people(cast, desk, desk_entry)
    cast.organisations[desk_entry.key] = desk
    for entry in world.organisations:
        if entry is desk_entry:
            continue
        organisation = add_organisation(administrators[desk.id], _new(entry))
        cast.organisations[entry.key] = organisation
        administrators[organisation.id] = _add_people(cast, organisation, entry)
        progress(entry.name)
    for entry in world.organisations:
        _issue_credentials(cast, entry, administrators[cast.organisations[entry.key].id])
    _agree(cast, desk)
    return cast


def join_with_people(cast: Cast, desk: Organisation, entry: WorldOrganisation) -> Organisation:
    """Let one more organisation join, vouched for by the desk, with its people. The world does not know it: nobody
    plays its part.
    """
    organisation = add_organisation(cast.keepers[desk.id], _new(entry))
    cast.abroad.append(organisation)
    cast.keepers[organisation.id] = _add_people(cast, organisation, entry)
    return organisation


def _add_people(cast: Cast, organisation: Organisation, entry: WorldOrganisation) -> Actor:
    first = _administrator_of(entry)
    has_people = bool(entry.members)
    password = _password() if has_people else None
    add_first_member(organisation, name=first.name, email=first.email, roles=first.roles, password=password)
    actor = _actor(first.email)
    if not has_people or password is None:
        return actor
    cast.people.append(_person(organisation, entry, first, password, actor))
    for member in entry.members:
        if member is first:
            continue
        own = _password()
        add_member(actor, name=member.name, email=member.email, roles=member.roles, password=own)
        cast.people.append(_person(organisation, entry, member, own, _actor(member.email)))
    return actor


def _actor(email: str) -> Actor:
    actor = member_actor(Account.objects.get(email=email))
    if actor is None:
        raise LookupError("a member that was just added cannot act")
    return actor


def _person(
    organisation: Organisation, entry: WorldOrganisation, member: WorldMember, password: str, actor: Actor
) -> Person:
    return Person(
        name=member.name,
        organisation=organisation.name,
        kind=entry.kind,
        roles=member.roles,
        email=member.email,
        password=password,
        actor=actor,
    )


def _issue_credentials(cast: Cast, entry: WorldOrganisation, administrator: Actor) -> None:
    for name in entry.credentials:
        cast.holders[name] = cast.organisations[entry.key]
        cast.credentials[name] = issue_credential(
            administrator, name=name, scopes=tuple(Scope), valid_for=timedelta(days=365)
        )


def agree(cast: Cast, giver: Organisation, receiver: Organisation, categories: tuple[Category, ...]) -> None:
    """Let the giver pass these on to the receiver, by an agreement that both have accepted."""
    agreement_id = propose_agreement(
        cast.keepers[giver.id], receiver.id, categories=categories, purpose=Purpose.PROTECT_A_CHILD
    )
    accept_agreement(cast.keepers[receiver.id], agreement_id)


def _agree(cast: Cast, desk: Organisation) -> None:
    """Who shares what: senders with the desk, the desk with every force, staffed forces with services, children's
    services and, so that one can hand over to the other, among themselves; and those who have people write to one
    another.
    """
    organisations = list(cast.organisations.values())
    senders = [one for one in organisations if _sends(one)]
    services = [one for one in organisations if one.kind == OrganisationKind.SERVICE.value]
    bodies = [one for one in organisations if one.partner_kind == PartnerKind.CHILDRENS_SERVICES.value]
    pairs: list[tuple[Organisation, Organisation, tuple[Category, ...]]] = [
        (sender, desk, (Category.REFERRAL, Category.CORRESPONDENCE)) for sender in senders
    ]
    pairs += [(desk, sender, (Category.OUTCOME, Category.CORRESPONDENCE)) for sender in senders]
    staffed = cast.staffed_forces()
    pairs += [
        (desk, force, (Category.REFERRAL, *(_WRITING if force in staffed else ())))
        for force in organisations
        if force.kind == OrganisationKind.POLICE_FORCE.value
    ]
    pairs += [(desk, body, (Category.SAFEGUARDING, *_WRITING)) for body in bodies]
    pairs += [(body, desk, _WRITING) for body in bodies]
    for force in staffed:
        pairs += [(force, service, (Category.DATA_REQUEST, Category.CORRESPONDENCE)) for service in services]
        pairs += [(force, body, (Category.SAFEGUARDING, *_WRITING)) for body in bodies]
        pairs += [(body, force, _WRITING) for body in bodies]
        pairs += [(force, desk, _WRITING)]
        pairs += [(force, other, (Category.REFERRAL, *_WRITING)) for other in staffed if other is not force]
    for giver, receiver, categories in pairs:
        agree(cast, giver, receiver, categories)


def _sends(organisation: Organisation) -> bool:
    if organisation.kind in {OrganisationKind.SERVICE.value, OrganisationKind.HOTLINE.value}:
        return True
    return organisation.partner_kind in {PartnerKind.SCHOOL.value, PartnerKind.CHARITY.value}
