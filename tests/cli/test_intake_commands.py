"""`causeway submit`, `import` and `status`: against a hub that is really served, and on the hub's own machine."""

import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from typer.testing import CliRunner

from causeway.cli import main
from causeway.cli.app import app
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.road.referrals.models import Referral as ReferralRow
from causeway.interchange.cybertip import file_details_for, from_referral, write_file_details, write_report
from causeway.vocabulary.organisations import Category, OrganisationKind
from causeway.vocabulary.referral import Attachment, Concern, Contact, Email, Referral
from hub.conftest import SmallWorld, committed_world, world  # noqa: F401 fixtures

Path(settings.STATIC_ROOT).mkdir(exist_ok=True)

PLAIN = {"concern": "grooming", "narrative": "A stranger writes to a member."}
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `causeway` as a person would, and gives exit code, output and errors."""

    def called(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["causeway", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return called


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report with a photo and its description."""
    from datetime import UTC, datetime

    told = Referral(
        concern=Concern.GROOMING,
        occurred_at=datetime(2026, 3, 1, 14, 5, 9, tzinfo=UTC),
        contact=Contact(emails=(Email(address="safety@example.org"),)),
    )
    path = tmp_path / "report.xml"
    path.write_bytes(write_report(from_referral(told)))
    (tmp_path / "boat.jpg").write_bytes(b"one boat")
    described = file_details_for(Attachment(viewed_by_sender=True), report_id=1, file_id="elsewhere")
    (tmp_path / "boat.jpg.details.xml").write_bytes(write_file_details(described))
    return path


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two items that are right and one that is not."""
    for key, document in (("a", PLAIN), ("b", PLAIN), ("=c", {})):
        (tmp_path / "in" / key).mkdir(parents=True)
        (tmp_path / "in" / key / "referral.json").write_text(json.dumps(document))
    (tmp_path / "in" / "a" / "boat.png").write_bytes(b"one boat")
    return tmp_path / "in"


def served(small: SmallWorld, monkeypatch: pytest.MonkeyPatch) -> tuple[Any, str]:
    """A service with a credential, whose password the environment holds."""
    service = small.organisation(OrganisationKind.SERVICE, "Lantern Forum")
    small.agree(service, small.desk, Category.REFERRAL)
    issued, _ = small.credential(service)
    monkeypatch.setenv("CAUSEWAY_SECRET", issued.secret)
    return service, issued.username


def test_a_report_is_submitted_with_its_file_and_found_again(
    committed_world: SmallWorld,  # noqa: F811
    live_server: Any,
    run: Run,
    report: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    service, username = served(committed_world, monkeypatch)
    server = ("--server", live_server.url, "--as", username)
    code, out, err = run("submit", str(report), "--file", str(report.with_name("boat.jpg")), *server, "--json")
    assert (code, err) == (0, "")
    sent = json.loads(out)
    assert len(sent["files"]) == 1
    with acting_as(committed_world.program(service)):
        row = ReferralRow.objects.get()
    assert row.reference == sent["reference"]
    assert row.document["attachments"][0]["viewed_by_sender"] is True
    code, out, _ = run("status", sent["reference"], *server)
    assert code == 0
    assert row.reference in out
    code, out, _ = run("status", str(sent["report_id"]), *server, "--json")
    (told,) = json.loads(out)
    assert (told["reference"], told["stage"], told["is_useful"]) == (row.reference, "received", None)


def test_a_folder_goes_to_another_hub_once(
    committed_world: SmallWorld,  # noqa: F811
    live_server: Any,
    run: Run,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    service, username = served(committed_world, monkeypatch)
    words = ("import", str(folder), "--server", live_server.url, "--as", username, "--json")
    first, second = (json.loads(run(*words)[1]) for _ in range(2))
    assert first["counts"] == {"imported": 2, "refused": 1}
    assert second["counts"] == {"in already": 2, "refused": 1}
    (folder / "b" / "boat.png").write_bytes(b"another boat")
    assert json.loads(run(*words)[1])["counts"] == {"in already": 1, "changed since": 1, "refused": 1}
    with acting_as(committed_world.program(service)):
        assert ReferralRow.objects.count() == 2


def test_refusals_of_the_server_are_one_line(
    committed_world: SmallWorld,  # noqa: F811
    live_server: Any,
    run: Run,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    _, username = served(committed_world, monkeypatch)
    server = ("--server", live_server.url, "--as", username)
    broken = tmp_path / "broken.xml"
    broken.write_text("<report>")
    code, _, err = run("submit", str(broken), *server)
    assert (code, err.count("\n")) == (1, 1)
    assert "4110" in err
    code, _, err = run("status", "NOTHING-AT-ALL", *server)
    assert code == 3
    monkeypatch.setenv("CAUSEWAY_SECRET", "wrong")
    code, _, err = run("status", "X", *server)
    assert (code, err.strip()) == (4, "causeway: the server does not know this name and password")


def test_a_server_that_is_not_there_is_one_line(run: Run, report: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAUSEWAY_SECRET", "x")
    code, _, err = run("submit", str(report), "--server", "http://127.0.0.1:1", "--as", "x")
    assert code == 5
    assert "cannot be reached" in err
    assert err.count("\n") == 1


def test_a_report_that_is_not_there_is_said(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAUSEWAY_SECRET", "x")
    code, _, err = run("submit", "absent.xml", "--as", "x")
    assert (code, err.strip()) == (2, "causeway: absent.xml cannot be read")


def test_on_the_hub_s_own_machine_a_folder_is_imported_for_an_organisation(
    committed_world: SmallWorld,  # noqa: F811
    run: Run,
    folder: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("causeway.cli.intake.load_hub", lambda **_given: None)  # the test's own database is ready
    service, _ = served(committed_world, monkeypatch)
    words = ("import", str(folder), "--organisation", "lantern forum")
    code, out, _ = run(*words, "--dry-run", "--json")
    assert json.loads(out)["counts"] == {"would be imported": 2, "refused": 1}
    code, out, _ = run(*words, "--report", str(tmp_path / "refused.csv"))
    assert code == 1
    assert "imported" in out
    with (tmp_path / "refused.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert rows[0] == ["sub_folder", "what", "why"]
    assert rows[1][:2] == ["'=c", "refused"]
    with acting_as(committed_world.program(service)):
        assert ReferralRow.objects.count() == 2


def test_for_whom_must_be_said(run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("causeway.cli.intake.load_hub", lambda **_given: None)
    code, _, err = run("import", str(folder))
    assert (code, err.strip()) == (2, "causeway: say for whom: --organisation NAME, or --as NAME")


@pytest.mark.parametrize("command", ["submit", "import", "status"])
def test_the_help_shows_an_example(command: str) -> None:
    said = CliRunner().invoke(app, [command, "--help"])
    assert said.exit_code == 0
    assert f"causeway {command}" in " ".join(said.output.split()).replace("causeway │", "causeway")
