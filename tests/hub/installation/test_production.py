"""A production start refuses what is only safe in a demonstration."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from causeway.hub.base.organisations.commands.add_organisation import NewOrganisation, found_first_organisation
from causeway.hub.base.walls.database import bypasses_walls
from causeway.hub.base.walls.migrating import as_owner
from causeway.hub.production import UnsafeProduction, faults, refuse_unsafe_production
from causeway.hub.state import public_country, public_keys
from causeway.vocabulary.organisations import OrganisationKind

pytestmark = pytest.mark.django_db


@pytest.fixture
def production(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.setenv("CAUSEWAY_HOME", str(tmp_path))
    settings.PRODUCTION = True
    settings.BASE_URL = "https://desk.example.org"
    settings.ALLOWED_HOSTS = ["desk.example.org"]
    settings.CAUSEWAY_LEDGER_ORIGIN = "desk.example.org/ledger"
    settings.CAUSEWAY_TRUSTED_PROXIES = 1
    settings.CAUSEWAY_EVALUATOR_URL = "https://evaluator.example.org"
    settings.CAUSEWAY_EVALUATOR_KEYS = {1: b"\x01" * 32}
    return settings


def test_a_demonstration_is_never_refused(settings: Any) -> None:
    settings.PRODUCTION = False
    settings.DEBUG = True
    assert faults() == []


def test_a_production_start_with_everything_set_is_let_through(production: Any) -> None:
    refuse_unsafe_production()


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("DEBUG", True, "DEBUG"),
        ("BASE_URL", "http://desk.example.org", "https"),
        ("ALLOWED_HOSTS", ["*"], "CAUSEWAY_HOSTS"),
        ("CAUSEWAY_LEDGER_ORIGIN", "causeway.example/ledger", "CAUSEWAY_LEDGER_ORIGIN"),
        ("SECRET_KEY", "short", "secret key"),
        ("CAUSEWAY_TRUSTED_PROXIES", 0, "CAUSEWAY_TRUSTED_PROXIES"),
        ("CAUSEWAY_EVALUATOR_URL", "http://evaluator.example.org", "CAUSEWAY_EVALUATOR_URL"),
        ("CAUSEWAY_EVALUATOR_KEYS", {}, "CAUSEWAY_EVALUATOR_KEYS"),
    ],
)
def test_each_fault_is_refused_by_name(production: Any, name: str, value: object, words: str) -> None:
    setattr(production, name, value)
    with pytest.raises(UnsafeProduction, match=words):
        refuse_unsafe_production()


def test_demonstration_people_are_refused(production: Any, tmp_path: Path) -> None:
    (tmp_path / "demo.json").write_text("{}", encoding="utf-8")
    with pytest.raises(UnsafeProduction, match="demonstration people"):
        refuse_unsafe_production()


def test_a_database_with_a_demonstration_in_it_is_refused_from_any_folder(production: Any) -> None:
    new = NewOrganisation(
        name="Example Desk",
        kind=OrganisationKind.CLEARING_HOUSE,
        country="GB",
        mailbox="desk@example.org",
        zone="Europe/London",
    )
    found_first_organisation(new, is_demonstration=True)
    with pytest.raises(UnsafeProduction, match="database holds a demonstration"):
        refuse_unsafe_production()


@pytest.mark.django_db(transaction=True)
def test_a_role_that_owns_the_tables_is_refused(production: Any) -> None:
    assert not bypasses_walls()
    with as_owner():
        assert bypasses_walls()
        with pytest.raises(UnsafeProduction, match="DATABASE_OWNER_URL"):
            refuse_unsafe_production()


def _causeway(home: Path, *arguments: str) -> "subprocess.CompletedProcess[str]":
    environment = os.environ | {"CAUSEWAY_HOME": str(home), "CAUSEWAY_PRODUCTION": "yes"}
    command = [sys.executable, "-m", "causeway", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False, timeout=120)


def test_in_production_no_demonstration_is_set_up_and_nothing_is_written(tmp_path: Path) -> None:
    done = _causeway(tmp_path / "home", "demo", "--no-serve")
    assert done.returncode == 1
    assert "CAUSEWAY_PRODUCTION" in done.stderr
    assert not (tmp_path / "home").exists()


def test_the_worker_is_refused_as_the_web_is() -> None:
    done = _causeway(Path(os.environ["CAUSEWAY_HOME"]), "worker")
    assert done.returncode == 1
    assert "CAUSEWAY_BASE_URL must be" in done.stderr


def test_public_keys_are_read_as_they_are_stated_or_refused() -> None:
    one, two = "01" * 32, "02" * 32
    assert public_keys(f" 1={one}, 2={two},") == {1: bytes.fromhex(one), 2: bytes.fromhex(two)}
    assert public_keys("") == {}
    for wrong in (one, f"x={one}", "1=01", f"1={one[:-2]}zz"):
        with pytest.raises(ValueError, match=r"CAUSEWAY_EVALUATOR_KEYS|hex"):
            public_keys(wrong)


def test_the_country_of_the_public_door_is_a_country_or_refused() -> None:
    assert [public_country(text) for text in ("", "NL", " it ")] == ["", "NL", "IT"]
    for wrong in ("Netherlands", "XX", "NLD"):
        with pytest.raises(ValueError, match="CAUSEWAY_PUBLIC_COUNTRY"):
            public_country(wrong)
