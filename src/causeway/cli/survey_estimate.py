"""`causeway survey estimate`: one question's figures from two CSV files, as they may be shown."""

import math
from collections.abc import Sequence
from dataclasses import asdict
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from causeway.cli.output import CommandFailed, print_json, print_table
from causeway.cli.survey_files import Column, ReadAnswers, read_answers, read_frame

if TYPE_CHECKING:
    from causeway.estimation import Answered, Coded, SafeEstimate, Sample

_NUMBERS_FROM = 21
"""More different numbers than this are no scale or code list, so their mean is wanted."""
_MOST_CATEGORIES = 500
_MOST_GROUPS = 2_000
_MOST_CELLS_TO_PROTECT = 2_000
"""Beyond this the search for what must be hidden takes minutes."""


class Kind(StrEnum):
    """What the question's answers are."""

    AUTO = "auto"
    CATEGORY = "category"
    NUMBER = "number"


class Interval(StrEnum):
    """How a share's interval is made."""

    WILSON = "wilson"
    LOGIT = "logit"


def register(survey: typer.Typer) -> None:
    """Add the command."""
    survey.command(
        epilog="Examples: causeway survey estimate --responses answers.csv --frame frame.csv --question trained · "
        "causeway survey estimate --responses answers.csv --frame frame.csv --question trained --by force --json"
    )(estimate)


