"""Instruments: their files, what makes them whole, editing, and that a published version never changes."""

from dataclasses import replace

import pytest
from django.db import ProgrammingError, transaction

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotPermitted
from causeway.hub.knowledge.surveys import editing
from causeway.hub.knowledge.surveys.checking import faults_of, missing_texts, steps_of
from causeway.hub.knowledge.surveys.commands.write_instrument import (
    begin_instrument,
    change_instrument,
    delete_instrument,
    publish_instrument,
)
from causeway.hub.knowledge.surveys.instrument_files import (
    FileKind,
    InstrumentFileInvalid,
    read_instrument,
    shipped_instruments,
    write_instrument,
)
from causeway.hub.knowledge.surveys.models import PublishedInstrument
from causeway.hub.knowledge.surveys.queries.instruments import written_instrument
from causeway.vocabulary.instruments import Condition, Instrument, Question, QuestionKind
from causeway.vocabulary.organisations import Role
from hub.conftest import SmallWorld
from hub.surveys.door_knobs import INSTRUMENT, options, survey_lead, texts


@pytest.mark.parametrize("kind", FileKind)
def test_an_instrument_comes_back_from_its_file_as_it_was(kind: FileKind) -> None:
    assert read_instrument(write_instrument(INSTRUMENT, kind), kind) == INSTRUMENT


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("is_required", "is_requierd", "sections[0].questions[0].is_requierd"),
        ('kind = "single"', 'kind = "sinlge"', "sections[0].questions[0].kind"),
        ("[[sections]]", "[[sections", "file"),
        ('code = "door_knobs"\n', "", "code"),
        ("maximum = 5.0", "maximum = inf", "sections[0].questions[1].maximum"),
        ('"Use"', '"U\\u0000se"', "sections[0].title.en"),
    ],
)
def test_a_fault_in_a_file_is_named_by_its_path(old: str, new: str, place: str) -> None:
    text = write_instrument(INSTRUMENT, FileKind.TOML)
    assert old in text
    with pytest.raises(InstrumentFileInvalid) as refused:
        read_instrument(text.replace(old, new, 1), FileKind.TOML)
    assert refused.value.place == place


@pytest.mark.parametrize("content", [b"\xff\xfe", b"[]", b"[" * 100_000, b" " * 1_100_000, b"null"])
def test_what_is_no_instrument_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(InstrumentFileInvalid):
        read_instrument(content, FileKind.JSON)


def test_the_instruments_that_ship_are_whole() -> None:
    assert {code: faults for code, one in shipped_instruments().items() if (faults := faults_of(one))} == {}


def test_a_whole_instrument_has_no_fault() -> None:
    assert faults_of(INSTRUMENT) == []


def changed(of: str, **fields: object) -> Instrument:
    question = replace(INSTRUMENT.question(of), **fields)  # type: ignore[arg-type]
    section = next(one for one in INSTRUMENT.sections if any(q.code == of for q in one.questions))
    return editing.put_question(INSTRUMENT, section.code, question, replacing=of)


@pytest.mark.parametrize(
    ("instrument", "place"),
    [
        (replace(INSTRUMENT, languages=("en", "nl", "it")), "title.it"),
        (replace(INSTRUMENT, sections=()), "sections"),
        (replace(INSTRUMENT, code="Door Knobs"), "code"),
        (changed("grip", maximum=30), "sections.use.questions.grip.maximum"),
        (changed("grip", minimum=None), "sections.use.questions.grip.minimum"),
        (changed("colours", options=options("red")), "sections.more.questions.colours.options"),
        (changed("colours", options=options("red", "red")), "sections.more.questions.colours.options.red"),
        (changed("views", rows=()), "sections.more.questions.views.rows"),
        (changed("words", text={"en": "What?", "nl": " "}), "sections.more.questions.words.text.nl"),
        (
            changed("has_knob", shown_if=(Condition(question="grip", is_any_of=("1",)),)),
            "sections.use.questions.has_knob.shown_if.grip",
        ),
        (
            changed("words", shown_if=(Condition(question="has_knob", is_any_of=("perhaps",)),)),
            "sections.more.questions.words.shown_if.has_knob",
        ),
        (
            changed("words", shown_if=(Condition(question="doors", is_any_of=("3",)),)),
            "sections.more.questions.words.shown_if.doors",
        ),
    ],
)
def test_what_stands_in_the_way_of_publishing_is_named_by_its_place(instrument: Instrument, place: str) -> None:
    assert place in [fault.place for fault in faults_of(instrument)]


