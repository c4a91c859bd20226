"""Other countries in the demonstration: Germany's central desk works in this hub, Poland's is sent to by hand, and
France has none yet, so that what points there waits at the desk until somebody registers one.
"""

from random import Random

from causeway.demo.setting_up import Cast, agree, join_with_people
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.road.routes.commands.central_desks import (
    NewCentralDesk,
    register_central_desk,
    verify_central_desk,
)
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from causeway.worlds import WorldMember, WorldOrganisation
from causeway.worlds.names import person_names

_DOMAIN = "zentralstelle.example.org"
_ROLES = ((Role.ADMINISTRATOR,), (Role.DUTY_OFFICER,), (Role.INVESTIGATOR, Role.SUPERVISOR))


def open_central_desks(cast: Cast, desk: Organisation) -> int:
    """Let Germany's central desk join, register it and Poland's, and give how many there are."""
    rng = Random("causeway-abroad")  # noqa: S311 - drawn names are no secret
    names = person_names(rng, len(_ROLES))
    members = tuple(
        WorldMember(name=f"{first} {family}", email=f"officer-{number}@{_DOMAIN}", roles=roles)
        for number, ((first, family), roles) in enumerate(zip(names, _ROLES, strict=True), start=1)
    )
    entry = WorldOrganisation(
        key="zentralstelle",
        name="Zentralstelle Leuchtturm",
        kind=OrganisationKind.POLICE_FORCE,
        country="DE",
        zone="Europe/Berlin",
        mailbox=f"meldungen@{_DOMAIN}",
        members=members,
    )
    german = join_with_people(cast, desk, entry)
    agree(cast, desk, german, (Category.REFERRAL, Category.CORRESPONDENCE))
    agree(cast, german, desk, (Category.OUTCOME, Category.CORRESPONDENCE))
    _register(cast, desk, NewCentralDesk(name=german.name, countries=("DE",), note=_NOTE, organisation_id=german.id))
    polish = NewCentralDesk(
        name="Latarnia National Contact Point",
        countries=("PL",),
        note=_NOTE,
        mailbox="desk@latarnia.example.org",
        channel="Secure mail of the national unit",
    )
    _register(cast, desk, polish)
    return 2


_NOTE = "Named by the national unit; the address stands in its directory."


def _register(cast: Cast, desk: Organisation, new: NewCentralDesk) -> None:
    number = register_central_desk(cast.person_of(desk, Role.ANALYST).actor, new)
    verify_central_desk(cast.person_of(desk, Role.SUPERVISOR).actor, number, "Called back by the directory’s number.")
