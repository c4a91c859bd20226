"""People who answer, one after another, on the test's own database: `python answering_process.py DATABASE ORGANISATION
INVITED...`. Each acknowledgement is a line. Its test kills it.
"""

import os
import sys
from uuid import UUID

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "causeway.hub.settings")


def main(database: str, organisation: str, invited: list[str]) -> None:
    """Hand in a sheet for each."""
    import django

    django.setup()
    from django.db import connection
    from django.utils import timezone

    connection.settings_dict["NAME"] = database
    from causeway.hub.base.organisations.commands.invite import door_of
    from causeway.hub.knowledge.surveys.commands.answer import hand_in

    door = door_of(UUID(organisation))
    assert door is not None
    for one in invited:
        hand_in(door, UUID(one), {"has_knob": "no"}, timezone.now())
        sys.stdout.write(f"{one}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
