"""A report's figures come from the answers and nothing else, and none of them can be turned back into a person's."""

import json
from dataclasses import replace

import numpy as np
import pytest

from causeway.estimation import CountTable, SafeTable
from causeway.hub.base.rows.documents import from_document, to_document
from causeway.hub.base.theme.numbers import percent
from causeway.hub.knowledge.surveys.instrument_files import shipped_instruments
from causeway.hub.knowledge.surveys.report.building import build_report
from causeway.hub.knowledge.surveys.report.columns import Answered
from causeway.hub.knowledge.surveys.report.crossing import cross
from causeway.hub.knowledge.surveys.report.founding import PUBLISHED, Publication, published_beside
from causeway.hub.knowledge.surveys.report.group_tables import group_table
from causeway.hub.knowledge.surveys.report.model import Hidden, Item, Report
from causeway.hub.knowledge.surveys.report.printing import report_pdf
from causeway.hub.knowledge.surveys.report.wording import change_text, rows_of
from causeway.vocabulary.waves import FrameRow, OpenedAnswer, OpenedWave
from engines.estimation.attacking import attack
from small_survey import DOORS, wave

CELLS = {
    ("Avon", "Constable"): 40,
    ("Avon", "Sergeant"): 30,
    ("Brede", "Constable"): 25,
    ("Brede", "Sergeant"): 20,
    ("Cray", "Constable"): 4,
    ("Cray", "Sergeant"): 2,
}


def _item(report: Report, code: str) -> Item:
    return next(item for item in report.items if item.code == code)


def _value(report: Report, code: str, option: str | None) -> float:
    value = next(figure.value for figure in _item(report, code).figures if figure.option == option)
    assert value is not None
    return value


@pytest.fixture(scope="module")
def report() -> Report:
    return build_report(wave(CELLS))


def test_every_question_has_its_item_and_a_matrix_one_a_row(report: Report) -> None:
    codes = [item.code for item in report.items]
    assert codes == ["knob", "round", "colours", "grip", "views__oak", "views__steel", "doors"]


@pytest.mark.parametrize("code", ["knob", "views__oak"])
def test_a_table_by_rank_hides_what_the_report_hides_by_rank(code: str) -> None:
    made = wave(CELLS)
    groups = {group.name: group.figures for group in _item(build_report(made), code).by_rank}
    table = cross(Answered.of(made), "rank", code)
    for row in table.rows:
        shown = {figure.option for figure in groups[row.name] if figure.value is not None}
        assert {code for code, cell in zip(table.columns, row.cells, strict=True) if cell.share is not None} == shown


def test_one_other_answer_gives_other_figures(report: Report) -> None:
    made = wave(CELLS)
    first = next(number for number, sheet in enumerate(made.answers) if sheet.answers["knob"] == "no")
    turned = replace(made.answers[first], answers={**made.answers[first].answers, "knob": "yes"})
    sheets = (*made.answers[:first], turned, *made.answers[first + 1 :])
    again = build_report(replace(made, answers=sheets))
    assert _value(again, "knob", "yes") > _value(report, "knob", "yes")
    assert _value(again, "grip", None) == _value(report, "grip", None)


def test_a_figure_is_of_the_population_and_not_of_those_who_answered() -> None:
    made = wave({("Avon", "Constable"): 30, ("Brede", "Constable"): 30})
    sheets = tuple(
        replace(sheet, answers={"knob": "yes" if sheet.force == "Avon" or number % 2 else "no"})
        for number, sheet in enumerate(made.answers)
    )
    frame = (
        FrameRow(force="Avon", rank="Constable", population=100),
        FrameRow(force="Brede", rank="Constable", population=900),
    )
    report = build_report(replace(made, answers=sheets, frame=frame))
    assert _value(report, "knob", "yes") == pytest.approx(0.1 + 0.9 * 0.5, abs=0.001)


def test_the_figure_of_a_question_shown_to_some_is_of_them() -> None:
    made = wave({("Avon", "Constable"): 150}, population=500)
    asked = [sheet for sheet in made.answers if sheet.answers["knob"] == "yes"]
    share = sum(sheet.answers["round"] == "yes" for sheet in asked) / len(asked)
    assert _value(build_report(made), "round", "yes") == pytest.approx(share, abs=0.001)


def test_people_who_left_a_question_out_are_not_counted_as_no() -> None:
    made = wave({("Avon", "Constable"): 60})
    without = tuple(
        replace(sheet, answers={code: told for code, told in sheet.answers.items() if code != "knob" or number >= 20})
        for number, sheet in enumerate(made.answers)
    )
    kept = [sheet for sheet in without if "knob" in sheet.answers]
    item = _item(build_report(replace(made, answers=without)), "knob")
    assert item.left_out == 20
    share = sum(sheet.answers["knob"] == "yes" for sheet in kept) / len(kept)
    assert item.figures[0].value == pytest.approx(share, abs=0.001)


