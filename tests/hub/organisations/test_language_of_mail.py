"""A mail is in the language of whoever gets it, whatever the language in which it was caused."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation
from django.utils.translation import get_language

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.contacts.commands.keep_point import add_point
from causeway.hub.base.contacts.commands.remind import remind_of_points
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.organisations.languages import in_language_of, in_own_language, language_of
from causeway.vocabulary.organisations import OrganisationKind
from hub.conftest import SmallWorld
from hub.contacts.test_contact_points import DESK


@pytest.mark.parametrize(
    ("country", "language"), [("NL", "nl"), ("IT", "it"), ("GB", "en-gb"), ("BE", "en-gb"), ("", "en-gb")]
)
def test_a_country_of_several_languages_or_of_one_that_is_not_here_is_written_to_in_english(
    country: str, language: str
) -> None:
    assert language_of(country) == language


def test_a_reminder_speaks_the_language_of_the_organisation_that_gets_it(world: SmallWorld) -> None:
    dutch = world.organisation(OrganisationKind.POLICE_FORCE, country="NL", force_code="NL-1")
    add_point(world.administrator(dutch), DESK)
    with translation.override("it"):
        assert remind_of_points(world.program(dutch), timezone.now() + timedelta(days=181)) == 1
        assert get_language() == "it"
    with acting_as(world.program(dutch)):
        assert Notice.objects.get(channel="mail").subject == "Kloppen uw contactpunten nog?"


def test_words_for_somebody_else_are_in_their_language_and_ours_comes_back(world: SmallWorld) -> None:
    italian = world.organisation(OrganisationKind.HOTLINE, country="IT")
    with translation.override("nl"):
        with in_language_of(italian.id):
            assert get_language() == "it"
        assert get_language() == "nl"


def test_what_writes_to_its_own_organisation_runs_in_its_language(world: SmallWorld) -> None:
    @in_own_language
    def spoken(actor: Actor, ending: str) -> str:
        return f"{get_language()}{ending}"

    assert spoken(world.program(world.organisation(OrganisationKind.HOTLINE, country="IT")), "!") == "it!"
