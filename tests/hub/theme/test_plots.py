"""Plots say what they show, in a page and in a PDF, and leave out what is not known."""

import itertools
import re
from io import BytesIO

import pytest
from django.template import Context, Template
from hypothesis import given
from hypothesis import strategies as st
from reportlab.platypus import SimpleDocTemplate

from causeway.hub.base.theme.numbers import percent
from causeway.hub.base.theme.plots import (
    Bar,
    Drawing,
    Interval,
    Series,
    bar_plot,
    flowable,
    interval_plot,
    line_plot,
    number,
    svg,
)
from causeway.hub.base.theme.plots.scales import Scale, round_ticks
from causeway.hub.base.theme.plots.shapes import Anchor, Line, Look, Point, Words, width_of
from hub.theme.sample_plots import sample_control, sample_funnel, sample_intervals, sample_lines, sample_plots


@given(st.floats(-1e6, 1e6), st.floats(0.01, 1e6))
def test_ticks_are_few_even_and_cover_the_values(low: float, wide: float) -> None:
    high = low + wide
    ticks = round_ticks(low, high)
    steps = [after - before for before, after in itertools.pairwise(ticks)]
    assert 2 <= len(ticks) <= 9
    assert max(steps) == pytest.approx(min(steps), rel=1e-3)
    assert ticks[0] <= low + wide * 1e-3
    assert ticks[-1] >= high - wide * 1e-3


def test_an_axis_without_an_end_is_refused() -> None:
    with pytest.raises(ValueError, match="finite"):
        round_ticks(0, float("inf"))


@given(st.floats(0, 1))
def test_a_place_leads_back_to_its_value(value: float) -> None:
    scale = Scale(0, 1, 340, 40)
    assert scale.reverse(scale.place(value)) == pytest.approx(value)


def test_a_value_beyond_the_axis_stands_at_its_edge() -> None:
    assert Scale(0, 1, 100, 200).place(7) == 200


def test_figures_are_written_as_people_write_them() -> None:
    assert [percent(0.436), percent(1), number(12_345), number(0.25), number(2.0)] == [
        "44%",
        "100%",
        "12,345",
        "0.25",
        "2",
    ]


def test_what_is_withheld_is_said_and_not_drawn() -> None:
    drawing = interval_plot([Interval(label="A", value=None, note="Fewer than 10")], title="T", about="A")
    assert "Fewer than 10" in svg(drawing)
    assert not [shape for shape in drawing.shapes if isinstance(shape, Point)]


def test_an_interval_reaches_from_its_low_to_its_high_end() -> None:
    drawing = interval_plot([Interval(label="A", value=0.5, low=0.25, high=0.75)], title="T", about="A", extent=(0, 1))
    [path] = [
        s.points
        for s in drawing.shapes
        if isinstance(s, Line) and s.look is Look.MARK and s.points[0][1] == s.points[1][1]
    ]
    [point] = [shape for shape in drawing.shapes if isinstance(shape, Point)]
    assert path[0][0] < point.x < path[1][0]
    assert point.x - path[0][0] == pytest.approx(path[1][0] - point.x)


def test_a_gap_breaks_a_line() -> None:
    lines = [shape for shape in sample_lines().shapes if isinstance(shape, Line) and shape.look is Look.MARK]
    assert [len(line.points) for line in lines] == [4, 7]


def test_names_at_the_ends_of_lines_do_not_touch() -> None:
    same = [Series(label=label, points=[(0, 1.0), (1, 1.0)]) for label in ("One", "Two", "Three")]
    drawing = line_plot(same, title="T", about="A", ticks=[], up_title="n")
    heights = sorted(s.y for s in drawing.shapes if isinstance(s, Words) and s.text in {"One", "Two", "Three"})
    assert min(b - a for a, b in itertools.pairwise(heights)) >= 14


