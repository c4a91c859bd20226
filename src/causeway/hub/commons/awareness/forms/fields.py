"""Fields that several forms of awareness work share."""

from enum import StrEnum
from typing import Any, TypeVar
from uuid import UUID

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causeway.hub.commons.awareness.words import LANGUAGE_NAMES

E = TypeVar("E", bound=StrEnum)


def choices_of(names: dict[E, Promise]) -> list[tuple[str, str | Promise]]:
    """What can be chosen, with its words."""
    return [(each.value, words) for each, words in names.items()]


def text_field(rows: int, **named: Any) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(widget=forms.Textarea(attrs={"rows": rows}), **named)


def age_field(label: Any, **named: Any) -> forms.IntegerField:
    """An age in years."""
    widget = forms.NumberInput(attrs={"class": "govuk-input--width-3", "inputmode": "numeric"})
    return forms.IntegerField(label=label, required=False, widget=widget, **named)


def count_field(label: Any, **named: Any) -> forms.IntegerField:
    """A number of people."""
    widget = forms.NumberInput(attrs={"class": "govuk-input--width-5", "inputmode": "numeric"})
    return forms.IntegerField(label=label, min_value=0, widget=widget, **named)


def language_field(**named: Any) -> forms.ChoiceField:
    """A language in its own words."""
    return forms.ChoiceField(label=_("Language"), choices=list(LANGUAGE_NAMES.items()), **named)


def chosen_id(value: str) -> UUID | None:
    """An identifier that was chosen, or None for the empty choice."""
    return UUID(value) if value else None
