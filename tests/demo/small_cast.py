"""A cast of four organisations for tests of what the demonstration does, without the time that a whole one takes."""

from causeway.demo.setting_up import Cast, Person
from causeway.hub.base.organisations.models import Organisation
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.conftest import PASSWORD, SmallWorld


def small_cast(world: SmallWorld) -> Cast:
    """The desk, two services and a force, under the demonstration's keys, with the people that share a bank."""
    service, force = OrganisationKind.SERVICE, OrganisationKind.POLICE_FORCE
    cast = Cast()
    _join(cast, world, "crossing", world.desk, (Role.ANALYST, Role.SUPERVISOR))
    _join(cast, world, "harbourline", world.organisation(service, "Harbourline"), (Role.REVIEWER,))
    _join(cast, world, "moatwalk", world.organisation(service, "Moatwalk Quest"), (Role.REVIEWER,))
    _join(cast, world, "police-kent", world.organisation(force, "Kent Police"), (Role.SUPERVISOR,))
    return cast


def _join(cast: Cast, world: SmallWorld, key: str, organisation: Organisation, roles: tuple[Role, ...]) -> None:
    cast.organisations[key] = organisation
    cast.keepers[organisation.id] = world.administrator(organisation)
    for role in roles:
        actor = world.member(organisation, role)
        cast.people.append(
            Person(
                name="Robin Holt",
                organisation=organisation.name,
                kind=OrganisationKind(organisation.kind),
                roles=(role,),
                email=world.email_of(actor),
                password=PASSWORD,
                actor=actor,
            )
        )