def test_a_force_with_fewer_than_ten_answers_is_hidden_and_so_is_what_would_give_it_away(report: Report) -> None:
    shown = {group.name: group.figures[0] for group in _item(report, "knob").by_force}
    assert shown["Cray"].hidden is Hidden.SMALL
    assert shown["Cray"].value is None
    assert sum(figure.value is None for figure in shown.values()) >= 2


def _three_ranks(counts: list[list[int]]) -> OpenedWave:
    """A wave in which so many of each rank, in two forces, gave each of two answers to the first question."""
    ranks = ("Constable", "Sergeant", "Inspector")
    cells = {
        (force, rank): sum(row) // 2 for rank, row in zip(ranks, counts, strict=True) for force in ("Avon", "Brede")
    }
    made = wave(cells, population=400)
    left = {rank: list(row) for rank, row in zip(ranks, counts, strict=True)}
    sheets = []
    for sheet in made.answers:
        place = 0 if left[sheet.rank][0] else 1
        left[sheet.rank][place] -= 1
        sheets.append(replace(sheet, answers={"knob": ("yes", "no")[place]}))
    return replace(made, answers=tuple(sheets))


def test_every_answer_stands_by_rank_and_by_force(report: Report) -> None:
    for item in report.items:
        asked = [figure.option for figure in item.figures]
        for group in (*item.by_rank, *item.by_force):
            assert [figure.option for figure in group.figures] == asked


@pytest.mark.parametrize(
    "counts",
    [
        [[40, 20], [30, 30], [4, 20]],
        [[60, 12], [9, 25], [11, 11]],
        [[50, 2], [30, 4], [20, 30]],
        [[26, 26], [26, 26], [26, 26]],
    ],
)
def test_no_answer_of_a_rank_can_be_worked_out_from_the_others(counts: list[list[int]]) -> None:
    item = _item(build_report(_three_ranks(counts)), "knob")
    shown = [[figure.value for figure in group.figures] for group in item.by_rank]
    cells = tuple(
        tuple(None if value is None else count for value, count in zip(values, row, strict=True))
        for values, row in zip(shown, counts, strict=True)
    )
    ranks = tuple(group.name for group in item.by_rank)
    table = CountTable(
        row_variable="rank", column_variable="answer", rows=ranks, columns=("yes", "no"), counts=np.array(counts, float)
    )
    totals = tuple(
        None if figure.value is None else sum(row[place] for row in counts) for place, figure in enumerate(item.figures)
    )
    safe = SafeTable(
        row_variable="rank",
        column_variable="answer",
        rows=ranks,
        columns=("yes", "no"),
        cells=cells,
        row_totals=tuple(sum(row) for row in counts),
        column_totals=totals,
        total=sum(map(sum, counts)),
    )
    small = {
        frozenset([("rank", rank), ("answer", answer)])
        for rank, row in zip(ranks, counts, strict=True)
        for answer, count in zip(("yes", "no"), row, strict=True)
        if count < 10
    }
    found = attack([table], [safe])
    assert small <= set(found)
    assert all(found[cell].width >= 10 for cell in small)


def test_an_answer_hidden_for_everybody_is_hidden_in_every_force() -> None:
    made = wave({("Avon", "Constable"): 60, ("Brede", "Constable"): 60})
    sheets = tuple(
        replace(sheet, answers={"knob": "no" if number % 60 < 4 else "yes"})
        for number, sheet in enumerate(made.answers)
    )
    item = _item(build_report(replace(made, answers=sheets)), "knob")
    assert [figure.value for figure in item.figures] == [None, None]
    assert {figure.value for group in item.by_force for figure in group.figures} == {None}


def test_a_table_by_rank_has_a_column_for_each_answer_and_is_cut_to_the_paper(report: Report) -> None:
    item = _item(report, "colours")
    table = group_table(item, item.by_rank)
    assert table.answers == ("Red", "Green", "None")
    assert table.has_gaps
    assert [cell.value for cell in table.lines[0].cells] == ["49%", "", "51%"]
    assert [piece.answers for piece in table.pieces(2)] == [("Red", "Green"), ("None",)]


def test_a_report_made_when_groups_had_one_figure_is_still_shown(report: Report) -> None:
    item = _item(report, "knob")
    old = [replace(group, figures=group.figures[:1]) for group in item.by_force]
    assert group_table(item, old).answers == ("Yes",)


