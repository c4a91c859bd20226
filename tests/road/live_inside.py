"""What is run inside the installation under test, as a process of its own: setting it up by the real commands, and
opening every sealed object once everything is at rest. Prints JSON.

    python -m road.live_inside set-up|open-all
"""

import json
import sys
from typing import Any

from causeway.cli.hub import load_hub


def set_up() -> dict[str, Any]:
    """Found a desk, two services with credentials and two forces, all in agreement."""
    from causeway.hub.base.organisations.commands.add_organisation import NewOrganisation, found_first_organisation
    from causeway.vocabulary.organisations import Category, OrganisationKind, Role
    from hub.conftest import SmallWorld

    desk = found_first_organisation(
        NewOrganisation(
            name="Causeway Desk",
            kind=OrganisationKind.CLEARING_HOUSE,
            country="GB",
            mailbox="desk@example.org",
            zone="Europe/London",
        )
    )
    world = SmallWorld(desk=desk)
    world.member(desk, Role.DUTY_OFFICER)
    services = []
    for name in ("Harbourline", "Moatwalk Quest"):
        service = world.organisation(OrganisationKind.SERVICE, name)
        world.agree(service, desk, Category.REFERRAL)
        issued, _ = world.credential(service)
        services.append({"id": str(service.id), "username": issued.username, "password": issued.secret})
    forces = []
    for name, code in (("Kent Police", "GB-E23000032"), ("Police Service of Northern Ireland", "GB-NIR")):
        force = world.organisation(OrganisationKind.POLICE_FORCE, name, force_code=code)
        world.member(force, Role.DUTY_OFFICER)
        world.agree(desk, force, Category.REFERRAL)
        forces.append(str(force.id))
    return {"desk": str(desk.id), "services": services, "forces": forces}


def open_all() -> dict[str, Any]:
    """Open every sealed object that was not erased, as an organisation that may; gives how many opened, and faults."""
    from causeway.hub.base.acting.doors import acting_as
    from causeway.hub.base.organisations.actors import all_programs
    from causeway.hub.base.vault.errors import VaultError
    from causeway.hub.base.vault.models import SealedObject
    from causeway.hub.base.vault.opening import read_sealed

    opened, faults = set[str](), list[str]()
    for program in all_programs():
        with acting_as(program):
            for sealed_id in SealedObject.objects.filter(erased_at=None).values_list("id", flat=True):
                if str(sealed_id) in opened:
                    continue
                try:
                    read_sealed(sealed_id)
                    opened.add(str(sealed_id))
                except VaultError as fault:
                    faults.append(f"{sealed_id}: {fault.code}")
    return {"opened": len(opened), "faults": faults}


if __name__ == "__main__":
    load_hub()
    sys.stdout.write(json.dumps(set_up() if sys.argv[1] == "set-up" else open_all()))
