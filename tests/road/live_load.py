"""Load on a live installation: services that send referrals by both doors, as they should, over a line that breaks.

Each sender holds on until it knows that its referral is in: a report whose end is not known is finished again, a
request of the JSON API is repeated under its key. `Aims` lets a test kill a process right after such a request has
left.
"""

import itertools
import json
import random
import threading
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from typing import Any

import httpx
from PIL import Image, ImageDraw

from causeway.client import Client, FinishUnknown, ReportFile, ServerUnreachable
from causeway.hub.base.rows.documents import to_document
from causeway.interchange.cybertip import file_details_for, from_referral, write_file_details, write_report
from causeway.vocabulary.places import Address
from causeway.vocabulary.referral import Account, Attachment, Concern, Contact, Email, Party, PartyRole, Referral
from road.live_hub import Access, LiveHub

MARK = "campaign-"
_TIMEOUT_SECONDS = 60.0
_PATIENCE_SECONDS = 420.0
_PAUSE_SECONDS = 0.25
_MOST_OWED = 20
_CANTERBURY = Address(city="Canterbury", postcode="CT1 2RA", country="GB")
_BELFAST = Address(city="Belfast", postcode="BT1 5GS", country="GB")


class Aims(httpx.BaseTransport):
    """A way to the server that says which calls are on their way."""

    def __init__(self) -> None:
        self._way = httpx.HTTPTransport()
        self._under_way: dict[str, int] = {}
        self._lock = threading.Lock()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        name = request.url.path.rpartition("/")[2]
        self._count(name, 1)
        try:
            response = self._way.handle_request(request)
            response.read()
            return response
        finally:
            self._count(name, -1)

    def end(self) -> None:
        """Close what the senders shared; their own clients leave it open."""
        self._way.close()

    def is_under_way(self, name: str) -> bool:
        """Whether a call of this name was sent and is not answered yet."""
        with self._lock:
            return self._under_way.get(name, 0) > 0

    def _count(self, name: str, by: int) -> None:
        with self._lock:
            self._under_way[name] = self._under_way.get(name, 0) + by


@dataclass
class Heard:
    """What the senders were told, by the mark of what they sent, and how rough the line was."""

    reports: dict[str, int] = field(default_factory=dict)
    receipts: dict[str, str] = field(default_factory=dict)
    supplements: dict[str, str] = field(default_factory=dict)
    counts: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def marks(self) -> set[str]:
        """The marks of all that is in, as far as its sender knows."""
        return self.reports.keys() | self.receipts.keys()

    def count(self, what: str) -> None:
        with self.lock:
            self.counts[what] = self.counts.get(what, 0) + 1


