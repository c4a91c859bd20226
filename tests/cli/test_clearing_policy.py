"""`causeway clearing policy`: a policy is checked row by row, and compared with another on referrals of the past."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from causeway.cli.app import app
from causeway.cli.output import CommandFailed
from causeway.triage import shipped_priority_policy

START = datetime(2026, 10, 1, 8, tzinfo=UTC)
SHIPPED = shipped_priority_policy()


def called(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["clearing", "policy", *words])
    if isinstance(done.exception, CommandFailed):
        return done.exception.exit_code, str(done.exception)
    return done.exit_code, done.stdout


def line(number: int, sender: str, **referral: Any) -> dict[str, Any]:
    return {
        "id": f"r{number:03}",
        "sender": sender,
        "arrives_at": (START + timedelta(hours=number)).isoformat(),
        "referral": {"occurred_at": START.isoformat(), **referral},
    }


def world(folder: Path) -> Path:
    """Forty referrals: thirty by one sender, of which every third is an approach to a child, ten by another."""
    lines = [
        line(number, "Loud", concern="grooming" if number % 3 == 0 else "sexual_abuse_material") for number in range(30)
    ]
    lines += [line(30 + number, "Quiet", concern="other", emergency="Now.") for number in range(10)]
    (folder / "referrals.jsonl").write_text("\n".join(json.dumps(one) for one in lines), "utf-8")
    return folder


def own_policy(folder: Path, *changes: tuple[str, str]) -> str:
    text = SHIPPED.partition("[[examples]]")[0]
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path = folder / "ours.toml"
    path.write_text(text.replace('version = "2026.15"', 'version = "ours"'), "utf-8")
    return str(path)


def test_the_policy_that_ships_is_whole_and_its_examples_hold() -> None:
    assert called("check", "shipped") == (0, "Version 2026.15 can be used; 6 examples hold.\n")


def test_every_fault_is_said_with_its_row(tmp_path: Path) -> None:
    path = own_policy(tmp_path, ("points = 20\n", "points = -20\n"), ("medium = 15", "medium = 150"))
    code, said = called("check", path)
    assert code == 1
    assert [one.partition(":")[0] for one in said.splitlines()] == ["bands", "features.grooming.points"]
    assert json.loads(called("check", path, "--json")[1])["is_valid"] is False


def test_who_would_fall_and_why_is_named(tmp_path: Path) -> None:
    contact = 'points = 25\nfound = "The contact'
    ours = own_policy(tmp_path, ("points = 20\n", "points = 2\n"), (contact, contact.replace("25", "2")))
    code, said = called("compare", "shipped", ours, "--world", str(world(tmp_path)), "--json")
    assert code == 0, said
    found = json.loads(said)
    assert (found["referrals"], found["changed"], found["fallen"], found["risen"]) == (40, 10, 10, 0)
    assert {(move["old"], move["new"]): move["referrals"] for move in found["moves"]} == {
        ("very_high", "very_high"): 10,
        ("medium", "low"): 10,
        ("low", "low"): 20,
    }
    assert {fall["referral_id"] for fall in found["falls"]} == {f"r{number:03}" for number in range(0, 30, 3)}
    assert [reason["code"] for reason in found["falls"][0]["reasons"]] == ["now.ongoing", "now.grooming"]
    assert (found["first_size"], found["entered"], found["left"]) == (2, [], [])
    assert [(row["name"], row["referrals"]) for row in found["by_sender_size"]] == [("10 to 99", 40)]


def test_the_comparison_is_said_to_people_too(tmp_path: Path) -> None:
    code, said = called("compare", "shipped", own_policy(tmp_path), "--world", str(world(tmp_path)))
    assert code == 0
    assert "Another band: 0. Higher: 0. Lower, or no longer imminent: 0. Imminent: 10 before, 10 after." in said


def test_a_worlds_own_register_says_of_which_country_an_address_is(tmp_path: Path) -> None:
    event = {"address": "192.0.2.7", "at": START.isoformat()}
    lines = [
        line(number, "Quiet", concern="other", parties=[{"role": "subject", "ip_events": [event]}])
        for number in range(10)
    ]
    (tmp_path / "referrals.jsonl").write_text("\n".join(json.dumps(one) for one in lines), "utf-8")
    head = {"format": "causeway-world", "version": 1, "countries": {"192.0.2.0/24": "NL"}}
    (tmp_path / "world.json").write_text(json.dumps(head), "utf-8")
    code, said = called("compare", "shipped", "shipped", "--world", str(tmp_path), "--json")
    assert code == 0, said
    assert [(row["name"], row["referrals"]) for row in json.loads(said)["by_country"]] == [("NL", 10)]


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('{"id": "a"', "line 1 is not valid JSON"),
        ('{"id": "a"}', "line 1: sender is missing"),
        (json.dumps(line(1, "A", concern="bridge")), "line 1: referral.concern must be one of"),
        (
            json.dumps(line(1, "A", concern="other", parties=[{"role": "subject", "x": 1}])),
            "referral.parties[0].x is no",
        ),
        (
            json.dumps(line(2, "A", concern="other")) + "\n" + json.dumps(line(1, "A", concern="other")),
            "line 2: arrives",
        ),
        ("[" * 100_000, "line 1 is not valid JSON"),
        ("x" * ((1 << 20) + 1), "line 1 is longer"),
        ("", "no past referral"),
    ],
)
def test_a_hostile_world_is_refused_by_line_and_field(tmp_path: Path, text: str, fault: str) -> None:
    (tmp_path / "referrals.jsonl").write_text(text, "utf-8")
    code, said = called("compare", "shipped", "shipped", "--world", str(tmp_path))
    assert code in (1, 2)
    assert fault in said


def test_what_came_of_a_worlds_referrals_is_compared_and_unknown_stays_unknown(tmp_path: Path) -> None:
    came = [{"id": f"r{number:03}", "came": "child" if number >= 30 else "nothing"} for number in range(10, 40)]
    path = tmp_path / "came.jsonl"
    path.write_text("\n".join(json.dumps(one) for one in came), "utf-8")
    words = ("compare", "shipped", "shipped", "--world", str(world(tmp_path)), "--outcomes", str(path))
    code, said = called(*words, "--json")
    assert code == 0, said
    outcomes = json.loads(said)["outcomes"]
    assert (outcomes["known"], outcomes["unknown"], outcomes["lowers_recall"]) == (30, 10, False)
    assert outcomes["recall_first"]["old"]["value"] == outcomes["recall_first"]["new"]["value"] == 0.2
    assert "An outcome is known of 30, of 10 it is not" in called(*words)[1]


@pytest.mark.parametrize("text", ['{"id": "a", "came": "bridge"}', '{"came": "child"}', "[1]", "{"])
def test_outcomes_that_cannot_be_read_are_refused_by_line(tmp_path: Path, text: str) -> None:
    path = tmp_path / "came.jsonl"
    path.write_text("\n" + text, "utf-8")
    code, said = called("compare", "shipped", "shipped", "--world", str(world(tmp_path)), "--outcomes", str(path))
    assert (code, "came.jsonl:2: give `id`" in said) == (2, True)


def test_past_referrals_must_be_named_one_way(tmp_path: Path) -> None:
    assert called("compare", "shipped", "shipped")[0] == 2
    assert "cannot be read" in called("compare", "shipped", "shipped", "--world", str(tmp_path / "absent"))[1]
