"""What `causeway staffing what-if` asks of the engine, and how it tells the answer."""

from dataclasses import asdict, replace
from math import isfinite
from pathlib import Path
from typing import Any

import typer

from causeway.cli.output import CommandFailed, print_json, print_table, read_text
from causeway.staffing import (
    QUANTILES,
    Answer,
    Difference,
    Figures,
    Interval,
    Lever,
    Question,
    Run,
    Scenario,
    ScenarioError,
    compare_each,
    document_of,
    officers_needed,
    pulled,
    read_toml,
    usual_scenario,
    what_if,
)
from causeway.vocabulary.findings import BAND_ORDER, Band

_LEVER_TEXTS = {
    Lever.BUNDLE: "merge duplicates on arrival",
    Lever.TRIAGE: "misjudge half as many",
    Lever.TRAIN: "train everybody",
    Lever.INTERRUPT: "let urgent referrals interrupt",
}


def answer_what_if(
    scenario: Path | None,
    arrivals: str,
    officers: int | None,
    untrained: int | None,
    *,
    need: float | None,
    within: float | None,
    levers: bool,
    given: dict[str, int | None],
    as_json: bool,
) -> None:
    """Simulate a desk and tell what came of it; `given` are weeks, replications and seed where somebody said them.

    Raises:
        CommandFailed: what was said is no desk.
    """
    try:
        desk, run = _read(scenario, arrivals, officers, untrained)
        run = replace(run, **{name: value for name, value in given.items() if value is not None})
        answer = officers_needed(desk, _question(desk, need, within), run) if need is not None else None
        figures = what_if(desk, run)
        others = _pulled(desk, run) if levers else {}
    except ScenarioError as fault:
        raise CommandFailed(str(fault), exit_code=2) from fault
    if as_json:
        print_json(_finite(_document(figures, answer, others)))
    else:
        _print(figures, answer, others)


def _read(path: Path | None, arrivals: str, officers: int | None, untrained: int | None) -> tuple[Scenario, Run]:
    if path is None:
        if not arrivals:
            raise CommandFailed("say what arrives, with --arrivals or --scenario", exit_code=2)
        per_week = _arrivals(arrivals)
        return usual_scenario(per_week, trained=1 if officers is None else officers, untrained=untrained or 0), Run()
    desk, run = read_toml(read_text(path))
    if arrivals:
        per_week = _arrivals(arrivals)
        bands = {band: replace(one, per_week=per_week.get(band, one.per_week)) for band, one in desk.bands.items()}
        desk = replace(desk, bands=bands)
    team = desk.teams[0]
    team = replace(
        team,
        trained=team.trained if officers is None else officers,
        untrained=team.untrained if untrained is None else untrained,
    )
    return replace(desk, teams=(team, *desk.teams[1:])), run


def _arrivals(text: str) -> dict[Band, float]:
    found = {}
    for part in text.split(","):
        name, _, number = part.partition("=")
        try:
            found[Band(name.strip().replace("-", "_"))] = float(number)
        except ValueError:
            raise CommandFailed(f"{part!r} is no band and number, such as high=20", exit_code=2) from None
    return found


def _question(desk: Scenario, share: float, within_days: float | None) -> Question:
    upper = frozenset({Band.VERY_HIGH, Band.HIGH} & set(desk.order)) or frozenset(desk.order[:1])
    return Question(bands=upper, share=share, within_days=within_days)


def _pulled(desk: Scenario, run: Run) -> dict[Lever, tuple[Difference, ...]]:
    others = {lever: other for lever in Lever if (other := pulled(desk, lever)) is not None}
    found = compare_each(desk, list(others.values()), run)
    return {lever: one.differences for lever, one in zip(others, found, strict=True)}


def _document(figures: Figures, answer: Answer | None, others: dict[Lever, tuple[Difference, ...]]) -> dict[str, Any]:
    document: dict[str, Any] = {
        "scenario": document_of(figures.scenario),
        "run": asdict(figures.run),
        "load": figures.load,
        "utilisation": asdict(figures.utilisation),
        "all_in_time": asdict(figures.all_in_time),
        "quantiles": list(QUANTILES),
        "bands": [asdict(one) for one in figures.bands],
        "waiting_by_week": [asdict(week) for week in figures.waiting],
    }
    if answer is not None:
        named = asdict(answer)
        named["question"]["bands"] = [band.value for band in BAND_ORDER if band in answer.question.bands]
        document["answer"] = named
    if others:
        document["levers"] = {lever.value: [asdict(one) for one in found] for lever, found in others.items()}
    return document


def _finite(value: Any) -> Any:
    """What JSON can hold: null where a band had no referral to measure."""
    if isinstance(value, dict):
        return {name: _finite(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_finite(one) for one in value]
    return None if isinstance(value, float) and not isfinite(value) else value


def _print(figures: Figures, answer: Answer | None, others: dict[Lever, tuple[Difference, ...]]) -> None:
    headings = ("Band", "A week", "Target, days", "Mean, days", "Half within", "95% within", "Seen in time")
    rows = [
        (
            one.band.value,
            f"{one.per_week.estimate:.1f}",
            f"{one.target_days:g}",
            _days(one.mean),
            f"{one.quantiles[0].estimate:.1f}",
            f"{one.quantiles[QUANTILES.index(0.95)].estimate:.1f}",
            _share(one.in_time),
        )
        for one in figures.bands
    ]
    run = figures.run
    print_table(f"{run.replications} times {run.weeks} weeks; 95% intervals in brackets", headings, rows)
    typer.echo(f"Work over officers' hours: {figures.load:.0%}. Busy: {_share(figures.utilisation)}.")
    if figures.load >= 1:
        typer.echo("There is more work than officers have hours: the queue grows without end.")
    if answer is not None:
        typer.echo(_answer(answer))
    for lever, found in others.items():
        changes = [(one.band.value, _days(one.mean_days, "+"), _share(one.in_time, "+")) for one in found]
        title = f"If you {_LEVER_TEXTS[lever]}"
        print_table(title, ("Band", "Mean, days more", "Seen in time, more"), changes)


def _answer(answer: Answer) -> str:
    share = f"{answer.question.share:.1%}"
    at = answer.at_answer
    if at is None:
        return f"No number of trained officers sees {share} in time: nobody is on duty when it matters."
    return (
        f"{answer.trained} trained officers (between {answer.low} and {answer.high}) see {share} in time. "
        f"The longest wait of a run is {_days(at.worst_days)} days; in {at.every_one:.0%} of runs every one is in time."
    )


def _days(value: Interval, sign: str = "") -> str:
    return f"{value.estimate:{sign}.2f} ({value.low:{sign}.2f} to {value.high:{sign}.2f})"


def _share(value: Interval, sign: str = "") -> str:
    return f"{value.estimate:{sign}.1%} ({value.low:{sign}.1%} to {value.high:{sign}.1%})"
