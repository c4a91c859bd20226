"""How long a body may be at each door, and one that does not say how long it is."""

import hashlib
import io
import json
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from causeway.hub.base.vault.bodies import LONGEST_FORM_BYTES
from causeway.hub.road.intake.cybertip_door.views import LONGEST_XML_BYTES
from causeway.hub.road.intake.views.public import LONGEST_TELLING_BYTES
from causeway.interchange.cybertip import ReportResponse
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.conftest import SmallWorld
from hub.intake.cybertip_calls import REPORT, Caller, caller_of, said
from hub.organisations.signing_in import client_of


@pytest.fixture(autouse=True)
def _vault(tmp_path: Path, settings: Any) -> None:
    settings.CAUSEWAY_VAULT = tmp_path / "vault"
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path


@pytest.fixture
def caller(world: SmallWorld) -> Caller:
    """A service's client."""
    return caller_of(world)


class _Pieces(io.BytesIO):
    """A body that counts how much of it was read."""

    def __init__(self, content: bytes) -> None:
        super().__init__(content)
        self.was_read = 0

    def read(self, size: int | None = -1, /) -> bytes:
        piece = super().read(size)
        self.was_read += len(piece)
        return piece


def _post(client: Client, path: str, body: _Pieces, content_type: str, **environ: Any) -> Any:
    """POST as a server does that passes on pieces: without a length, and with the word that the stream ends."""
    named: dict[str, Any] = {"CONTENT_TYPE": content_type, "wsgi.input": body, "wsgi.input_terminated": True}
    return client.generic("POST", path, b"", **(named | environ))


def test_a_report_sent_in_pieces_is_whole(caller: Caller) -> None:
    opened = said(_post(caller.client, "/ispws/submit", _Pieces(REPORT), "text/xml", HTTP_AUTHORIZATION=caller.header))
    assert isinstance(opened, ReportResponse)
    assert opened.response_code == 0
    form = (
        f'--b\r\nContent-Disposition: form-data; name="id"\r\n\r\n{opened.report_id}\r\n'
        '--b\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\n\r\na drawn bridge\r\n--b--\r\n'
    ).encode()
    kind = "multipart/form-data; boundary=b"
    sent = said(_post(caller.client, "/ispws/upload", _Pieces(form), kind, HTTP_AUTHORIZATION=caller.header))
    assert isinstance(sent, ReportResponse)
    assert sent.hash == hashlib.md5(b"a drawn bridge", usedforsecurity=False).hexdigest()
    assert opened.report_id is not None
    assert caller.code("finish", opened.report_id) == 0


def test_a_referral_sent_in_pieces_is_whole(caller: Caller) -> None:
    told = _Pieces(json.dumps({"concern": "other", "narrative": "Neutral words."}).encode())
    answer = _post(caller.client, "/api/v1/referrals", told, "application/json", HTTP_AUTHORIZATION=caller.header)
    assert answer.status_code == 201


def test_pieces_without_end_are_read_no_further_than_the_door_takes(caller: Caller, tmp_path: Path) -> None:
    body = _Pieces(b" " * (LONGEST_XML_BYTES + 10_000_000))
    answer = said(_post(caller.client, "/ispws/submit", body, "text/xml", HTTP_AUTHORIZATION=caller.header))
    assert answer.response_code == 4110
    assert body.was_read < LONGEST_XML_BYTES + 1_000_000
    assert not any(path.is_file() for path in tmp_path.rglob("*"))


@pytest.mark.parametrize("path", ["/api/v1/referrals", "/ispws/submit", "/ispws/upload"])
def test_of_somebody_unknown_nothing_is_read(db: None, path: str) -> None:
    body = _Pieces(b"x" * 100_000)
    assert _post(Client(), path, body, "text/xml").status_code == 401
    assert body.was_read == 0


@pytest.mark.parametrize(
    ("path", "longest"),
    [
        ("/account/login/", LONGEST_FORM_BYTES),
        ("/refer/00000000-0000-0000-0000-000000000000/files/add/", LONGEST_FORM_BYTES),
        ("/tell/child/", LONGEST_FORM_BYTES),
        ("/tell/school/", LONGEST_TELLING_BYTES),
    ],
)
def test_a_visitor_sends_no_more_than_a_form_holds(world: SmallWorld, path: str, longest: int) -> None:
    world.organisation(OrganisationKind.HOTLINE)
    body = _Pieces(b"x" * 10)
    environ = {"wsgi.input_terminated": False, "CONTENT_LENGTH": str(longest + 1)}
    answer = _post(Client(), path, body, "multipart/form-data; boundary=b", **environ)
    assert answer.status_code == 413
    assert "longer than may be sent here" in answer.content.decode()
    assert body.was_read == 0


def test_a_member_may_send_long_files(world: SmallWorld) -> None:
    service = world.organisation(OrganisationKind.SERVICE)
    client = client_of(world.member(service, Role.SENDER))
    environ = {"wsgi.input_terminated": False, "CONTENT_LENGTH": str(LONGEST_FORM_BYTES + 1)}
    path = "/refer/00000000-0000-0000-0000-000000000000/files/add/"
    assert _post(client, path, _Pieces(b"--b--"), "multipart/form-data; boundary=b", **environ).status_code == 404


def test_the_json_api_says_that_a_body_is_too_long(caller: Caller) -> None:
    environ = {
        "wsgi.input_terminated": False,
        "CONTENT_LENGTH": str(5 * 1024**3),
        "HTTP_AUTHORIZATION": caller.header,
    }
    body = _Pieces(b"x")
    answer = _post(caller.client, "/api/v1/referrals", body, "multipart/form-data; boundary=b", **environ)
    assert answer.status_code == 413
    assert answer.json()["code"] == "body_too_large"
    assert body.was_read == 0


def test_a_refused_finish_that_is_too_long_is_not_read(caller: Caller) -> None:
    environ = {"wsgi.input_terminated": False, "CONTENT_LENGTH": "1000000", "HTTP_AUTHORIZATION": caller.header}
    body = _Pieces(b"id=1")
    answer = said(_post(caller.client, "/ispws/finish", body, "application/x-www-form-urlencoded", **environ))
    assert answer.response_code == 4000
    assert body.was_read == 0
