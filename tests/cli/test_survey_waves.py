"""`causeway survey report` and `survey export`, on the hub's own machine."""

from pathlib import Path
from zipfile import ZipFile

from typer.testing import CliRunner

from causeway.cli.app import app
from causeway.cli.output import CommandFailed
from causeway.hub.knowledge.surveys.commands.keep_opened import keep_opened_wave
from causeway.vocabulary.organisations import Role
from hub.conftest import SmallWorld, committed_world  # noqa: F401 fixtures
from small_survey import wave


def called(*words: str) -> tuple[int, str]:
    done = CliRunner().invoke(app, ["survey", *words], catch_exceptions=True)
    if isinstance(done.exception, CommandFailed):
        return done.exception.exit_code, str(done.exception)
    return done.exit_code, done.stdout


def test_a_wave_gives_its_report_and_its_public_use_file(committed_world: SmallWorld, tmp_path: Path) -> None:  # noqa: F811
    lead = committed_world.member(committed_world.desk, Role.SURVEY_LEAD)
    keep_opened_wave(lead, wave({("Avon", "Constable"): 14}, is_synthetic=True))
    code, said = called("report", "Doors 2026", "--out", str(tmp_path / "report.pdf"))
    assert code == 0, said
    assert (tmp_path / "report.pdf").read_bytes().startswith(b"%PDF-")
    code, said = called("export", "Doors 2026", "--out", str(tmp_path / "answers.zip"))
    assert code == 0, said
    assert any(name.endswith("-public.csv") for name in ZipFile(tmp_path / "answers.zip").namelist())
    code, said = called("report", "Windows 2026", "--out", str(tmp_path / "none.pdf"))
    assert (code, said) == (2, "no opened wave is 'Windows 2026'")
