"""Words are coded by two apart, settled together, and quoted only after somebody looked."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from uuid import UUID

import pytest

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.base.rows.documents import from_document
from causeway.hub.knowledge.surveys.commands.code_words import (
    begin_coding,
    code_passage,
    finish_coding,
    settle_passage,
)
from causeway.hub.knowledge.surveys.commands.keep_interviews import NewInterview, keep_interview, withdraw_consent
from causeway.hub.knowledge.surveys.commands.keep_opened import keep_opened_wave
from causeway.hub.knowledge.surveys.commands.make_report import make_report
from causeway.hub.knowledge.surveys.commands.publish_report import publish_report
from causeway.hub.knowledge.surveys.commands.release_quote import release_quote
from causeway.hub.knowledge.surveys.queries.reports import report_view
from causeway.hub.knowledge.surveys.queries.words import coding_view, codings
from causeway.hub.knowledge.surveys.report.anonymity import Telling, marks_in
from causeway.hub.knowledge.surveys.report.quotes import Quote
from causeway.hub.knowledge.surveys.report.themes import Theme, agreement_of
from causeway.hub.knowledge.surveys.report.wording import quote_text
from causeway.vocabulary.organisations import Role
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of
from small_survey import wave

NOW = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
THEMES = (Theme(code="t1", label="Brass"), Theme(code="t2", label="Wood", about="oak and beech"))
CELLS = {("Avon", "Constable"): 12}


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("Ask kim@example.org about it.", Telling.EMAIL, "kim@example.org"),
        ("Ring 020 7946 0018 at night.", Telling.PHONE, "020 7946 0018"),
        ("See www.example.org for it.", Telling.LINK, "www.example.org"),
        ("We in kent do it so.", Telling.FORCE, "kent"),
        ("As PC Brook said.", Telling.NAME, "PC Brook"),
        ("It was in Riverton last year.", Telling.NAME, "Riverton"),
        ("Case 4711 went on.", Telling.NUMBER, "4711"),
    ],
)
def test_what_could_tell_somebody_is_marked(text: str, kind: Telling, words: str) -> None:
    assert [(mark.kind, mark.words) for mark in marks_in(text, ["Kent", "Avon and Somerset"])] == [(kind, words)]


@pytest.mark.parametrize(
    "text", ["More time for each case.", "I’m tired. We need training.", "Faster examination of 3 devices."]
)
def test_plain_words_have_no_mark(text: str) -> None:
    assert marks_in(text, ["Kent", "Avon and Somerset"]) == []


def test_two_who_agree_fully_have_an_alpha_of_one() -> None:
    sets = [frozenset({"t1"}), frozenset({"t2"}), frozenset[str](), frozenset({"t1", "t2"})]
    found = agreement_of(THEMES, sets, sets)
    assert found.alpha is not None
    assert found.alpha.value == pytest.approx(1)
    assert [each.kappa.value for each in found.themes if each.kappa] == [pytest.approx(1)] * 2


@pytest.fixture
def lead(world: SmallWorld) -> Actor:
    return world.member(world.desk, Role.SURVEY_LEAD, name="Sam Asker")


@pytest.fixture
def analyst(world: SmallWorld) -> Actor:
    return world.member(world.desk, Role.ANALYST, name="Kim Reader")


def _begun(lead: Actor, analyst: Actor) -> tuple[UUID, UUID]:
    wave_id = keep_opened_wave(lead, wave(CELLS, is_synthetic=True))
    assert lead.member_id is not None
    assert analyst.member_id is not None
    coders = [lead.member_id, analyst.member_id]
    return wave_id, begin_coding(lead, wave_id, "wish", themes=THEMES, coders=coders, now=NOW)


def _code_all(coder: Actor, coding_id: UUID, themes: Sequence[str], *, but_first: Sequence[str] | None = None) -> None:
    for passage in coding_view(coder, coding_id).passages:
        code_passage(coder, passage.id, but_first if but_first is not None and passage.place == 1 else themes)
    finish_coding(coder, coding_id)


def test_neither_coder_sees_the_others_codes_before_both_have_finished(lead: Actor, analyst: Actor) -> None:
    _wave_id, coding_id = _begun(lead, analyst)
    _code_all(lead, coding_id, ["t1"])
    view = coding_view(analyst, coding_id)
    assert {passage.theirs for passage in view.passages} == {None}
    assert {passage.mine for passage in view.passages} == {None}
    assert view.agreement is None
    _code_all(analyst, coding_id, ["t1"], but_first=["t2"])
    assert {passage.theirs for passage in coding_view(analyst, coding_id).passages} == {("t1",)}


def test_where_the_two_agree_is_settled_and_the_rest_is_settled_by_them(lead: Actor, analyst: Actor) -> None:
    _wave_id, coding_id = _begun(lead, analyst)
    first = coding_view(lead, coding_id).passages[0]
    with pytest.raises(Conflict, match="Both finish first"):
        settle_passage(lead, first.id, ["t1"])
    _code_all(lead, coding_id, ["t1"])
    with pytest.raises(Conflict, match="You have finished"):
        code_passage(lead, first.id, ["t2"])
    _code_all(analyst, coding_id, ["t1"], but_first=["t2"])
    assert codings(lead)[0].unsettled == 1
    settle_passage(analyst, first.id, ["t1", "t2"])
    assert coding_view(lead, coding_id).passages[0].settled == ("t1", "t2")
    assert codings(lead)[0].unsettled == 0


def test_only_the_two_coders_code(world: SmallWorld, lead: Actor, analyst: Actor) -> None:
    _wave_id, coding_id = _begun(lead, analyst)
    passage = coding_view(lead, coding_id).passages[0]
    third = world.member(world.desk, Role.ANALYST)
    with pytest.raises(NotFound):
        code_passage(third, passage.id, ["t1"])
    with pytest.raises(NotFound):
        coding_view(third, coding_id)


def test_the_order_of_passages_is_not_that_of_the_answers_and_few_are_not_coded(lead: Actor, analyst: Actor) -> None:
    few = wave({("Avon", "Constable"): 12}, is_synthetic=True)
    sheets = tuple(
        sheet if number < 9 else replace(sheet, answers={"knob": "yes"}) for number, sheet in enumerate(few.answers)
    )
    wave_id = keep_opened_wave(lead, replace(few, answers=sheets))
    assert lead.member_id is not None
    assert analyst.member_id is not None
    with pytest.raises(Invalid, match="Fewer than 10"):
        begin_coding(lead, wave_id, "wish", themes=THEMES, coders=[lead.member_id, analyst.member_id], now=NOW)


def test_a_marked_quote_waits_until_somebody_has_looked_and_then_enters_the_report(lead: Actor, analyst: Actor) -> None:
    wave_id, coding_id = _begun(lead, analyst)
    _code_all(lead, coding_id, ["t1"])
    _code_all(analyst, coding_id, ["t1"])
    passage = coding_view(lead, coding_id).passages[0]
    with pytest.raises(Invalid, match="Avon"):
        release_quote(lead, passage.id, "We in Avon want brass.")
    release_quote(lead, passage.id, "We want brass.")
    quotes = report_view(lead, make_report(lead, wave_id)).quotes
    assert [(quote.question, quote.text, quote.theme) for quote in quotes] == [("wish", "We want brass.", "Brass")]


def test_an_interview_goes_with_its_consent(lead: Actor, analyst: Actor) -> None:
    wave_id = keep_opened_wave(lead, wave(CELLS, is_synthetic=True))
    told = NewInterview(
        title="Interview 1", held_on=date(2026, 5, 1), consent="Signed.", notes="Brass.\nOak.", language="en"
    )
    interview_id = keep_interview(lead, wave_id, told, NOW)
    assert lead.member_id is not None
    assert analyst.member_id is not None
    coders = [lead.member_id, analyst.member_id]
    coding_id = begin_coding(lead, wave_id, str(interview_id), themes=THEMES, coders=coders, now=NOW)
    assert [passage.text for passage in coding_view(analyst, coding_id).passages] == ["Brass.", "Oak."]
    for coder in (lead, analyst):
        _code_all(coder, coding_id, ["t1"])
    release_quote(lead, coding_view(lead, coding_id).passages[1].id, "Oak it is.")
    publish_report(lead, report_id := make_report(lead, wave_id), to_all=True)
    assert [quote.text for quote in report_view(lead, report_id).quotes] == ["Oak it is."]
    withdraw_consent(lead, interview_id, NOW)
    assert report_view(lead, report_id).quotes == ()
    with pytest.raises(NotFound):
        coding_view(analyst, coding_id)


def test_a_quote_says_its_language_and_has_its_translation_beside_it(lead: Actor, analyst: Actor) -> None:
    wave_id = keep_opened_wave(lead, wave(CELLS, is_synthetic=True))
    told = NewInterview(
        title="Interview 2", held_on=date(2026, 5, 1), consent="Signed.", notes="Wij willen messing.", language="nl"
    )
    interview_id = keep_interview(lead, wave_id, told, NOW)
    assert lead.member_id is not None
    assert analyst.member_id is not None
    coders = [lead.member_id, analyst.member_id]
    coding_id = begin_coding(lead, wave_id, str(interview_id), themes=THEMES, coders=coders, now=NOW)
    passage = coding_view(analyst, coding_id).passages[0]
    assert passage.language == "nl"
    for coder in (lead, analyst):
        _code_all(coder, coding_id, ["t1"])
    with pytest.raises(Invalid, match="language of the translation"):
        release_quote(lead, passage.id, "Wij willen messing.", translation="We want brass.", translated_into="nl")
    with pytest.raises(Invalid, match="Avon"):
        release_quote(lead, passage.id, "Wij willen messing.", translation="We in Avon do.", translated_into="en")
    release_quote(lead, passage.id, "Wij willen messing.", translation="We want brass.", translated_into="en")
    publish_report(lead, report_id := make_report(lead, wave_id), to_all=True)
    (quote,) = report_view(lead, report_id).quotes
    assert quote_text(quote) == "“Wij willen messing.” (Dutch). In English: “We want brass.”"
    page = client_of(analyst).get(f"/surveys/reports/{report_id}/").content.decode()
    assert '<span lang="nl">“Wij willen messing.”</span>' in page
    assert "Translated into English" in page


def test_a_coder_says_which_language_a_passage_is_in_and_the_other_sees_it(lead: Actor, analyst: Actor) -> None:
    _wave_id, coding_id = _begun(lead, analyst)
    passage = coding_view(lead, coding_id).passages[0]
    assert passage.language == ""
    code_passage(lead, passage.id, ["t1"], language="it")
    assert coding_view(analyst, coding_id).passages[0].language == "it"
    code_passage(analyst, passage.id, ["t1"])
    assert coding_view(lead, coding_id).passages[0].language == "it"
    with pytest.raises(Invalid, match="Choose a language"):
        code_passage(analyst, passage.id, ["t1"], language="zz")


def test_a_quote_kept_before_languages_were_still_stands_in_its_report() -> None:
    assert from_document(Quote, {"question": "wish", "text": "Brass.", "theme": ""}).language == ""


def test_the_pages_lead_a_coder_through(lead: Actor, analyst: Actor) -> None:
    wave_id = keep_opened_wave(lead, wave(CELLS, is_synthetic=True))
    own, other = client_of(lead), client_of(analyst)
    told = {"source": "wish", "themes": "Brass: plates\nWood", "first": lead.member_id, "second": lead.member_id}
    assert own.post(f"/surveys/opened/{wave_id}/words/", told).status_code == 422
    begun = own.post(f"/surveys/opened/{wave_id}/words/", {**told, "second": analyst.member_id})
    assert begun.status_code == 302
    for client in (own, other):
        at = f"{begun['Location']}1/"
        while at != begun["Location"]:
            assert client.get(at).status_code == 200
            at = client.post(at, {"themes": ["t1"]})["Location"]
        assert client.post(f"{begun['Location']}finish/").status_code == 302
    shown = other.get(begun["Location"]).content.decode()
    assert "How far the two agree" in shown
    assert own.get(f"{begun['Location']}1/quote/").status_code == 200
    assert other.get(f"{begun['Location']}1/quote/").status_code == 403
    assert own.post(f"{begun['Location']}1/", {"themes": ["t1"]}).status_code == 302
    for words, said in (("We want brass.", "from now on hold it."), ("", "hold no words of this passage")):
        assert said in own.post(f"{begun['Location']}1/quote/", {"text": words}, follow=True).content.decode()
    assert own.get(f"/surveys/opened/{wave_id}/interviews/").status_code == 200