class Load:
    """Threads that send until told to stop, and then see through what they began. They send nothing new while the hub
    owes work on too many referrals, so that a slow machine comes to rest in the end.
    """

    def __init__(self, hub: LiveHub, folder: Path, *, senders: int, seed: int) -> None:
        self.heard, self.aims = Heard(), Aims()
        self._hub, self._base_url, self._services = hub, hub.base_url, hub.services
        self._folder, self._seed = folder, seed
        self._numbers = itertools.count(1)
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._send_on, args=(index,), daemon=True) for index in range(senders)]

    def start(self) -> None:
        """Begin to send."""
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Begin nothing new."""
        self._stop.set()

    def finish(self) -> None:
        """Begin nothing new, and wait until all that was begun is known to be in."""
        self.stop()
        for thread in self._threads:
            thread.join(_PATIENCE_SECONDS)
        still = [thread.name for thread in self._threads if thread.is_alive()]
        assert not still, f"senders that never got an answer: {still}"
        self.aims.end()

    def _send_on(self, index: int) -> None:
        rng = random.Random(f"{self._seed}-{index}")
        access = self._services[index % len(self._services)]
        by_report = index % 3 != 2
        while not self._stop.wait(rng.uniform(0.1, 0.6)):
            number = 0
            try:
                if self._hub.owed() > _MOST_OWED:
                    continue
                number = next(self._numbers)
                if by_report:
                    self._send_report(number, access)
                else:
                    self._send_json(number, access)
            except Exception as fault:  # noqa: BLE001 a thread's fault must fail the test, not pass unseen
                self.heard.faults.append(f"{MARK}{number:04d}: {type(fault).__name__}: {fault}")

    def _send_report(self, number: int, access: Access) -> None:
        mark, referral, picture = drawn(number)
        report, photo, details = (self._folder / f"{mark}{suffix}" for suffix in (".xml", ".jpg", ".details.xml"))
        report.write_bytes(write_report(from_referral(referral)))
        photo.write_bytes(picture)
        described = file_details_for(referral.attachments[0], report_id=0, file_id="0")
        details.write_bytes(write_file_details(described))
        with Client(
            self._base_url, access.username, access.password, tries=4, timeout_seconds=_TIMEOUT_SECONDS,
            pause=lambda _: time.sleep(_PAUSE_SECONDS), transport=self.aims,
        ) as client:  # fmt: skip
            self.heard.reports[mark] = self._through(client, report, ReportFile(path=photo, details=details))

    def _through(self, client: Client, report: Path, file: ReportFile) -> int:
        while True:
            try:
                return client.submit_report(report, [file]).report_id
            except ServerUnreachable:
                self.heard.count("reports given up before their end, and sent anew")
                time.sleep(_PAUSE_SECONDS)
            except FinishUnknown as unknown:
                self.heard.count("reports whose end was not known, and finished again")
                report_id = unknown.report_id
                break
        while True:
            try:
                client.finish_report(report_id)
            except FinishUnknown:
                time.sleep(_PAUSE_SECONDS)
            else:
                return report_id

    def _send_json(self, number: int, access: Access) -> None:
        mark, referral, picture = drawn(number)
        files = [("files", ("lighthouse.jpg", picture, "image/jpeg"))]
        body = (None, json.dumps(to_document(referral)), "application/json")
        receipt = self._post("/api/v1/referrals", mark, access, [("referral", body), *files])
        self.heard.receipts[mark] = receipt["id"]
        if number % 2:
            text = (None, json.dumps({"text": "The account was made on 1 June at noon, UTC."}), "application/json")
            address = f"/api/v1/referrals/{receipt['id']}/supplements"
            self.heard.supplements[mark] = self._post(address, f"{mark}-more", access, [("supplement", text)])["id"]

    def _post(self, path: str, key: str, access: Access, parts: list[tuple[str, Any]]) -> dict[str, Any]:
        """As the API's description says: without an answer, the same request again under the same key."""
        with httpx.Client(transport=self.aims, timeout=_TIMEOUT_SECONDS, base_url=self._base_url) as http:
            while True:
                try:
                    answer = http.post(
                        path, files=parts, auth=(access.username, access.password), headers={"Idempotency-Key": key}
                    )
                except httpx.TransportError:
                    self.heard.count("requests of the JSON API repeated")
                    time.sleep(_PAUSE_SECONDS)
                    continue
                assert answer.is_success, f"{answer.status_code} {answer.text[:300]}"
                if answer.status_code == httpx.codes.OK:
                    self.heard.count("requests of the JSON API that had been done before")
                body: dict[str, Any] = answer.json()
                return body


def drawn(number: int) -> tuple[str, Referral, bytes]:
    """A referral of its own with its mark, and its picture; every eighth shares its picture, every fifth a mailbox, and
    every ninth is an emergency.
    """
    mark = f"{MARK}{number:04d}"
    mailbox = "gannet.row@example.net" if number % 5 == 0 else f"{mark}@example.net"
    referral = Referral(
        concern=Concern.GROOMING,
        platform="Harbourline",
        occurred_at=datetime(2026, 5, 1, 9, tzinfo=UTC) + timedelta(hours=7 * number),
        emergency="A meeting is set." if number % 9 == 0 else None,
        narrative=f"Account flagged by rule 14; two messages reviewed ({mark}).",
        contact=Contact(emails=(Email(address="safety@example.org"),)),
        attachments=(Attachment(name="lighthouse.jpg", viewed_by_sender=True),),
        parties=(
            Party(
                role=PartyRole.VICTIM,
                first_name=f"Wren {number}",
                age_years=13,
                addresses=(_CANTERBURY if number % 2 else _BELFAST,),
            ),
            Party(
                role=PartyRole.SUBJECT,
                emails=(Email(address=mailbox, verified=True),),
                accounts=(Account(service="Harbourline", identifier=mark, handle=mark),),
            ),
        ),
    )
    return mark, referral, _lighthouse(0 if number % 8 == 0 else number)


def _lighthouse(number: int) -> bytes:
    rng = random.Random(number)
    image = Image.new("RGB", (320, 240), tuple(rng.randrange(120, 256) for _ in range(3)))
    draw = ImageDraw.Draw(image)
    for _ in range(6):
        x, y = rng.randrange(280), rng.randrange(200)
        draw.rectangle((x, y, x + rng.randrange(8, 60), y + rng.randrange(8, 80)), fill=rng.randrange(1 << 24))
    draw.polygon([(130, 220), (150, 60), (170, 60), (190, 220)], fill="#f4f1e8", outline="#333333")
    out = BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()