def estimate(
    responses: Annotated[Path, typer.Option(help="CSV, one row an answer: force, rank, the question's column.")],
    frame: Annotated[Path, typer.Option(help="CSV, one row a stratum: force, rank, population.")],
    question: Annotated[str, typer.Option(help="The column of answers to estimate.")],
    by: Annotated[str | None, typer.Option(help="A column to group by: force, rank, or any other.")] = None,
    kind: Annotated[
        Kind,
        typer.Option(
            help="Whether answers are categories (shares) or numbers (their mean); auto takes more than "
            f"{_NUMBERS_FROM - 1} different numbers as numbers."
        ),
    ] = Kind.AUTO,
    interval: Annotated[
        Interval,
        typer.Option(
            help="A share's interval: wilson, which holds the truth where rates are small and strata thin, or logit, "
            "to compare with samplics and R's survey package."
        ),
    ] = Interval.WILSON,
    hide_answers: Annotated[
        bool, typer.Option("--hide-answers", help="Hide answers that fewer than 10 people of a group gave, too.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Estimate one question for everybody in the frame, weighted by force and rank, with 95% intervals.

    Groups of fewer than 10 answers are hidden, and others with them where they could be worked out. `group` is null
    without --by; `category` is null for a number; `n` counts the group's answers; a hidden row says nothing else.
    """
    rows = read_frame(frame)
    read = read_answers(responses, rows, question=question, by=by)
    from causeway.estimation import DisclosurePolicy, EstimationError, Frame, Sample, publish

    try:
        people = Frame.of([((row.force, row.rank), row.population) for row in rows])
        sample = Sample(frame=people, stratum=_codes(read.strata))
        is_number = kind is Kind.NUMBER or (kind is Kind.AUTO and _are_numbers(read.answers))
        groups = _groups(read, sample, by)
        done = _estimated(sample, read.answers, groups, question=question, is_number=is_number, interval=interval)
    except EstimationError as error:
        raise CommandFailed(error.message, exit_code=2) from error
    if hide_answers and len(done.estimates) > _MOST_CELLS_TO_PROTECT:
        raise CommandFailed(f"--hide-answers takes up to {_MOST_CELLS_TO_PROTECT} figures at a time", exit_code=2)
    shown = publish(done.estimates, DisclosurePolicy(hides_answers=hide_answers))
    notes = _notes(done, read, without_group=_without_group(groups, read.answers))
    if as_json:
        kind_said = Kind.NUMBER if is_number else Kind.CATEGORY
        print_json(
            {
                "question": question,
                "by": by,
                "kind": kind_said.value,
                "level": 0.95,
                "interval": None if is_number else interval.value,
                "estimates": [asdict(one) for one in shown],
                "notes": notes,
            }
        )
    else:
        _print(question, by, shown, notes, is_number=is_number)


def _codes(places: Sequence[int]) -> Any:
    import numpy as np

    return np.array(places, dtype=np.intp)


def _groups(read: ReadAnswers, sample: "Sample", by: str | None) -> "Coded | None":
    """The groups; those of the frame are all there, also the ones from which nobody answered."""
    if by is None or read.groups is None:
        return None
    if by in sample.frame.dimensions:
        return sample.dimension(by)
    if len(read.groups.places) > _MOST_GROUPS:
        raise CommandFailed(
            f"the column {by!r} holds {len(read.groups.places)} different groups, more than {_MOST_GROUPS}", exit_code=2
        )
    return _coded(read.groups)


def _coded(column: Column) -> "Coded":
    """The column with its categories in order: numbers by size, then words."""
    import numpy as np

    from causeway.estimation import Coded

    labels = sorted((label for label in column.places if label), key=_order)
    place_of = {label: place for place, label in enumerate(labels)}
    moved = np.full(len(column.places) + 1, -1, dtype=np.intp)  # the last one is for blanks, -1
    for label, place in column.places.items():
        moved[place] = place_of[label]
    return Coded(codes=moved[_codes(column.codes)], labels=tuple(labels))


def _order(label: str) -> tuple[int, float, str]:
    number = _number(label)
    return (1, 0.0, label) if number is None else (0, number, label)


def _number(label: str) -> float | None:
    try:
        number = float(label)
    except ValueError:
        return None
    return number if math.isfinite(number) and "_" not in label else None


def _are_numbers(column: Column) -> bool:
    return len(column.places) >= _NUMBERS_FROM and all(_number(label) is not None for label in column.places)


def _estimated(
    sample: "Sample", column: Column, groups: "Coded | None", *, question: str, is_number: bool, interval: Interval
) -> "Answered":
    import numpy as np

    from causeway.estimation import IntervalMethod, estimate_categories, estimate_number

    if is_number:
        values = np.full(len(column.places) + 1, np.nan)
        for label, place in column.places.items():
            number = _number(label)
            if number is None:
                raise CommandFailed(f"the column {question!r} holds answers that are no numbers", exit_code=2)
            values[place] = number
        return estimate_number(sample, values[_codes(column.codes)], groups)
    if len(column.places) > _MOST_CATEGORIES:
        raise CommandFailed(
            f"the column {question!r} holds {len(column.places)} different answers, more than {_MOST_CATEGORIES}; "
            "words in people's own writing cannot be counted",
            exit_code=2,
        )
    return estimate_categories(sample, _coded(column), groups, method=IntervalMethod(interval.value))


def _without_group(groups: "Coded | None", column: Column) -> int:
    """How many answered the question and are in no group."""
    if groups is None:
        return 0
    return int(((groups.codes < 0) & (_codes(column.codes) >= 0)).sum())


def _notes(done: "Answered", read: ReadAnswers, *, without_group: int) -> dict[str, Any]:
    from causeway.estimation import NoteCode

    weighted = done.weighted
    frame = weighted.sample.frame
    return {
        "answers": len(weighted.sample),
        "blank_answers": done.blank,
        "rows_without_force_or_rank": read.without_stratum,
        "answers_without_group": without_group,
        "population": round(float(frame.population.sum()), 1),
        "collapsed": [
            {"force": note.names[0], "rank": note.names[1], "population": round(note.amount, 1)}
            for note in weighted.notes
            if note.code is NoteCode.NOBODY_ANSWERED
        ],
        "joined": [
            {"categories": list(note.names), "population": round(note.amount, 1)}
            for note in weighted.notes
            if note.code is NoteCode.MARGIN_JOINED
        ],
        # Two figures: a whole weight would tell how many answered in its stratum.
        "weights": {"lowest": _two_figures(weighted.lowest), "highest": _two_figures(weighted.highest)},
        "effective_n": round(weighted.effective_n, 1),
        "design_effect": round(weighted.design_effect, 2),
    }


def _two_figures(value: float) -> float:
    return float(f"{value:.2g}")


def _print(
    question: str, by: str | None, shown: Sequence["SafeEstimate"], notes: dict[str, Any], *, is_number: bool
) -> None:
    def figure(value: float) -> str:
        return f"{value:.2f}" if is_number else f"{value:.1%}"

    rows: list[tuple[object, ...]] = []
    for one in shown:
        names = ([one.group] if by else []) + ([] if is_number else [one.category])
        if one.value is None or one.low is None or one.high is None:
            rows.append((*names, "hidden", "", ""))
        else:
            rows.append((*names, figure(one.value), f"{figure(one.low)} to {figure(one.high)}", one.n))
    headings = ([by] if by else []) + ([] if is_number else ["Answer"])
    what = "Mean" if is_number else "Share"
    print_table(question, (*headings, what, "95% interval", "Answers"), rows)
    for line in _said(notes, any(one.suppressed for one in shown)):
        typer.echo(line)


def _said(notes: dict[str, Any], is_hidden: bool) -> list[str]:
    """The notes in words."""
    weights = notes["weights"]
    said = [
        f"Weighted to {notes['population']:,.0f} people by force and rank.",
        f"Weights go from {weights['lowest']:g} to {weights['highest']:g}.",
        f"{notes['answers']:,} answers tell as much as {notes['effective_n']:,.0f} of equal weight.",
    ]
    if notes["blank_answers"]:
        said.append(f"{notes['blank_answers']:,} rows left this question blank and are not counted.")
    if notes["rows_without_force_or_rank"]:
        said.append(f"{notes['rows_without_force_or_rank']:,} rows name no force or no rank and are not counted.")
    if notes["answers_without_group"]:
        said.append(f"{notes['answers_without_group']:,} answers name no group and count in no row of this table.")
    if notes["collapsed"]:
        people = sum(one["population"] for one in notes["collapsed"])
        said.append(
            f"Nobody answered from {len(notes['collapsed'])} strata with {people:,.0f} people; others of their force "
            "and rank stand for them."
        )
    said += [f"Too few answered to weight these apart: {', '.join(one['categories'])}." for one in notes["joined"]]
    if is_hidden:
        said.append("Hidden: fewer than 10 answers, or needed so that such a group cannot be worked out.")
    return said
