"""`causeway warning evaluate`: figures as JSON or tables, and faults in one line that names them."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from causeway.cli.app import app
from causeway.cli.output import CommandFailed
from harmless_chats import written
from shared_data import shared_data

QUICK = ("--accounts", "1000", "--replicates", "100")


def called(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["warning", "evaluate", *words], catch_exceptions=True)
    if isinstance(done.exception, CommandFailed):
        return done.exception.exit_code, str(done.exception)
    return done.exit_code, done.stdout


def test_a_domain_of_the_real_corpus_comes_as_json() -> None:
    """Ours is better on heavy and saturated accounts and no worse on light ones; every figure is there to be read."""
    code, said = called(
        "--corpus", "clinc150", "--path", str(shared_data("clinc150")), "--rare", "travel", *QUICK, "--json",
        "--alerts-a-day", "3", "--alerts-a-day", "1",
    )  # fmt: skip
    assert code == 0, said
    told = json.loads(said)
    for scorer in ("ours", "sentinel_rule"):
        figures = {"light_ap", "heavy_ap", "saturated_ap", "light_p_at_50", "f_latency", "intervals"}
        assert figures <= told[scorer].keys()
    assert told["ours"]["saturated_ap"] > told["sentinel_rule"]["saturated_ap"]
    assert told["gain"]["saturated_ap"]["excludes_zero"]
    assert told["gain"]["heavy_ap"]["estimate"] > 0
    assert told["gain"]["light_ap"]["high"] >= 0
    assert told["two_party_only"] is None
    assert told["length_only"]["light_ap"] < told["ours"]["light_ap"]
    assert list(told["alerts_a_day"]) == ["messages_in_a_pseudo_day", "1", "3"]
    one = told["alerts_a_day"]["1"]
    assert one["ours"]["recall"] > one["length_only"]["recall"]
    assert one["ours"]["alerts_spent"] == 10
    assert one["sentinel_rule"]["alerts_spent"] == 8  # it says nothing before the tenth message, on the third day


def test_chats_that_a_user_brings_come_as_tables_and_as_json(tmp_path: Path) -> None:
    corpus, truth = written(tmp_path)
    words = ("--corpus", "pan2012", "--path", str(corpus), "--truth", str(truth), "--replicates", "100")
    code, said = called(*words)
    assert code == 0, said
    assert "two_party_only" in said
    assert "pseudo-days of 4 messages" in said
    done = CliRunner().invoke(app, ["warning", "evaluate", *words, "--json"])
    assert "corpus read" in done.stderr
    told = json.loads(done.stdout)
    assert told["ours"]["ap"] > told["length_only"]["ap"]
    assert 0 <= told["ours"]["f_latency"] <= 1
    assert told["alerts_a_day"]["5"].keys() == {"ours", "sentinel_rule", "length_only", "two_party_only", "gain"}


@pytest.mark.parametrize(
    ("words", "fault"),
    [
        (("--corpus", "clinc150", "--path", "nowhere"), "domains.json: cannot be read"),
        (("--corpus", "pan2012", "--path", "nowhere"), "truth: say who is positive"),
        (("--corpus", "world", "--rare", "travel"), "--rare is for --corpus clinc150, not for world"),
        (("--corpus", "world", "--path", "."), "--path is for --corpus clinc150 or pan2012, not for world"),
        (("--corpus", "clinc150", "--path", ".", "--weeks", "4"), "--weeks is for --corpus world, not for clinc150"),
        (("--corpus", "clinc150", "--path", ".", "--accounts", "5"), "accounts: must be a whole number of 1000"),
    ],
)
def test_a_fault_is_one_line_that_names_what_is_wrong(words: tuple[str, ...], fault: str) -> None:
    code, said = called(*words)
    assert code == 2
    assert fault in said


def test_an_unknown_domain_is_refused_with_those_there_are() -> None:
    code, said = called("--corpus", "clinc150", "--path", str(shared_data("clinc150")), "--rare", "castles")
    assert code == 2
    assert "travel" in said


def test_a_corpus_that_is_not_there_is_told(tmp_path: Path) -> None:
    _, truth = written(tmp_path)
    code, said = called("--corpus", "pan2012", "--path", str(tmp_path / "none.xml"), "--truth", str(truth))
    assert (code, "cannot be read" in said) == (2, True)
