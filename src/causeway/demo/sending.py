"""Sends the world's referrals, each by its own door."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

import httpx

from causeway.client import Client, ReportFile
from causeway.demo.setting_up import Cast
from causeway.demo.web_form import WebForm
from causeway.hub.base.acting.actors import Actor, Automation
from causeway.hub.base.organisations.actors import credential_actor, program_actor
from causeway.hub.base.organisations.commands.issue_credential import IssuedCredential
from causeway.hub.base.rows.documents import to_document
from causeway.hub.base.vault.sealing import write_sealed
from causeway.hub.road.intake.commands.accept_referral import accept_referral
from causeway.hub.road.intake.commands.import_folder import import_folder
from causeway.hub.road.intake.import_reading import find_items
from causeway.hub.road.intake.offer import Offer, OfferedFile
from causeway.hub.road.referrals.queries.finding import find_by_reference
from causeway.interchange.cybertip import (
    CyberTipError,
    file_details_for,
    from_referral,
    write_file_details,
    write_report,
)
from causeway.vocabulary.organisations import OrganisationKind, Role
from causeway.vocabulary.referral import Door
from causeway.worlds import PUBLIC_SENDER, World, WorldReferral

_TIMEOUT_SECONDS = 60

DOOR_WORDS: dict[Door, str] = {
    Door.CYBERTIP_API: "came by the CyberTipline-compatible API",
    Door.JSON_API: "came by the JSON API",
    Door.WEB_FORM: "came by the web form",
    Door.PUBLIC_FORM: "came by the public form's command",
    Door.IMPORT: "came by the import of a folder",
}


@dataclass(slots=True)
class Sent:
    """What was sent: the stored referral of each world id, and how many came by each door."""

    world_ids: dict[UUID, str] = field(default_factory=dict)
    by_door: dict[Door, int] = field(default_factory=dict)


@dataclass(slots=True)
class Sending:
    """Sends one world to one site."""

    world: World
    cast: Cast
    base_url: str
    sent: Sent

    def send(self, one: WorldReferral) -> None:
        """Send one referral, and note what was sent."""
        referral_id, door = self._send(one)
        self.sent.world_ids[referral_id] = one.id
        self.sent.by_door[door] = self.sent.by_door.get(door, 0) + 1

    def _send(self, one: WorldReferral) -> tuple[UUID, Door]:
        credential = self._credential(one.sender)
        if credential is not None and one.door is Door.CYBERTIP_API and (xml := _as_cybertip(one)) is not None:
            return self._by_cybertip(one, credential, xml), Door.CYBERTIP_API
        if credential is not None and one.door in {Door.CYBERTIP_API, Door.JSON_API}:
            return self._by_json(one, credential), Door.JSON_API
        if one.door is Door.WEB_FORM:
            return self._by_web_form(one), one.door
        if one.door is Door.IMPORT:
            return self._by_import(one), one.door
        return self._by_command(one), one.door

    def _credential(self, sender: str) -> IssuedCredential | None:
        return next((issued for name, issued in self.cast.credentials.items() if name.startswith(f"{sender}-")), None)

    def _by_cybertip(self, one: WorldReferral, credential: IssuedCredential, xml: bytes) -> UUID:
        """As a CyberTipline client does: submit, upload and describe each file, finish."""
        with (
            TemporaryDirectory(prefix="causeway-demo-") as folder,
            Client(self.base_url, credential.username, credential.secret) as client,
        ):
            report = Path(folder) / "report.xml"
            report.write_bytes(xml)
            sent = client.submit_report(report, list(_report_files(one, Path(folder))))
        return self._referral_of(credential, str(sent.report_id))

    def _referral_of(self, credential: IssuedCredential, number: str) -> UUID:
        actor = credential_actor(credential.username, credential.secret)
        if actor is None:
            raise LookupError("a credential that was just issued cannot act")
        (found,) = find_by_reference(actor, number)
        return found.id

    def _by_json(self, one: WorldReferral, credential: IssuedCredential) -> UUID:
        files = [("files", (name, data, "application/octet-stream")) for name, data in one.files]
        body = {"referral": (None, json.dumps(to_document(one.referral)), "application/json")}
        answer = httpx.post(
            f"{self.base_url}/api/v1/referrals",
            files=[*body.items(), *files],
            auth=(credential.username, credential.secret),
            headers={"Idempotency-Key": f"{self.world.seed}-{one.id}"},
            timeout=_TIMEOUT_SECONDS,
            trust_env=False,
        )
        answer.raise_for_status()
        return UUID(answer.json()["id"])

    def _by_web_form(self, one: WorldReferral) -> UUID:
        """As a person of the sender does, page by page. They sign in for each, for a session lasts a shift."""
        person = self.cast.person(one.sender, Role.SENDER)
        browser = WebForm(self.base_url, person)
        try:
            reference = browser.send(one.referral, one.files)
        finally:
            browser.close()
        (found,) = find_by_reference(person.actor, reference)
        return found.id

    def _by_import(self, one: WorldReferral) -> UUID:
        """As `causeway import` does with a folder that holds one sub-folder."""
        with TemporaryDirectory(prefix="causeway-demo-") as folder:
            item = Path(folder) / one.id
            item.mkdir()
            (item / "referral.json").write_text(json.dumps(to_document(one.referral)), "utf-8")
            for name, data in one.files:
                (item / name).write_bytes(data)
            program = program_actor(self.cast.organisations[one.sender])
            (result,) = import_folder(program, find_items(Path(folder)), source="demonstration")
        if result.referral_id is None:
            raise LookupError(f"the import took no referral in: {result.why}")
        return result.referral_id

    def _by_command(self, one: WorldReferral) -> UUID:
        """By the command that the public form calls; the form itself asks the public for less than the world knows."""
        written = [(name, write_sealed([data])) for name, data in one.files]
        files = tuple(OfferedFile(sealed=sealed, name=name) for name, sealed in written)
        offer = Offer(referral=one.referral, door=one.door, files=files)
        return accept_referral(self._sender(one), offer).referral_id

    def _sender(self, one: WorldReferral) -> Actor:
        if one.sender == PUBLIC_SENDER:
            hotlines = [o for o in self.cast.organisations.values() if o.kind == OrganisationKind.HOTLINE.value]
            return program_actor(hotlines[0], Automation.PUBLIC_DOOR)
        return self.cast.person(one.sender, Role.SENDER).actor


def _report_files(one: WorldReferral, folder: Path) -> Iterator[ReportFile]:
    """The files as they lie on a service's disk, each with its `<fileDetails>`."""
    described = [attachment for attachment in one.referral.attachments if attachment.sha256]
    for number, ((_, data), attachment) in enumerate(zip(one.files, described, strict=True)):
        picture, details = folder / f"{number}.jpg", folder / f"{number}.xml"
        picture.write_bytes(data)
        details.write_bytes(write_file_details(file_details_for(attachment, report_id=0, file_id="0")))
        yield ReportFile(path=picture, details=details)


def _as_cybertip(one: WorldReferral) -> bytes | None:
    """The referral in the CyberTipline's format, or None where that format cannot say it."""
    try:
        return write_report(from_referral(one.referral))
    except CyberTipError:
        return None
