"""`causeway clearing`: a world is written, read again and measured, and a bad one is one line."""

import json
from pathlib import Path

from typer.testing import CliRunner

from causeway.cli.app import app
from causeway.cli.output import CommandFailed


def called(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["clearing", *words], catch_exceptions=True)
    if isinstance(done.exception, CommandFailed):
        return done.exception.exit_code, str(done.exception)
    return done.exit_code, done.stdout


def test_a_world_that_is_made_and_one_that_is_brought_give_the_same_figures(tmp_path: Path) -> None:
    folder = str(tmp_path / "world")
    assert called("world", folder, "--referrals", "120", "--seed", "3") == (0, f"120 referrals written to {folder}.\n")
    code, said = called("evaluate", "--referrals", "120", "--seed", "3", "--json")
    assert code == 0, said
    made = json.loads(said)
    brought = json.loads(called("evaluate", "--world", folder, "--json")[1])
    for name in ("bundle_f1", "cluster_bcubed_f1", "route_accuracy", "priority_ndcg"):
        assert made[name] == brought[name] > 0.8
        assert 0 < made["errors_doubled"][name] <= 1
    for name, beside in (("bundles", "exact_join"), ("clusters", "exact_join"), ("routes", "country_only")):
        measure = "accuracy" if name == "routes" else "bcubed_f1"
        assert made[name]["ours"][measure] > made[name][beside][measure]
    assert made["priority"]["ours"]["ndcg"] > made["priority"]["first_come"]["ndcg"]


def test_figures_for_people_name_the_goal_and_the_baselines(tmp_path: Path) -> None:
    folder = str(tmp_path / "world")
    called("world", folder, "--referrals", "60")
    code, said = called("evaluate", "--world", folder)
    assert code == 0, said
    assert all(words in said for words in ("Goal", "exact", "country only", "first come", "Left unknown"))


def test_a_folder_that_is_no_world_is_refused_in_one_line(tmp_path: Path) -> None:
    code, said = called("evaluate", "--world", str(tmp_path))
    assert code == 1
    assert "world.json cannot be read" in said
    (tmp_path / "world.json").write_text('{"format": "another", "version": 1}')
    assert "is not of format" in called("evaluate", "--world", str(tmp_path))[1]
    assert "is not empty" in called("world", str(tmp_path))[1]


def test_of_an_empty_world_no_figure_is_given(tmp_path: Path) -> None:
    (tmp_path / "world.json").write_text('{"format": "causeway-world", "version": 1}')
    for name in ("referrals.jsonl", "truth.jsonl"):
        (tmp_path / name).write_text("")
    code, said = called("evaluate", "--world", str(tmp_path))
    assert code == 2
    assert "nothing to measure" in said
