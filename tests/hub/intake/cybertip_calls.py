"""What the door's tests send: small harmless documents, and a caller who speaks the format."""

import base64
from dataclasses import dataclass
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from causeway.hub.base.acting.actors import Actor, Scope
from causeway.hub.base.organisations.commands.issue_credential import IssuedCredential
from causeway.interchange.cybertip import ReportDoneResponse, ReportResponse, read_response
from causeway.vocabulary.organisations import Category, OrganisationKind
from hub.conftest import SmallWorld

REPORT = b"""<?xml version="1.0" encoding="UTF-8"?>
<report>
  <incidentSummary>
    <incidentType>Online Enticement of Children for Sexual Acts</incidentType>
    <platform>Harbour Chat</platform>
    <incidentDateTime>2026-07-01T12:00:00Z</incidentDateTime>
  </incidentSummary>
  <reporter><reportingPerson><email>desk@example.org</email></reportingPerson></reporter>
  <personOrUserReported>
    <screenName>bridge_keeper</screenName>
    <ipCaptureEvent><ipAddress>192.0.2.7</ipAddress><eventName>Login</eventName></ipCaptureEvent>
  </personOrUserReported>
</report>"""

BARE_REPORT = b"""<report><incidentSummary>
  <incidentType>Child Sex Tourism</incidentType><incidentDateTime>2026-07-01T12:00:00Z</incidentDateTime>
</incidentSummary><reporter><reportingPerson><email>desk@example.org</email></reportingPerson></reporter></report>"""


def details_of(number: int, file_id: str, *, name: str = "bridge.png", viewed: str = "true") -> bytes:
    """A `<fileDetails>`."""
    return (
        f"<fileDetails><reportId>{number}</reportId><fileId>{file_id}</fileId><fileName>{name}</fileName>"
        f"<fileViewedByEsp>{viewed}</fileViewedByEsp></fileDetails>"
    ).encode()


@dataclass
class Caller:
    """A client of the door, with a credential."""

    credential: IssuedCredential
    actor: Actor
    client: Client

    @property
    def header(self) -> str:
        """The Basic header."""
        pair = f"{self.credential.username}:{self.credential.secret}"
        return "Basic " + base64.b64encode(pair.encode()).decode()

    def get(self, call: str) -> Any:
        """GET one of the door's addresses."""
        return self.client.get(f"/ispws/{call}", headers={"Authorization": self.header})

    def post_xml(self, call: str, xml: bytes, content_type: str = "text/xml; charset=utf-8") -> Any:
        """POST a document."""
        return self.client.post(
            f"/ispws/{call}", xml, content_type=content_type, headers={"Authorization": self.header}
        )

    def post_form(self, call: str, form: dict[str, Any]) -> Any:
        """POST a multipart form."""
        return self.client.post(f"/ispws/{call}", form, headers={"Authorization": self.header})

    def submit(self, xml: bytes = REPORT) -> int:
        """Open a report and give its number."""
        answer = said(self.post_xml("submit", xml))
        assert answer.response_code == 0, answer
        assert isinstance(answer, ReportResponse)
        assert answer.report_id is not None
        return answer.report_id

    def upload(self, number: int, content: bytes = b"a drawn bridge", name: str = "bridge.png") -> ReportResponse:
        """Send a file."""
        answer = said(self.post_form("upload", {"id": number, "file": SimpleUploadedFile(name, content)}))
        assert isinstance(answer, ReportResponse)
        return answer

    def code(self, call: str, number: int) -> int:
        """The response code of finish or retract."""
        return said(self.post_form(call, {"id": number})).response_code


def said(response: Any) -> ReportResponse | ReportDoneResponse:
    """The door's answer."""
    assert response.headers["Request-ID"]
    return read_response(response.content)


def caller_of(world: SmallWorld, *scopes: Scope, agreed: bool = True) -> Caller:
    """A caller from a new service."""
    service = world.organisation(OrganisationKind.SERVICE)
    if agreed:
        world.agree(service, world.desk, Category.REFERRAL)
    credential, actor = world.credential(service, *scopes)
    return Caller(credential, actor, Client())
