"""The client against the real hub: whole reports get through once, also over a connection that loses answers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections

from causeway.client import (
    Client,
    FinishUnknown,
    RefusedByServer,
    ReportFile,
    ServerUnreachable,
    UploadDamaged,
    WrongCredential,
)
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.road.intake.models import UnfinishedReport
from causeway.hub.road.referrals.models import Attachment, Referral
from hub.conftest import SmallWorld, world  # noqa: F401 - the fixture
from hub.intake.cybertip_calls import REPORT, Caller, caller_of, details_of


@pytest.fixture(autouse=True)
def _vault(tmp_path: Path, settings: Any) -> None:
    settings.CAUSEWAY_VAULT = tmp_path / "vault"


@pytest.fixture(autouse=True)
def _keep_connection() -> Iterator[None]:
    """The hub runs in the test's own transaction, whose connection a finished request must not close."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def caller(world: SmallWorld) -> Caller:  # noqa: F811 - the fixture
    """A service's credential."""
    return caller_of(world)


@pytest.fixture
def report(tmp_path: Path) -> Path:
    """A report document."""
    path = tmp_path / "report.xml"
    path.write_bytes(REPORT)
    return path


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    """A file to send."""
    path = tmp_path / "bridge.png"
    path.write_bytes(b"a drawn bridge" * 1_000)
    return path


class Line(httpx.BaseTransport):
    """The way to the hub in this process, which can break: `faults` says for each call what happens to it, in turn."""

    def __init__(self, *faults: str) -> None:
        self._hub = httpx.WSGITransport(app=get_wsgi_application())
        self._faults = iter(faults)
        self.calls: list[str] = []

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        self.calls.append(request.url.path.rpartition("/")[2])
        fault = next(self._faults, "")
        if fault == "no connection":
            raise httpx.ConnectError("no route", request=request)
        if fault.isdigit():
            code = f"<responseCode>{fault}</responseCode><responseDescription>later</responseDescription>"
            return httpx.Response(200, content=f"<reportResponse>{code}</reportResponse>".encode())
        if fault == "busy":
            return httpx.Response(503)
        response = self._hub.handle_request(request)
        if fault == "lost":
            response.read()
            raise httpx.ReadError("connection reset", request=request)
        if fault == "damaged":
            body = response.read().replace(b"<hash>", b"<hash>0")
            head, _, tail = body.partition(b"</hash>")
            return httpx.Response(200, content=head[:-1] + b"</hash>" + tail)
        return response


def _client(caller: Caller, line: Line, pauses: list[float] | None = None, **changes: str) -> Client:
    named = {"username": caller.credential.username, "password": caller.credential.secret} | changes
    pause = pauses.append if pauses is not None else lambda seconds: None
    return Client("http://testserver", named["username"], named["password"], transport=line, pause=pause)


def _referrals(caller: Caller) -> int:
    with acting_as(caller.actor):
        return Referral.objects.count()


def test_a_report_with_a_described_file_gets_through_and_its_status_can_be_asked(
    caller: Caller, report: Path, photo: Path, tmp_path: Path
) -> None:
    details = tmp_path / "details.xml"
    details.write_bytes(details_of(1, "x", name="described.png"))
    steps: list[str] = []
    with _client(caller, Line()) as client:
        client.check()
        sent = client.submit_report(report, [ReportFile(path=photo, details=details), photo], told=steps.append)
        (found,) = client.status(str(sent.report_id))
        assert client.status(found.reference) == (found,)
    assert len(sent.file_ids) == 2
    assert found.concern == "grooming"
    assert steps[-1] == f"finished report {sent.report_id}"
    with acting_as(caller.actor):
        names = list(Attachment.objects.order_by("ordinal").values_list("name", flat=True))
    assert names == ["described.png", "bridge.png"]


@pytest.mark.parametrize("fault", ["1000", "1100", "1110", "1111", "1300", "busy", "no connection"])
def test_what_may_be_tried_again_is(caller: Caller, report: Path, photo: Path, fault: str) -> None:
    pauses: list[float] = []
    line = Line(fault, "", fault, fault, "", fault)
    with _client(caller, line, pauses) as client:
        client.submit_report(report, [photo])
    assert line.calls == ["submit"] * 2 + ["upload"] * 3 + ["finish"] * 2
    assert pauses == [0.5, 0.5, 1.0, 0.5]
    assert _referrals(caller) == 1