def test_an_answer_that_fewer_than_ten_gave_is_hidden() -> None:
    made = wave({("Avon", "Constable"): 60})
    sheets = tuple(
        replace(sheet, answers={"knob": "no" if number < 4 else "yes"}) for number, sheet in enumerate(made.answers)
    )
    figures = _item(build_report(replace(made, answers=sheets)), "knob").figures
    assert [figure.value for figure in figures] == [None, None]


def test_no_number_of_people_is_exact(report: Report) -> None:
    numbers = [figure.n for item in report.items for figure in item.figures if figure.n is not None]
    numbers += [rate.answered for rate in report.response.by_rank if rate.answered is not None]
    assert numbers
    assert all(number % 5 == 0 for number in numbers)


def test_forces_stand_in_the_order_of_the_alphabet(report: Report) -> None:
    for item in report.items:
        names = [group.name for group in item.by_force]
        assert names == sorted(names)


def test_a_report_holds_no_words_that_anybody_wrote(report: Report) -> None:
    assert "brass plate" not in json.dumps(to_document(report))


def test_a_report_comes_back_from_its_document_as_it_was(report: Report) -> None:
    assert from_document(Report, json.loads(json.dumps(to_document(report)))) == report


def test_the_silent_are_those_who_were_asked_and_not_the_rest_of_the_population() -> None:
    reach = _item(build_report(wave({("Avon", "Constable"): 40}, population=10_000)), "knob").reach[0]
    assert reach.worst_high - reach.worst_low == pytest.approx(0.5)


def test_a_figure_lies_within_its_reach(report: Report) -> None:
    reach, figure = _item(report, "knob").reach[0], _item(report, "knob").figures[0]
    assert figure.value is not None
    assert reach.worst_low <= figure.value <= reach.worst_high
    assert reach.shifted_low <= figure.value <= reach.shifted_high


def _with_knobs(share: float) -> OpenedWave:
    made = wave({("Avon", "Constable"): 400}, population=4000)
    sheets = tuple(
        OpenedAnswer(force=sheet.force, rank=sheet.rank, answers={"knob": "yes" if number < share * 400 else "no"})
        for number, sheet in enumerate(made.answers)
    )
    return replace(made, answers=sheets)


def test_a_change_between_waves_is_told_with_its_interval() -> None:
    item = _item(build_report(_with_knobs(0.7), earlier=_with_knobs(0.5)), "knob")
    assert item.moved[0].change == pytest.approx(0.2)
    assert item.moved[0].is_clear
    assert change_text(item, item.moved[0]).endswith("A clear rise.")


def test_a_small_change_is_called_chance() -> None:
    item = _item(build_report(_with_knobs(0.51), earlier=_with_knobs(0.5)), "knob")
    assert not item.moved[0].is_clear
    assert change_text(item, item.moved[0]).endswith("This can be chance.")


def test_a_change_that_rounds_to_nothing_has_no_sign() -> None:
    item = _item(build_report(_with_knobs(0.4975), earlier=_with_knobs(0.5)), "knob")
    assert change_text(item, item.moved[0]).startswith("0 points (")


def test_the_founding_figures_keep_their_words_and_their_waves_apart() -> None:
    told = [str(one.figure) for one in PUBLISHED if one.publication is Publication.INTERIM]
    assert told == ["nearly 90%", "about 75%", "44%", "over a third", "over 80%", "over three quarters"]
    assert [str(one.figure) for one in PUBLISHED if one.publication is Publication.FINAL_2016] == ["60%", "most"]
    interim = published_beside("grooming_first_hand", Publication.INTERIM)
    assert {one.publication for one in interim} == {Publication.INTERIM}


def test_a_published_figure_stands_beside_questions_that_are_asked() -> None:
    asked = {question.code for question in shipped_instruments()["police_practice"].questions}
    assert {code for one in PUBLISHED for code in one.beside} <= asked


def test_a_table_says_value_and_interval_in_words(report: Report) -> None:
    row = rows_of(_item(report, "knob"))[0]
    assert row.label == "Yes"
    assert row.value.endswith("%")
    assert " to " in row.interval


@pytest.mark.parametrize(("share", "text"), [(0.4167, "42%"), (0.0049, "0%"), (0.995, "100%"), (0.5, "50%")])
def test_a_share_is_rounded_and_not_cut(share: float, text: str) -> None:
    assert percent(share) == text


def test_the_pdf_says_that_the_wave_is_synthetic() -> None:
    made = build_report(wave(CELLS, is_synthetic=True))
    content = report_pdf(made, publisher="Desk")
    assert content.startswith(b"%PDF-")
    assert b"\\(synthetic\\)" in content
    assert b"/Lang" in content


def test_the_instrument_of_the_tests_has_every_kind_of_question() -> None:
    assert len({question.kind for question in DOORS.questions}) == 6
