"""A playbook in several languages: structure once, words beside it, and nothing read that says another text."""

from dataclasses import replace

import pytest

from causeway.hub.knowledge.languages import LANGUAGES
from causeway.hub.knowledge.playbooks import SAFEGUARDING_TASK, Playbook, PlaybookInvalid, playbooks
from causeway.hub.knowledge.playbooks.comparing import compare
from causeway.hub.knowledge.playbooks.conditions import Condition
from causeway.hub.knowledge.playbooks.merging import Side, merged
from causeway.hub.knowledge.playbooks.playbook import moved_step, with_step, without_step
from causeway.hub.knowledge.playbooks.shipped import joined_file
from causeway.hub.knowledge.playbooks.toml_form import read_playbook, write_playbook
from causeway.hub.knowledge.playbooks.translating import (
    OWN,
    PartState,
    differences_of,
    joined,
    languages_of,
    part_states,
    reading_of,
    step_words,
    with_words,
    written_in,
)
from hub.playbooks.playbooks_for_tests import playbook, step

ENGLISH = playbook(step("arch", evidence=("What you saw",)), step("pier", guidance="After the [[arch]]."))
DUTCH = replace(
    ENGLISH,
    title="Bruggen",
    about="Over bruggen.",
    steps=(
        replace(ENGLISH.steps[0], title="Boog", guidance="Bekijk de boog.", evidence=("Wat u zag",)),
        replace(ENGLISH.steps[1], title="Pijler", guidance="Na de [[arch]]."),
        replace(ENGLISH.steps[2], title="Vertel het", guidance="Bekijk het."),
    ),
)
BOTH = joined(ENGLISH, DUTCH, "nl")


@pytest.mark.parametrize("language", [code for code in LANGUAGES if code != "en"])
@pytest.mark.parametrize("shipped", playbooks().values(), ids=lambda shipped: shipped.code)
def test_every_shipped_playbook_is_whole_in_every_language_and_differs_in_words_alone(
    shipped: Playbook, language: str
) -> None:
    reading = reading_of(shipped, language)
    assert (set(reading.said_in.values()), reading.elsewise) == ({language}, ())
    assert differences_of(shipped, reading.playbook) == []
    assert all(read.guidance != step.guidance for read, step in zip(reading.playbook.steps, shipped.steps, strict=True))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        (with_step(DUTCH, step(SAFEGUARDING_TASK, 25)), "steps.tell_safeguarding.due_in_hours: 24 in the original, 25"),
        (moved_step(DUTCH, "pier", by=-1), "steps.order: arch, pier, tell_safeguarding in the original, pier, arch"),
        (without_step(DUTCH, "pier"), "steps.order"),
        (with_step(DUTCH, step("arch", evidence=())), "steps.arch.evidence.length: 1 in the original, 0 in"),
        (with_step(DUTCH, replace(DUTCH.steps[0], skill="grooming")), "steps.arch.skill"),
        (with_step(DUTCH, replace(DUTCH.steps[0], conditions=(Condition.NO_FILES,))), "steps.arch.conditions"),
        (replace(DUTCH, applies="Altijd."), "applies: no words in the original, words in the translation"),
    ],
)
def test_a_translation_of_another_structure_is_refused_by_the_place_that_differs(changed: Playbook, said: str) -> None:
    with pytest.raises(PlaybookInvalid) as refused:
        joined(ENGLISH, changed, "nl")
    assert said in str(refused.value)


def test_a_shipped_translation_of_another_version_is_refused() -> None:
    with pytest.raises(PlaybookInvalid, match="bridges in nl: version: 1 in the original, 2 here"):
        joined_file(ENGLISH, write_playbook(replace(DUTCH, version="2")), "nl")


def test_a_reader_reads_their_own_language_and_else_english() -> None:
    assert reading_of(BOTH, "nl").playbook.steps[0].evidence == ("Wat u zag",)
    italian = reading_of(BOTH, "it")
    assert (italian.playbook.title, italian.is_all_elsewise, italian.elsewise) == ("Bridges", True, ("en",))
    assert reading_of(written_in(BOTH, "nl"), "it").playbook.title == "Bridges"


def test_words_of_a_text_that_has_changed_are_read_no_more_and_kept_for_whoever_writes_them_anew() -> None:
    changed = with_step(BOTH, replace(BOTH.steps[0], guidance="Look twice."))
    reading = reading_of(changed, "nl")
    assert (reading.playbook.steps[0].title, reading.said_in["arch"], reading.said_in["pier"]) == ("Arch", "en", "nl")
    assert part_states(changed, "nl")["arch"] is PartState.CHANGED
    again = with_words(changed, "nl", {"steps.arch.guidance": "Kijk tweemaal."})
    assert reading_of(again, "nl").playbook.steps[0].guidance == "Kijk tweemaal."


def test_a_clock_that_changes_takes_no_words_away() -> None:
    assert reading_of(with_step(BOTH, replace(BOTH.steps[0], due_in_hours=99)), "nl").elsewise == ()


def test_a_part_is_never_read_half_in_one_language_and_half_in_another() -> None:
    begun = with_words(ENGLISH, "nl", {"steps.pier.title": "Pijler", "title": "Bruggen", "about": "Over bruggen."})
    reading = reading_of(begun, "nl")
    assert (reading.playbook.title, reading.playbook.steps[1].title) == ("Bruggen", "Pier")
    assert (reading.said_in[OWN], languages_of(begun)) == ("nl", ("en", "nl"))


@pytest.mark.parametrize(
    ("at", "text", "said"),
    [
        ("steps.pier.guidance", "Na de boog.", "link to the same steps"),
        ("steps.pier.title", "x" * 121, "120"),
        ("steps.moon.title", "Maan", "no such text"),
    ],
)
def test_words_that_cannot_be_are_refused_at_their_place(at: str, text: str, said: str) -> None:
    with pytest.raises(PlaybookInvalid, match=said):
        with_words(ENGLISH, "nl", {at: text})


def test_a_file_holds_all_languages_and_is_read_back_the_same() -> None:
    assert read_playbook(write_playbook(BOTH)) == BOTH
    with pytest.raises(PlaybookInvalid, match="'xx'"):
        read_playbook(write_playbook(ENGLISH) + '\n[words.xx]\ntitle = "?"\n')


def test_the_same_playbook_written_in_another_language_is_no_difference_and_comes_back_whole() -> None:
    turned = written_in(BOTH, "nl")
    assert (turned.language, turned.title) == ("nl", "Bruggen")
    assert compare(BOTH, turned).is_same
    assert written_in(turned, "en") == BOTH


def test_a_language_more_is_a_difference_that_is_named() -> None:
    (own,) = compare(ENGLISH, BOTH).own
    assert (own.field, own.pieces[-1].text) == ("languages", "English, Nederlands")


def test_a_newer_standard_meets_a_force_that_writes_in_its_own_language() -> None:
    base = written_in(BOTH, "nl")
    own = with_step(base, replace(base.steps[0], due_in_hours=12))
    newer = with_step(BOTH, replace(BOTH.steps[1], due_in_hours=6))
    together = merged(base, newer, own, {"pier": Side.STANDARD})
    assert [(each.title, each.due_in_hours) for each in together.steps[:2]] == [("Boog", 12), ("Pijler", 6)]
    assert reading_of(together, "en").elsewise == ()


def test_a_case_gets_what_a_step_says_with_links_as_titles_in_each_other_language() -> None:
    assert step_words(BOTH)["pier"] == {"nl": {"title": "Pijler", "guidance": "Na de “Boog”.", "evidence": []}}