@pytest.mark.parametrize(
    ("faults", "calls"),
    [
        (["lost"], ["submit", "submit", "upload", "finish"]),
        (["", "lost"], ["submit", "upload", "retract", "submit", "upload", "finish"]),
        (["", "", "lost"], ["submit", "upload", "finish", "finish"]),
        (["", "", "lost", "lost"], ["submit", "upload", "finish", "finish", "finish"]),
    ],
)
def test_a_lost_answer_neither_loses_nor_doubles(
    caller: Caller, report: Path, photo: Path, faults: list[str], calls: list[str]
) -> None:
    line = Line(*faults)
    with _client(caller, line) as client:
        client.submit_report(report, [photo])
    assert line.calls == calls
    assert _referrals(caller) == 1
    with acting_as(caller.actor):
        assert Attachment.objects.count() == 1


@pytest.mark.parametrize("faults", [["lost"] * 5, ["lost", *["no connection"] * 5], ["lost", *["busy"] * 5]])
def test_a_report_whose_end_nobody_knows_is_finished_later_and_not_sent_anew(
    caller: Caller, report: Path, photo: Path, faults: list[str]
) -> None:
    with _client(caller, Line("", "", *faults)) as client:
        with pytest.raises(FinishUnknown, match="do not send it anew") as caught:
            client.submit_report(report, [photo])
        client.finish_report(caught.value.report_id)
        client.finish_report(caught.value.report_id)
        assert len(client.status(str(caught.value.report_id))) == 1
    assert _referrals(caller) == 1


def test_a_file_that_arrives_damaged_is_taken_back(caller: Caller, report: Path, photo: Path) -> None:
    line = Line("", "damaged")
    with _client(caller, line) as client, pytest.raises(UploadDamaged):
        client.submit_report(report, [photo])
    assert line.calls[-1] == "retract"
    with acting_as(caller.actor):
        assert not UnfinishedReport.objects.filter(retracted_at=None).exists()


def test_a_wrong_credential_is_told_at_once(caller: Caller, report: Path) -> None:
    line = Line()
    with _client(caller, line, password="wrong") as client:
        for call in (client.check, lambda: client.submit_report(report), lambda: client.status("CW-1")):
            with pytest.raises(WrongCredential):
                call()
    assert len(line.calls) == 3


def test_a_refusal_carries_the_servers_code_and_words(caller: Caller, tmp_path: Path) -> None:
    report = tmp_path / "report.xml"
    report.write_bytes(b"<report/>")
    with _client(caller, Line()) as client, pytest.raises(RefusedByServer, match="incidentSummary") as caught:
        client.submit_report(report)
    assert caught.value.response_code == 4100
    with _client(caller, Line()) as client, pytest.raises(RefusedByServer, match="no such report") as caught:
        client.finish_report(17)
    assert caught.value.response_code == 5001
    assert _referrals(caller) == 0


@pytest.mark.parametrize("fault", ["no connection", "busy"])
def test_a_server_that_stays_away_is_given_up(caller: Caller, report: Path, fault: str) -> None:
    pauses: list[float] = []
    with _client(caller, Line(*[fault] * 9), pauses) as client, pytest.raises(ServerUnreachable):
        client.submit_report(report)
    assert pauses == [0.5, 1.0, 2.0, 4.0]


def test_the_base_address_may_name_the_door(caller: Caller, report: Path) -> None:
    named = (caller.credential.username, caller.credential.secret)
    with Client("http://testserver/ispws/", *named, transport=Line()) as client:
        client.submit_report(report)
    assert _referrals(caller) == 1


def test_another_servers_page_is_no_answer(caller: Caller, report: Path) -> None:
    page = httpx.MockTransport(lambda _: httpx.Response(200, content=b"<html><body>Welcome</body></html>"))
    with Client("http://testserver", "name", "secret", transport=page) as client:
        for call in (client.check, lambda: client.submit_report(report), lambda: client.status("x")):
            with pytest.raises(ServerUnreachable):
                call()
