"""What a command says where its packages are not installed: one sentence, before any work."""

import sys
from pathlib import Path

import pytest

from causeway.cli import main

WHAT_IF = ("staffing", "what-if", "--arrivals", "high=12", "--officers", "5", "--weeks", "2", "--replications", "4")


@pytest.fixture(autouse=True)
def _no_scipy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [each for each in sys.modules if each.partition(".")[0] == "scipy"] or ["scipy"]:
        monkeypatch.setitem(sys.modules, name, None)


def said_by(*words: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> tuple[object, str]:
    monkeypatch.setattr(sys, "argv", ["causeway", *words])
    with pytest.raises(SystemExit) as ended:
        main()
    return ended.value.code, capsys.readouterr().err


def test_the_extra_with_an_engines_packages_is_named(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, said = said_by(*WHAT_IF, monkeypatch=monkeypatch, capsys=capsys)
    expected = "causeway: this command needs scipy, which is not installed here: pip install 'causeway[engines]'\n"
    assert (code, said) == (2, expected)


def test_a_scan_looks_at_nothing_before_it_says_so(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setenv("CAUSEWAY_HOME", str(tmp_path / "home"))
    (tmp_path / "disk").mkdir()
    code, said = said_by("scan", str(tmp_path / "disk"), monkeypatch=monkeypatch, capsys=capsys)
    assert (code, "pip install 'causeway[scan]'" in said, (tmp_path / "home").exists()) == (2, True, False)


def test_a_module_of_our_own_that_is_missing_is_a_fault_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> None:
        raise ModuleNotFoundError("No module named 'causeway.knob'", name="causeway.knob")

    monkeypatch.setattr("causeway.cli.app.app", broken)
    with pytest.raises(ModuleNotFoundError, match="knob"):
        main()
