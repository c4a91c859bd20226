"""`causeway staffing what-if`: figures from options or a file, and faults in one line."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from causeway.cli.app import app
from causeway.cli.output import CommandFailed

ARRIVALS = "very_high=4,high=12,medium=24,low=40"
QUICK = ("--weeks", "2", "--replications", "4")


def called(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["staffing", "what-if", *words], catch_exceptions=True)
    if isinstance(done.exception, CommandFailed):
        return done.exception.exit_code, str(done.exception)
    return done.exit_code, done.stdout


def test_figures_are_printed_by_band() -> None:
    code, said = called("--arrivals", ARRIVALS, "--officers", "5", *QUICK)
    assert code == 0, said
    assert "very_high" in said
    assert "Work over officers' hours" in said


def test_a_file_an_answer_and_levers_come_as_json(tmp_path: Path) -> None:
    path = tmp_path / "desk.toml"
    path.write_text(
        "duplicate_share = 0.5\nduplicate_effort = 0.5\n"
        "[bands.high]\nper_week = 40\nminutes = 120\n[[teams]]\ntrained = 1\nuntrained = 1\n"
        "[run]\nweeks = 3\nreplications = 5\nwarm_up_weeks = 1\n"
    )
    code, said = called("--scenario", str(path), "--officers", "3", "--need", "0.9", "--levers", "--json")
    assert code == 0, said
    told = json.loads(said)
    assert told["run"]["replications"] == 5
    assert told["scenario"]["teams"][0]["trained"] == 3
    assert told["answer"]["trained"] >= 1
    assert set(told["levers"]) == {"bundle", "train", "interrupt"}


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        ((), "--arrivals or --scenario"),
        (("--arrivals", "urgent=3"), "is no band and number"),
        (("--arrivals", "high=-3"), "per_week: must be"),
        (("--arrivals", "high=3", "--weeks", "0"), "weeks: must be"),
        (("--arrivals", "high=3", "--officers", "0"), "at least one trained officer"),
        (("--scenario", "absent.toml"), "cannot be read"),
    ],
)
def test_a_fault_is_one_line_and_ends_with_2(words: tuple[str, ...], fault: str) -> None:
    code, said = called(*words)
    assert code == 2
    assert fault in said
