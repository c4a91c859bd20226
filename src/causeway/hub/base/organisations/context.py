"""What every page is told: who acts, what they may do, and whether this is a demonstration."""

from typing import Any

from django.http import HttpRequest

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import permissions_of
from causeway.hub.base.organisations.words import ROLE_NAMES
from causeway.hub.base.theme.navigation import Who, sections_for
from causeway.hub.state import home


def actor(request: HttpRequest) -> dict[str, Any]:
    """`actor`, `who`, `may` (permission values), `sections` of the navigation, `zone` and `demo_world`."""
    acting = getattr(request, "actor", None)
    may = frozenset(permission.value for permission in permissions_of(acting)) if acting else frozenset()
    return {
        "actor": acting,
        "who": _who(acting) if acting else None,
        "may": may,
        "sections": sections_for(may) if acting else [],
        "zone": acting.zone if acting else "UTC",
        "demo_world": (home() / "demo.json").exists(),
    }


def _who(acting: Actor) -> Who:
    roles = ", ".join(str(ROLE_NAMES[role]) for role in sorted(acting.roles))
    return Who(name=acting.label, organisation=acting.organisation_name, role=roles)
