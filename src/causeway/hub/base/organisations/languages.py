"""The language in which an organisation is written to. A page follows the reader's browser; a mail has none, and its
words are fixed when it is owed, often by somebody of another organisation.

The language is told by the organisation's country (ISO 3166-1), where that has one official language and the hub is
put into it; everybody else is written to in English.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from django.conf import settings
from django.utils import translation

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.organisations.models import Organisation

P = ParamSpec("P")
R = TypeVar("R")

_OF_COUNTRY = {"IT": "it", "NL": "nl", "SM": "it", "SR": "nl", "VA": "it"}


def language_of(country: str) -> str:
    """The language in which somebody of a country is written to, as the settings name it."""
    return _OF_COUNTRY.get(country, settings.LANGUAGE_CODE)


@contextmanager
def in_language_of(organisation_id: UUID) -> Iterator[None]:
    """Within this, words are in the language of an organisation: of whoever will read them."""
    countries = Organisation.objects.filter(id=organisation_id).values_list("country", flat=True)
    with translation.override(language_of(countries.first() or "")):
        yield


def in_own_language(function: Callable[Concatenate[Actor, P], R]) -> Callable[Concatenate[Actor, P], R]:
    """For what writes to the actor's own organisation: it runs in that organisation's language."""

    @wraps(function)
    def written(actor: Actor, /, *args: P.args, **named: P.kwargs) -> R:
        with in_language_of(actor.organisation_id):
            return function(actor, *args, **named)

    return written