def test_more_lines_than_can_be_told_apart_are_refused() -> None:
    with pytest.raises(ValueError, match="told apart"):
        line_plot([Series(label="x", points=[])] * 5, title="T", about="A", ticks=[], up_title="n")


def test_a_bar_below_zero_is_refused() -> None:
    with pytest.raises(ValueError, match="below zero"):
        bar_plot([Bar(label="x", value=-1)], title="T", about="A")


@pytest.mark.parametrize("drawing", [sample_funnel(), sample_control()], ids=["funnel", "control"])
def test_what_stands_out_has_another_shape_too(drawing: Drawing) -> None:
    points = [shape for shape in drawing.shapes if isinstance(shape, Point)]
    signals = {point.marker for point in points if point.look is Look.SIGNAL}
    others = {point.marker for point in points if point.look is not Look.SIGNAL}
    assert signals
    assert signals.isdisjoint(others)


@pytest.mark.parametrize("is_narrow", [False, True])
@pytest.mark.parametrize("drawing", sample_plots(), ids=lambda drawing: drawing.title)
def test_nothing_is_drawn_outside_the_plot(drawing: Drawing, is_narrow: bool) -> None:
    drawn = drawing.narrow if is_narrow else drawing
    assert drawn is not None
    for shape in drawn.shapes:
        if isinstance(shape, Words):
            share = {Anchor.START: 0.0, Anchor.MIDDLE: 0.5, Anchor.END: 1.0}[shape.anchor]
            left = shape.x - share * width_of(shape.text)
            assert left >= -1, shape.text
            assert left + width_of(shape.text) <= drawn.width + 1, shape.text
            assert 0 <= shape.y <= drawn.height
        elif isinstance(shape, Line):
            assert all(-1 <= x <= drawn.width + 1 and 0 <= y <= drawn.height for x, y in shape.points)


@pytest.mark.parametrize("drawing", sample_plots(), ids=lambda drawing: drawing.title)
def test_a_narrow_screen_gets_every_figure_and_name_of_its_own_drawing(drawing: Drawing) -> None:
    narrow = drawing.narrow
    assert narrow is not None
    assert narrow.width <= 320 - 2 * 15  # the page's margins on a telephone
    assert len([s for s in narrow.shapes if isinstance(s, Point)]) == len(
        [s for s in drawing.shapes if isinstance(s, Point)]
    )
    html = Template("{% load causeway_plots %}{% plot drawing %}").render(Context({"drawing": drawing}))
    assert html.count("<svg") == 2
    assert html.count("cw-plot--narrow") == 1


@pytest.mark.parametrize("drawing", sample_plots(), ids=lambda drawing: drawing.title)
def test_a_page_and_a_pdf_can_hold_it(drawing: Drawing) -> None:
    html = Template("{% load causeway_plots %}{% plot drawing %}").render(Context({"drawing": drawing}))
    assert 'role="img"' in html
    assert "<desc id=" in html
    assert not re.search(r"\sstyle=", html)
    paper = BytesIO()
    SimpleDocTemplate(paper).build([flowable(drawing)])
    assert paper.getvalue().startswith(b"%PDF")


def test_words_are_escaped() -> None:
    drawing = interval_plot([Interval(label="<b>&", value=0.5)], title="<i>", about='"')
    assert "<b>" not in svg(drawing)
    assert "<i>" not in svg(drawing)


def test_a_plot_without_rows_is_still_a_plot() -> None:
    assert "<svg" in svg(interval_plot([], title="T", about="A"))
    assert "<svg" in svg(bar_plot([], title="T", about="A"))
    assert "<svg" in svg(line_plot([], title="T", about="A", ticks=[], up_title="n"))


def test_the_reference_is_drawn_and_named() -> None:
    drawing = sample_intervals()
    assert [shape.text for shape in drawing.shapes if isinstance(shape, Words) and shape.text.startswith("Everyone")]
    assert [shape for shape in drawing.shapes if isinstance(shape, Line) and shape.look is Look.CENTRE]
