"""What the CyberTipline-compatible door refuses, with which code, and in which form."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from causeway.hub.base.acting.actors import Scope
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.limits import Limit
from causeway.hub.road.intake.cybertip_door import guarding, views
from causeway.hub.road.intake.rate_limit import PerCredential
from causeway.hub.road.referrals.models import Referral as ReferralRow
from causeway.interchange.cybertip import ReportDoneResponse, ReportResponse, ResponseCode
from hub.conftest import SmallWorld
from hub.intake.cybertip_calls import REPORT, Caller, caller_of, details_of, said


@pytest.fixture(autouse=True)
def vault(tmp_path: Path, settings: Any) -> Path:
    """A vault of this test's own."""
    settings.CAUSEWAY_VAULT = tmp_path / "vault"
    return tmp_path / "vault"


@pytest.fixture
def caller(world: SmallWorld) -> Caller:
    """A service's client."""
    return caller_of(world)


def _sealed_files(vault: Path) -> int:
    return sum(path.is_file() for path in vault.rglob("*"))


@pytest.mark.parametrize("call", ["status", "xsd", "submit", "upload", "fileinfo", "finish", "retract"])
@pytest.mark.parametrize(
    "header", ["", "Basic", "Basic !!!", "Basic bm9ib2R5", "Bearer x", "Basic bm9ib2R5Ondyb25n", "Basic AAA6AAA="]
)
def test_a_wrong_credential_is_401_with_an_empty_body(db: None, call: str, header: str) -> None:
    headers = {"Authorization": header} if header else {}
    method = Client().get if call in {"status", "xsd"} else Client().post
    response = method(f"/ispws/{call}", headers=headers)
    assert response.status_code == 401
    assert response.content == b""
    assert response.headers["Request-ID"]


def test_a_credential_that_may_not_submit_is_told_so(world: SmallWorld) -> None:
    caller = caller_of(world, Scope.READ_FEEDBACK)
    assert said(caller.get("status")).response_code == said(caller.get("xsd")).response_code == 3000
    assert said(caller.post_xml("submit", REPORT)).response_code == 3100
    assert caller.upload(1).response_code == 3300
    assert said(caller.post_xml("fileinfo", details_of(1, "f"))).response_code == 3300
    assert [caller.code(call, 1) for call in ("finish", "retract")] == [3300, 3300]


def test_without_an_agreement_nothing_is_opened(world: SmallWorld, vault: Path) -> None:
    caller = caller_of(world, agreed=False)
    answer = said(caller.post_xml("submit", REPORT))
    assert isinstance(answer, ReportResponse)
    assert answer.response_code == 3100
    assert "agreement" in answer.response_description
    assert _sealed_files(vault) == 0


@pytest.mark.parametrize(
    ("xml", "code", "words"),
    [
        (b"", 4110, "well-formed"),
        (b"<report>", 4110, "line 1"),
        (b"<report/>", 4100, "incidentSummary"),
        (REPORT.replace(b"Online Enticement of Children for Sexual Acts", b"Boat Race"), 4100, "incidentType"),
        (REPORT.replace(b"2026-07-01T12:00:00Z", b"2999-07-01T12:00:00Z"), 4100, "future"),
        (b'<!DOCTYPE r [<!ENTITY a "b">]><report/>', 4110, "document type"),
        (REPORT.replace(b"UTF-8", b"UTF-16"), 4110, "UTF-8"),
        (b"\xff\xfe" + REPORT, 4110, "UTF-8"),
    ],
)
def test_a_refused_document_is_answered_with_the_validators_words(
    caller: Caller, vault: Path, xml: bytes, code: int, words: str
) -> None:
    response = caller.post_xml("submit", xml)
    answer = said(response)
    assert response.status_code == 200
    assert isinstance(answer, ReportResponse)
    assert answer.response_code == code
    assert words in answer.response_description
    assert "Boat Race" not in answer.response_description
    assert _sealed_files(vault) == 0


def test_a_document_longer_than_the_limit_is_refused_unread(caller: Caller) -> None:
    xml = REPORT.replace(b"Harbour Chat", b"x" * 10_000_001)
    assert said(caller.post_xml("submit", xml)).response_code == 4110


