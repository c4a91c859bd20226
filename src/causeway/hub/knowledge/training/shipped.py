"""Modules that ship with the program, read from TOML files in our own words; and the form in which any module is
exchanged as a file. A file of the same name in the folder of another language says the same in that.
"""

import tomllib
from dataclasses import replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import ValidationError

from causeway.hub.base.rows.documents import from_document
from causeway.hub.knowledge.languages import DEFAULT_LANGUAGE, LANGUAGES
from causeway.hub.knowledge.training.checking import faults_of
from causeway.hub.knowledge.training.content import Module, shipped_id
from causeway.hub.knowledge.training.translating import differences_of


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
def shipped_modules(language: str = DEFAULT_LANGUAGE) -> dict[UUID, Module]:
    """The modules that ship with this version, by identifier, in a language where they have words in it."""
    return {module_id: by.get(language, by[DEFAULT_LANGUAGE]) for module_id, by in shipped_in_languages().items()}


@cache
def shipped_in_languages() -> dict[UUID, dict[str, Module]]:
    """The same in every language that they have, English first.

    Raises:
        ModuleInvalid: a translation has another structure than its original; the message names the place.
    """
    folder = files(__package__) / "data" / "modules"
    entries = sorted((entry for entry in folder.iterdir() if entry.name.endswith(".toml")), key=lambda one: one.name)
    return {shipped_id(entry.name.removesuffix(".toml")): _in_all_languages(entry, folder) for entry in entries}


def _in_all_languages(entry: Traversable, folder: Traversable) -> dict[str, Module]:
    original = parse_module(entry.read_text(encoding="utf-8"))
    found = {DEFAULT_LANGUAGE: original}
    for language in LANGUAGES:
        file = folder / language / entry.name
        if language != DEFAULT_LANGUAGE and file.is_file():
            translation = replace(parse_module(file.read_text(encoding="utf-8")), language=language)
            for difference in differences_of(original, translation):
                raise ModuleInvalid(f"{entry.name} in {language}: {difference}")
            found[language] = translation
    return found
