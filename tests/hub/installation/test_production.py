"""A production start refuses what is only safe in a demonstration."""

from pathlib import Path
from typing import Any

import pytest

from causeway.hub.production import UnsafeProduction, faults, refuse_unsafe_production


@pytest.fixture
def production(settings: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.setenv("CAUSEWAY_HOME", str(tmp_path))
    settings.PRODUCTION = True
    settings.BASE_URL = "https://desk.example.org"
    settings.ALLOWED_HOSTS = ["desk.example.org"]
    settings.CAUSEWAY_LEDGER_ORIGIN = "desk.example.org/ledger"
    settings.CAUSEWAY_TRUSTED_PROXIES = 1
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
