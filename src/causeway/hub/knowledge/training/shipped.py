"""Modules that ship with the program, read from TOML files in our own words; and the form in which any module is
exchanged as a file.
"""

import tomllib
from functools import cache
from importlib.resources import files
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import ValidationError

from causeway.hub.base.walls.documents import from_document
from causeway.hub.knowledge.training.checking import faults_of
from causeway.hub.knowledge.training.content import Module, shipped_id


class ModuleInvalid(Exception):
    """A module's file cannot be used; the message names what is wrong."""

    code = "module_invalid"


def parse_module(text: str) -> Module:
    """Read one module from TOML.

    Raises:
        ModuleInvalid: it cannot be read, or has a fault that would keep it from being published.
    """
    try:
        module = from_document(Module, tomllib.loads(text))
    except tomllib.TOMLDecodeError as fault:
        raise ModuleInvalid(_("The module cannot be read: %(fault)s") % {"fault": fault}) from fault
    except ValidationError as fault:
        first = fault.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        told = {"where": where, "fault": first["msg"]}
        raise ModuleInvalid(_("The module cannot be read: %(where)s: %(fault)s") % told) from fault
    if faults := faults_of(module):
        raise ModuleInvalid(_("%(where)s: %(fault)s") % {"where": faults[0].part, "fault": faults[0].text})
    return module


SHIPPED_VERSION = 1
"""Rises with the shipped files: what somebody passed stays with the version that they passed."""


@cache
def shipped_modules() -> dict[UUID, Module]:
    """The modules that ship with this version, by identifier."""
    folder = files(__package__) / "data" / "modules"
    entries = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda one: one.name)
    return {
        shipped_id(entry.name.removesuffix(".toml")): parse_module(entry.read_text(encoding="utf-8"))
        for entry in entries
    }