@pytest.mark.parametrize("content_type", ["multipart/form-data; boundary=b", "application/x-www-form-urlencoded"])
def test_a_form_is_no_document(caller: Caller, content_type: str) -> None:
    assert said(caller.post_xml("submit", REPORT, content_type)).response_code == 4000


@pytest.mark.parametrize("call", ["status", "xsd"])
def test_a_wrong_method_is_405(caller: Caller, call: str) -> None:
    assert caller.post_xml(call, REPORT).status_code == 405
    assert caller.get("submit").status_code == 405


def test_calls_out_of_order_or_after_the_end_are_refused_by_code(caller: Caller) -> None:
    number = caller.submit()
    caller.upload(number)
    assert caller.code("finish", number) == 0
    assert caller.code("finish", number) == 5102
    assert caller.code("retract", number) == 5102
    assert caller.upload(number).response_code == 5102
    retracted = caller.submit()
    assert caller.code("retract", retracted) == 0
    assert caller.code("retract", retracted) == 5101
    assert caller.code("finish", retracted) == 5101
    assert caller.upload(retracted).response_code == 5101
    assert said(caller.post_xml("fileinfo", details_of(retracted, "f"))).response_code == 5101
    with acting_as(caller.actor):
        assert ReferralRow.objects.count() == 1


@pytest.mark.parametrize("number", ["1", "999999999999", "99999999999999999999", "-1", "x", "1 2", "٣"])
def test_a_report_that_is_not_there_is_5001(caller: Caller, number: str) -> None:
    for call in ("finish", "retract"):
        assert said(caller.post_form(call, {"id": number})).response_code == 5001


def test_another_services_report_is_not_there(world: SmallWorld, caller: Caller) -> None:
    number, stranger = caller.submit(), caller_of(world)
    file_id = caller.upload(number).file_id
    assert file_id is not None
    assert stranger.upload(number).response_code == 5001
    assert stranger.code("finish", number) == 5001
    assert stranger.code("retract", number) == 5001
    assert said(stranger.post_xml("fileinfo", details_of(number, file_id))).response_code == 5001
    assert caller.code("finish", number) == 0


def test_a_file_of_another_report_cannot_be_described(caller: Caller) -> None:
    first, second = caller.submit(), caller.submit()
    file_id = caller.upload(first).file_id
    assert file_id is not None
    assert said(caller.post_xml("fileinfo", details_of(second, file_id))).response_code == 5002


@pytest.mark.parametrize("form", [{}, {"id": ""}])
def test_a_missing_id_is_an_invalid_request(caller: Caller, form: dict[str, str]) -> None:
    for call in ("upload", "finish", "retract"):
        assert said(caller.post_form(call, form)).response_code == 4000


def test_an_upload_without_a_file_is_an_invalid_request(caller: Caller) -> None:
    assert said(caller.post_form("upload", {"id": caller.submit()})).response_code == 4000


def test_a_broken_form_is_an_invalid_request(caller: Caller) -> None:
    response = caller.post_xml("upload", b"--x\r\nno headers", "multipart/form-data; boundary=y")
    assert said(response).response_code == 4000
    assert said(caller.post_xml("upload", b"", "multipart/form-data")).response_code == 4000


def _located(latitude: str) -> bytes:
    where = f"<cellPhoneIncident><latitude>{latitude}</latitude></cellPhoneIncident>"
    return REPORT.replace(b"<reporter>", f"<internetDetails>{where}</internetDetails><reporter>".encode())


def _with_victims(number: int) -> bytes:
    return REPORT.replace(b"</report>", b"<victim><victimPerson/></victim>" * number + b"</report>")


@pytest.mark.parametrize(
    ("xml", "words"),
    [
        (_located("500"), "latitude"),
        (_located("1e999"), "latitude"),
        (_with_victims(1_000), "parties"),
        (REPORT.replace(b"2026-07-01T12:00:00Z", b"0001-07-01T12:00:00Z"), "occurred_at"),
    ],
)
def test_what_could_never_be_finished_is_refused_at_once(caller: Caller, vault: Path, xml: bytes, words: str) -> None:
    answer = said(caller.post_xml("submit", xml))
    assert answer.response_code == 4100
    assert words in answer.response_description
    assert _sealed_files(vault) == 0


