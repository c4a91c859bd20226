"""The paths that ship: for each role at each kind of organisation, the modules required and advised. An organisation
that writes its own path for a role keeps to that.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from uuid import UUID

from causeway.hub.knowledge.training.content import shipped_id
from causeway.vocabulary.organisations import OrganisationKind, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """A module on a path: required or advised, and for how many months passing it counts."""

    module_id: UUID
    is_required: bool
    valid_months: int


@cache
def shipped_paths() -> dict[tuple[OrganisationKind, Role], tuple[Wanted, ...]]:
    """The paths that ship with this version."""
    document = tomllib.loads((files(__package__) / "data" / "paths.toml").read_text(encoding="utf-8"))
    found: dict[tuple[OrganisationKind, Role], tuple[Wanted, ...]] = {}
    for entry in document["steps"]:
        wanted = Wanted(
            module_id=shipped_id(entry["module"]),
            is_required=bool(entry["required"]),
            valid_months=int(entry["months"]),
        )
        for kind in entry["kinds"]:
            for role in entry["roles"]:
                key = OrganisationKind(kind), Role(role)
                found[key] = (*found.get(key, ()), wanted)
    return found
