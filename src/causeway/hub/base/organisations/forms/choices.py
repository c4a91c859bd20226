"""What forms offer to choose from."""

from collections.abc import Sequence
from typing import cast
from zoneinfo import available_timezones

from django import forms
from django.utils.functional import Promise

from causeway.hub.base.organisations.role_fit import ROLES_OF_KIND
from causeway.hub.base.organisations.words import ROLE_NAMES
from causeway.vocabulary.organisations import OrganisationKind, Role

_CONTINENTS = (
    "Africa/",
    "America/",
    "Antarctica/",
    "Asia/",
    "Atlantic/",
    "Australia/",
    "Europe/",
    "Indian/",
    "Pacific/",
)
"""The zones that are places; the rest of the IANA database is old names and fixed offsets."""

Choice = tuple[str, str | Promise]


def zone_choices() -> list[Choice]:
    """UTC, and the places of the IANA time zone database."""
    places = sorted(zone for zone in available_timezones() if zone.startswith(_CONTINENTS))
    return [("UTC", "UTC"), *((zone, zone.replace("_", " ")) for zone in places)]


def role_choices(kind: OrganisationKind, held: tuple[Role, ...] = ()) -> list[Choice]:
    """The roles that fit a kind of organisation, and those held already."""
    offered = dict.fromkeys((*ROLES_OF_KIND[kind], *held))
    return [(role.value, ROLE_NAMES[role]) for role in offered]


def offer(form: forms.Form, name: str, choices: Sequence[Choice]) -> None:
    """Set what a form's field offers, where that is known only when the form is made."""
    cast("forms.ChoiceField", form.fields[name]).choices = list(choices)