def test_a_description_that_could_never_be_finished_is_refused_at_once(caller: Caller) -> None:
    number = caller.submit(_with_victims(999))
    file_id = caller.upload(number).file_id
    assert file_id is not None
    long = details_of(number, file_id, name="a" * 3_000)
    device = b"<deviceId><idType>IMEI</idType><idValue>1</idValue></deviceId>"
    many = details_of(number, file_id).replace(b"</fileDetails>", device * 51 + b"</fileDetails>")
    assert [said(caller.post_xml("fileinfo", xml)).response_code for xml in (long, many)] == [4100, 4100]
    assert caller.code("finish", number) == 0


def test_a_refused_finish_is_answered_in_the_form_of_a_finish(caller: Caller) -> None:
    number = caller.submit()
    caller.code("retract", number)
    assert said(caller.post_form("finish", {"id": number})) == ReportDoneResponse.of(
        number, code=ResponseCode.ALREADY_RETRACTED
    )
    assert said(caller.post_form("finish", {})) == ReportDoneResponse.of(0, code=ResponseCode.INVALID_REQUEST)
    broken = caller.post_xml("finish", b"--x\r\nno headers", "multipart/form-data; boundary=y")
    assert said(broken) == ReportDoneResponse.of(0, code=ResponseCode.INVALID_REQUEST)


@pytest.mark.parametrize("call", ["", "foo", "submit/", "status/x"])
def test_another_address_is_answered_in_the_format(caller: Caller, call: str) -> None:
    response = caller.get(call)
    assert response.status_code == 404
    assert said(response).response_code == 1210
    assert Client().get(f"/ispws/{call}").status_code == 401


@pytest.mark.parametrize(
    ("call", "code"), [("submit", 1100), ("upload", 1111), ("fileinfo", 1300), ("finish", 1300), ("retract", 1300)]
)
def test_what_nobody_foresaw_is_a_code_to_try_again_and_nothing_of_it_is_logged(
    caller: Caller, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch, call: str, code: int
) -> None:
    def fail(*arguments: Any, **named: Any) -> Any:
        raise RuntimeError("bridge_keeper")

    number = caller.submit()
    for name in ("open_report", "check_report", "finish_report", "retract_report"):
        monkeypatch.setattr(views, name, fail)
    if call in {"submit", "fileinfo"}:
        answer = said(caller.post_xml(call, REPORT if call == "submit" else details_of(number, "f")))
    else:
        answer = said(caller.post_form(call, {"id": number} | ({"file": _file()} if call == "upload" else {})))
    assert answer.response_code == code
    assert answer.is_retryable
    assert "RuntimeError" in caplog.text
    assert "bridge_keeper" not in caplog.text


def _file() -> SimpleUploadedFile:
    return SimpleUploadedFile("bridge.png", b"a drawn bridge")


def test_a_file_longer_than_is_taken_is_refused_unread(caller: Caller) -> None:
    environ: dict[str, Any] = {
        "CONTENT_TYPE": "multipart/form-data; boundary=b",
        "CONTENT_LENGTH": str(5 * 1024**3),
        "HTTP_AUTHORIZATION": caller.header,
    }
    answer = said(caller.client.generic("POST", "/ispws/upload", b"", **environ))
    assert answer.response_code == 4200


def test_a_full_disk_is_worth_another_try(caller: Caller, vault: Path) -> None:
    number = caller.submit()
    for folder in [*vault.iterdir()]:
        assert folder.is_dir()
    settings_vault = vault.with_name("not-a-folder")
    settings_vault.write_bytes(b"")
    from django.test import override_settings

    with override_settings(CAUSEWAY_VAULT=settings_vault):
        answer = caller.upload(number)
    assert answer.response_code == 1111
    assert answer.is_retryable
    assert caller.upload(number).response_code == 0


def test_a_credential_that_calls_too_often_is_asked_to_wait(caller: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(guarding, "per_credential", PerCredential(Limit("one", most=1, seconds=1_000)))
    assert caller.get("status").status_code == 200
    response = caller.get("status")
    assert response.status_code == 429
    assert int(response.headers["Retry-After"]) >= 1
    assert said(response).response_code == 1000
    finish = caller.post_form("finish", {"id": 17})
    assert finish.status_code == 429
    assert said(finish) == ReportDoneResponse.of(17, code=ResponseCode.SERVER_ERROR)
