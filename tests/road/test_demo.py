"""The demonstration as a newcomer runs it: `causeway demo`, in a folder of its own, through the real doors."""

import json
import os
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from causeway.hub.base.walls.embedded import EmbeddedPostgres
from hub.notices.receiver import receiving

pytestmark = pytest.mark.slow

REFERRALS = 60


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _causeway(home: Path, *arguments: str, timeout_seconds: int = 600) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("CAUSEWAY_", "DJANGO_"))}
    environment |= {"CAUSEWAY_HOME": str(home), "CAUSEWAY_DATABASE_DURABLE": "no"}  # no machine fails in between
    return subprocess.run(
        [sys.executable, "-m", "causeway", *arguments],
        env=environment,
        capture_output=True,
        text=True,
        timeout=timeout_seconds,
        check=False,
    )


@contextmanager
def _state_folder() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="causeway-demo-test-") as folder:
        home = Path(folder)
        home.chmod(0o755)  # root's database runs as another user
        try:
            yield home
        finally:
            EmbeddedPostgres(home / "postgres").stop()


@pytest.fixture(scope="module")
def demo() -> Iterator[tuple[Path, dict[str, Any]]]:
    """A demonstration that has run to its end, and what it printed."""
    with _state_folder() as home:
        done = _causeway(
            home,
            "demo",
            "--no-serve",
            "--json",
            "--seed",
            "5",
            "--referrals",
            str(REFERRALS),
            "--port",
            str(_free_port()),
        )
        assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-4000:]
        yield home, json.loads(done.stdout)


@pytest.fixture(scope="module")
def exported(demo: tuple[Path, dict[str, Any]], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The ledger that the demonstration leaves, as its operator exports it."""
    home, _ = demo
    export = tmp_path_factory.mktemp("export") / "ledger.jsonl"
    done = _causeway(home, "ledger", "export", "--output", str(export))
    assert done.returncode == 0, done.stderr[-2000:]
    return export


def test_every_referral_came_through_a_door_and_was_measured(demo: tuple[Path, dict[str, Any]]) -> None:
    _, printed = demo
    by_step: dict[str, int] = {}
    for step in printed["steps"]:
        by_step[step["step"]] = by_step.get(step["step"], 0) + step["count"]
    assert by_step["intake"] == REFERRALS
    assert by_step["completeness"] == by_step["triage"] == by_step["route"] == REFERRALS
    for step in ("match", "link", "bundle", "case", "feedback", "exchange"):
        assert by_step[step] > 0, step
    assert by_step["ledger"] > REFERRALS
    assert {score["what"] for score in printed["scores"]} >= {"duplicates", "links by selector", "routes right"}


def test_demo_json_holds_who_can_sign_in_and_which_credentials_serve(demo: tuple[Path, dict[str, Any]]) -> None:
    home, printed = demo
    written = json.loads((home / "demo.json").read_text("utf-8"))
    assert {**written, "base_url": printed["base_url"]} == printed  # another run may have served it elsewhere
    assert {"role", "organisation", "email", "password"} <= set(written["people"][0])
    assert {"name", "username", "password"} <= set(written["services"][0])
    assert written["base_url"].startswith("http://127.0.0.1:")
    assert (home / "demo.json").stat().st_mode & 0o077 == 0


def test_a_second_run_keeps_its_data_and_begins_another_world_only_anew(demo: tuple[Path, dict[str, Any]]) -> None:
    home, printed = demo
    again = _causeway(home, "demo", "--no-serve", "--json", "--seed", "6", "--port", str(_free_port()))
    assert again.returncode == 0, again.stderr[-2000:]
    assert "--fresh" in again.stderr
    served = json.loads(again.stdout)
    assert served["base_url"] == json.loads((home / "demo.json").read_text("utf-8"))["base_url"] != printed["base_url"]
    assert {**served, "base_url": printed["base_url"]} == printed


def test_a_taken_port_is_told_before_anything_is_set_up() -> None:
    with _state_folder() as home, receiving() as stranger:
        done = _causeway(home, "demo", "--no-serve", "--port", stranger.url.rstrip("/").rpartition(":")[2])
        assert done.returncode == 1
        assert "--port" in done.stderr
        assert not (home / "demo.json").exists()


def test_the_ledger_it_leaves_is_sound(exported: Path) -> None:
    verdict = _causeway(exported.parent, "verify", str(exported), "--json")
    assert verdict.returncode == 0, verdict.stdout[-2000:]
    assert json.loads(verdict.stdout)["withheld"] == 0


def test_half_a_year_stands_in_it_in_the_order_in_which_it_happened(exported: Path) -> None:
    lines = map(json.loads, exported.read_text("utf-8").splitlines())
    entries = [line["leaf"] for line in lines if "leaf" in line]
    accepted = [datetime.fromisoformat(one["at"]) for one in entries if one["act"] == "referral.accepted"]
    assert accepted == sorted(accepted)
    assert timedelta(weeks=20) < accepted[-1] - accepted[0] < timedelta(weeks=27)
    assert accepted[-1] <= datetime.now(UTC)


def test_the_doctor_finds_only_that_no_worker_runs(demo: tuple[Path, dict[str, Any]]) -> None:
    home, _ = demo
    done = _causeway(home, "doctor", "--json")
    sick = {finding["part"] for finding in json.loads(done.stdout) if not finding["is_well"]}
    assert sick <= {"worker", "static files", "country database"}


def test_a_demonstration_is_never_served_as_production(demo: tuple[Path, dict[str, Any]]) -> None:
    home, _ = demo
    environment = {**os.environ, "CAUSEWAY_HOME": str(home), "CAUSEWAY_PRODUCTION": "yes"}
    done = subprocess.run(
        [sys.executable, "-m", "causeway", "serve", "--port", str(_free_port())],
        env=environment,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1
    assert "demonstration people" in done.stderr
