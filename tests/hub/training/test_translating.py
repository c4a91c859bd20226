"""A module in several languages: the same pages, questions and right answers, and only the words differ."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.translation import override

from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.knowledge.languages import LANGUAGES
from causeway.hub.knowledge.training.commands.publish_module import publish, send_for_review
from causeway.hub.knowledge.training.commands.take_test import hand_in, start_test
from causeway.hub.knowledge.training.commands.write_module import begin_next_version, change_draft
from causeway.hub.knowledge.training.content import Module
from causeway.hub.knowledge.training.editing import with_section
from causeway.hub.knowledge.training.grading import marks, right_answer
from causeway.hub.knowledge.training.queries.attempts import attempt_of
from causeway.hub.knowledge.training.queries.checking_codes import check_code
from causeway.hub.knowledge.training.queries.drafts import draft
from causeway.hub.knowledge.training.queries.library import read_module
from causeway.hub.knowledge.training.queries.mine import certificate
from causeway.hub.knowledge.training.shipped import shipped_in_languages
from causeway.hub.knowledge.training.translating import differences_of, written_parts
from causeway.hub.knowledge.training.words import TestKind
from causeway.hub.knowledge.wording import WordFields, differences
from hub.organisations.signing_in import client_of
from hub.training.conftest import FIRST_RESPONSE, NOW, School, right_answers
from hub.training.test_writing import PAGE, made_public

SHIPPED = list(shipped_in_languages().values())
AN_HOUR_LATER = NOW + timedelta(hours=1)
OTHERS = [code for code in LANGUAGES if code != "en"]
DUTCH_READER = {"accept-language": "nl"}


@pytest.fixture(autouse=True)
def language_of_the_next_test() -> Iterator[None]:
    """A page read in Dutch leaves no Dutch behind."""
    with override("en-gb"):
        yield


@pytest.mark.parametrize("language", OTHERS)
@pytest.mark.parametrize("shipped", SHIPPED, ids=lambda shipped: str(shipped["en"].title))
def test_every_shipped_module_is_there_in_every_language_and_differs_in_words_alone(
    shipped: dict[str, Module], language: str
) -> None:
    assert [str(each) for each in differences_of(shipped["en"], shipped[language])] == []
    done = written_parts(shipped["en"], shipped[language])
    assert all(each > 0 for each, _of_all in done.values())


@pytest.mark.parametrize("language", OTHERS)
def test_the_same_answers_are_right_in_every_language(language: str) -> None:
    for shipped in SHIPPED:
        answers = {item.code: right_answer(item) for item in shipped["en"].items}
        assert all(marks(shipped[language].items, answers).values())


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda module: replace(module, valid_months=1), "valid_months: 24 in the original, 1 in the translation"),
        (lambda module: replace(module, sections=module.sections[::-1]), "sections.order"),
        (
            lambda module: replace(module, items=(replace(module.items[0], correct=(0, 1)), *module.items[1:])),
            "correct",
        ),
        (lambda module: replace(module, rules=replace(module.rules, pass_percent=10)), "rules.pass_percent: 80"),
    ],
)
def test_what_differs_beyond_words_is_named_by_its_place(change: object, said: str) -> None:
    original = shipped_in_languages()[FIRST_RESPONSE]["en"]
    differing = differences_of(original, change(original))  # type: ignore[operator]
    assert said in str(differing[0])


def test_a_test_taken_in_dutch_gives_a_certificate_that_each_reads_in_their_own_language(school: School) -> None:
    attempt_id = start_test(school.learner, FIRST_RESPONSE, TestKind.POST, language="nl", now=NOW)
    attempt = attempt_of(school.learner, attempt_id)
    assert attempt.language == "nl"
    done = hand_in(school.learner, attempt_id, right_answers(attempt), now=NOW)
    assert done.certificate_id is not None
    titles = shipped_in_languages()[FIRST_RESPONSE]
    for language in ("en", "nl", "it"):
        with override(language):
            view = certificate(school.learner, done.certificate_id)
            assert view.title == titles[language].title
            found = check_code(view.code, "", on=NOW.date())
            assert found is not None
            assert found.title == titles[language].title


def variant(school: School, module_id: UUID) -> UUID:
    """A Dutch draft of a published module."""
    return begin_next_version(school.trainer, module_id, language="nl", copy_of="en")


def test_a_variant_of_another_structure_is_not_reviewed(school: School) -> None:
    draft_id = variant(school, made_public(school))
    change_draft(school.trainer, draft_id, lambda module: with_section(module, replace(PAGE, code="two")))
    assert [fault.part for fault in draft(school.trainer, draft_id).faults][:1] == ["sections.order"]
    with pytest.raises(Invalid, match=r"sections\.order"):
        send_for_review(school.trainer, draft_id)


def test_words_of_an_original_that_has_changed_wait_until_somebody_goes_over_them(school: School) -> None:
    module_id = made_public(school)
    first, second = variant(school, module_id), begin_next_version(school.trainer, module_id, language="en")
    change_draft(school.trainer, first, lambda module: replace(module, title="Onze gegevens"))
    send_for_review(school.trainer, first)
    change_draft(school.trainer, second, lambda module: with_section(module, replace(PAGE, code="two")))
    send_for_review(school.trainer, second)
    publish(school.supervisor, second, now=NOW + timedelta(days=1))
    with pytest.raises(Conflict, match="original has changed"):
        publish(school.supervisor, first, now=AN_HOUR_LATER)
    assert read_module(school.learner, module_id, "nl").languages == ("en",)


def test_a_published_variant_is_offered_only_as_long_as_its_original_has_the_same_structure(school: School) -> None:
    module_id = made_public(school)
    first = variant(school, module_id)
    change_draft(school.trainer, first, lambda module: replace(module, title="Onze gegevens"))
    send_for_review(school.trainer, first)
    publish(school.supervisor, first, now=AN_HOUR_LATER)
    assert read_module(school.learner, module_id, "nl").module.title == "Onze gegevens"
    second = begin_next_version(school.trainer, module_id, language="en")
    change_draft(school.trainer, second, lambda module: with_section(module, replace(PAGE, code="two")))
    send_for_review(school.trainer, second)
    publish(school.supervisor, second, now=NOW + timedelta(days=1))
    assert read_module(school.learner, module_id, "nl").module.title == "Our records"


def test_words_of_an_earlier_original_are_offered_and_said_to_be_so(school: School) -> None:
    module_id = made_public(school)
    first = variant(school, module_id)
    send_for_review(school.trainer, first)
    publish(school.supervisor, first, now=AN_HOUR_LATER)
    second = begin_next_version(school.trainer, module_id, language="en")
    change_draft(school.trainer, second, lambda module: with_section(module, replace(PAGE, text="In local time.")))
    send_for_review(school.trainer, second)
    publish(school.supervisor, second, now=NOW + timedelta(days=1))
    dutch = read_module(school.learner, module_id, "nl")
    assert (dutch.module.language, dutch.is_behind) == ("nl", True)
    third = begin_next_version(school.trainer, module_id, language="nl")
    assert draft(school.trainer, third).changed == {"one"}
    page = client_of(school.learner).get(reverse("training:module", args=[module_id]) + "?language=nl")
    assert b"have not been gone over yet" in page.content


def test_the_chosen_language_is_kept_from_page_to_page_and_none_is_said_to_lack(school: School) -> None:
    client, address = client_of(school.learner), reverse("training:section", args=[FIRST_RESPONSE, 1])
    english = client.get(address).content.decode()
    assert "has no words in" not in english
    dutch = client.get(f"{address}?language=nl").content.decode()
    assert "has no words in" not in dutch
    assert f'{reverse("training:section", args=[FIRST_RESPONSE, 2])}?language=nl"' in dutch


def test_words_are_written_beside_the_original_in_the_browser(school: School) -> None:
    module_id = made_public(school)
    draft_id, trainer = variant(school, module_id), client_of(school.trainer)
    address = reverse("training:words", args=[draft_id])
    assert b"0 of 2 texts" in trainer.get(address).content
    assert b"Each line is one sign-in" in trainer.get(f"{address}one/").content
    saved = trainer.post(f"{address}one/", {"text_0": "Wat er staat", "text_1": ""})
    assert saved.headers["Location"] == address
    (section,) = draft(school.trainer, draft_id).module.sections
    assert (section.title, section.text) == ("Wat er staat", PAGE.text)
    binary = trainer.post(address, {"file": SimpleUploadedFile("nl.toml", b"\xff\xfe")}).content.decode()
    assert "This file is not UTF-8 text." in binary
    file = SimpleUploadedFile("nl.toml", b'title = "T"\nabout = "A"\nlanguage = "nl"\nminutes = 9\n')
    assert trainer.post(address, {"file": file}).status_code == 422


def test_a_module_is_read_in_the_readers_language_with_a_choice_of_others(school: School) -> None:
    titles = {code: module.title for code, module in shipped_in_languages()[FIRST_RESPONSE].items()}
    address = reverse("training:module", args=[FIRST_RESPONSE])
    page = client_of(school.learner).get(address, headers=DUTCH_READER).content.decode()
    assert f'<h1 class="govuk-heading-xl" lang="nl">{titles["nl"]}</h1>' in page
    english = client_of(school.learner).get(f"{address}?language=en", headers=DUTCH_READER).content.decode()
    assert f'<h1 class="govuk-heading-xl" lang="en">{titles["en"]}</h1>' in english
    assert "?language=en" in english.split("<main")[1]
    own = client_of(school.learner).get(address, headers={"accept-language": "en-gb"}).content.decode()
    assert "has no words in" not in own


def test_what_differs_is_said_in_the_readers_language() -> None:
    fields = WordFields(words=frozenset({"about"}), apart=frozenset())
    with override("nl"):
        found = [str(each) for each in differences({"about": "A bridge", "months": 2}, {"months": None}, fields)]
    assert found == [
        "about: wel tekst in het origineel, geen tekst in de vertaling",
        "months: 2 in het origineel, niets in de vertaling",
    ]