def test_a_missing_text_is_listed_with_how_it_reads_elsewhere() -> None:
    (missing,) = missing_texts(changed("words", text={"en": "What else?"}))
    assert (missing.language, missing.other, missing.question) == ("nl", "What else?", "words")


def test_renaming_a_question_takes_along_what_hangs_on_it() -> None:
    renamed = changed("has_knob", code="knob")
    assert renamed.question("grip").shown_if == (Condition(question="knob", is_any_of=("yes",)),)
    assert faults_of(renamed) == []


def test_a_question_moves_within_its_section_and_then_into_the_next() -> None:
    down = editing.move_question(INSTRUMENT, "grip", 1)
    assert [[q.code for q in section.questions] for section in down.sections] == [
        ["has_knob"],
        ["grip", "colours", "views", "doors", "words"],
    ]
    assert editing.move_question(down, "grip", -1) == INSTRUMENT
    assert editing.move_question(INSTRUMENT, "words", 1) == INSTRUMENT


def test_a_copy_stands_after_its_question_under_a_code_of_its_own() -> None:
    twice = editing.duplicate_question(editing.duplicate_question(INSTRUMENT, "doors"), "doors")
    assert [q.code for q in twice.sections[1].questions] == ["colours", "views", "doors", "doors_3", "doors_2", "words"]


def test_two_questions_cannot_have_one_code() -> None:
    question = Question(code="doors", kind=QuestionKind.TEXT, text=texts("?"))
    with pytest.raises(editing.EditRefused):
        editing.put_question(INSTRUMENT, "use", question)


def test_an_unfinished_instrument_is_not_published(world: SmallWorld) -> None:
    lead = survey_lead(world)
    draft_id = begin_instrument(lead, editing.blank("knobs", "Knobs", "en"))
    with pytest.raises(Invalid):
        publish_instrument(lead, draft_id)


def test_a_published_version_never_changes(world: SmallWorld) -> None:
    lead = survey_lead(world)
    draft_id = begin_instrument(lead, INSTRUMENT)
    publish_instrument(lead, draft_id)
    change_instrument(lead, draft_id, lambda one: editing.remove_question(one, "words"))
    with pytest.raises(Conflict):
        publish_instrument(lead, draft_id)
    change_instrument(lead, draft_id, lambda one: replace(one, version="2"))
    publish_instrument(lead, draft_id)
    newest, first = written_instrument(lead, draft_id).published
    assert first.instrument == INSTRUMENT
    assert newest.version == "2"
    with pytest.raises(ProgrammingError, match="permission denied"), acting_as(lead), transaction.atomic():
        PublishedInstrument.objects.update(version="3")
    with pytest.raises(Conflict):
        delete_instrument(lead, draft_id)


@pytest.mark.parametrize("languages", [(), ("English",)])
def test_a_file_whose_languages_are_none_is_refused(world: SmallWorld, languages: tuple[str, ...]) -> None:
    with pytest.raises(Invalid):
        begin_instrument(survey_lead(world), replace(INSTRUMENT, languages=languages))


def test_an_endless_scale_is_shown_no_longer_than_a_scale_may_be() -> None:
    assert steps_of(replace(INSTRUMENT.question("grip"), maximum=1e12)) == list(range(1, 12))


def test_only_a_survey_lead_writes_instruments(world: SmallWorld) -> None:
    with pytest.raises(NotPermitted):
        begin_instrument(world.member(world.desk, Role.ANALYST), INSTRUMENT)
