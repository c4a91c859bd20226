"""What a hit puts before a person, and the referral that a person's decision makes of it.

Early warning hands over accounts with a score (`warning.ReviewCandidate`); this is its like for one upload. It holds no
content. What the list says travels as a note on the file, so that whoever reads the referral knows it for what it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from causeway.client.screening.errors import BadSetting
from causeway.client.screening.results import Screened, digests_document, fault_document, hit_document
from causeway.interchange.cybertip import file_details_for, from_referral, write_file_details, write_report
from causeway.vocabulary.candidates import Candidate, CandidateSource, ScreenedUpload
from causeway.vocabulary.findings import MediaDigests
from causeway.vocabulary.referral import (
    Attachment,
    Concern,
    Contact,
    Incident,
    IncidentKind,
    IpEvent,
    Party,
    Referral,
    StatedDigest,
)
from causeway.vocabulary.screening import ScreeningFault, UploadHit
from causeway.vocabulary.signals import ABOUT_PEOPLE, NOT_PROOF, SignalKind

_STATED: Final = {"MD5": "md5", "SHA1": "sha1", "SHA256": "sha256", "PDQ": "pdq"}
_MOST_TOLD: Final = 10
"""Hits in the note of a file; the nearest come first."""
_FILLED_BY_CLIENT: Final = 0
"""`Client.submit_report` puts the numbers that the server gives into the file's details."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A named person's decision that this is told. `contact` is whom to ask at the service. `has_viewed`: whether a
    person looked at this very file. A report in the CyberTipline's format needs an e-mail address in `decided_by`.
    """

    decided_by: Contact
    concern: Concern
    has_viewed: bool
    contact: Contact | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadCandidate:
    """An upload to look at. `reference` is the service's own name for it; `at` is when it was screened."""

    reference: str | None
    at: datetime
    digests: MediaDigests | None
    hits: tuple[UploadHit, ...]
    faults: tuple[ScreeningFault, ...]
    as_of: datetime | None
    note: str = NOT_PROOF

    @classmethod
    def of(cls, screened: Screened) -> "UploadCandidate | None":
        """The candidate of an upload that asks for review; None for one that does not."""
        if not screened.asks_review:
            return None
        return cls(
            reference=screened.reference,
            at=screened.at,
            digests=screened.digests,
            hits=screened.hits,
            faults=screened.faults,
            as_of=screened.as_of,
        )

    def as_document(self) -> dict[str, Any]:
        """The candidate as a JSON object."""
        return {
            "reference": self.reference,
            "at": self.at.isoformat(),
            "digests": digests_document(self.digests),
            "hits": [hit_document(each) for each in self.hits],
            "faults": [fault_document(each) for each in self.faults],
            "as_of": self.as_of.isoformat() if self.as_of else None,
            "note": self.note,
        }

    def to_candidate(
        self,
        *,
        platform: str | None = None,
        holder: Party | None = None,
        file_name: str | None = None,
        uploaded_at: datetime | None = None,
        upload_event: IpEvent | None = None,
    ) -> Candidate:
        """As the hub takes it (`Client.send_candidate`), with all that the service knows of the upload and of whoever
        uploaded it.
        """
        upload = ScreenedUpload(
            digests=replace(self.digests, fault=None) if self.digests else None,
            hits=self.hits,
            faults=self.faults,
            as_of=self.as_of,
            name=file_name,
            uploaded_at=uploaded_at,
            upload_event=upload_event,
        )
        return Candidate(
            source=CandidateSource.SCREENING,
            at=self.at,
            reference=self.reference,
            platform=platform,
            holder=holder,
            upload=upload,
        )

    def to_referral(
        self,
        decision: Decision,
        *,
        platform: str | None = None,
        file_name: str | None = None,
        uploaded_at: datetime | None = None,
        upload_event: IpEvent | None = None,
        parties: tuple[Party, ...] = (),
    ) -> Referral:
        """The referral that this person decided to make, with all that is known of the file.

        The file itself is sent beside it. Raises BadSetting where the decision bears no name.
        """
        if not (decision.decided_by.name or "").strip():
            raise BadSetting("no_name", "decided_by.name is missing: a named person decides")
        of_account = self._hits_of(SignalKind.ACCOUNT, SignalKind.KEYWORD)
        return Referral(
            concern=decision.concern,
            occurred_at=uploaded_at or self.at,
            occurred_definition="the time of the upload" if uploaded_at else "the time when the upload was screened",
            platform=platform,
            parties=parties,
            narrative=self._told(of_account) if of_account else None,
            incidents=self._pages(),
            attachments=self._files(decision, file_name, uploaded_at, upload_event),
            contact=decision.contact,
            told_by=decision.decided_by,
            sender_reference=self.reference,
        )

    def _hits_of(self, *kinds: SignalKind) -> list[UploadHit]:
        return [hit for hit in self.hits if hit.kind in kinds]

    def _pages(self) -> tuple[Incident, ...]:
        """The listed web addresses."""
        listed = self._hits_of(SignalKind.URL)
        urls = tuple(dict.fromkeys(hit.value for hit in listed))
        return (Incident(kind=IncidentKind.WEB_PAGE, urls=urls, notes=self._told(listed)),) if listed else ()

    def _files(
        self, decision: Decision, name: str | None, uploaded_at: datetime | None, event: IpEvent | None
    ) -> tuple[Attachment, ...]:
        """The file, where one was screened."""
        of_file = [hit for hit in self.hits if hit.kind not in ABOUT_PEOPLE]
        if not (self.digests or name or of_file or self.faults):
            return ()
        file = Attachment(
            sha256=self.digests.sha256 if self.digests else None,
            name=name,
            uploaded_at=uploaded_at,
            viewed_by_sender=decision.has_viewed,
            stated_digests=_stated(self.digests),
            upload_event=event,
            notes=self._told(of_file),
        )
        return (file,)

    def _told(self, hits: Sequence[UploadHit]) -> str:
        """What the lists said, one hit a line."""
        lines = [f"Screened {self.at.isoformat(timespec='seconds')}. {self.note}"]
        lines += [_line(hit) for hit in hits[:_MOST_TOLD]]
        if len(hits) > _MOST_TOLD:
            lines.append(f"And {len(hits) - _MOST_TOLD} more.")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDocuments:
    """A referral as `Client.submit_report` takes it, once saved: the report, and the details of its one file, or None
    where it has none.
    """

    report: bytes
    file_details: bytes | None


def report_documents(referral: Referral) -> ReportDocuments:
    """A candidate's referral as a CyberTipline `<report>` and the `<fileDetails>` of its file, in UTF-8 XML.

    Raises InvalidDocument where the format demands what the referral does not have.
    """
    report = write_report(from_referral(referral))
    if not referral.attachments:
        return ReportDocuments(report=report, file_details=None)
    (file,) = referral.attachments
    details = file_details_for(file, report_id=_FILLED_BY_CLIENT, file_id=str(_FILLED_BY_CLIENT))
    return ReportDocuments(report=report, file_details=write_file_details(details))


def _stated(digests: MediaDigests | None) -> tuple[StatedDigest, ...]:
    values = {kind: getattr(digests, name, None) for kind, name in _STATED.items()}
    return tuple(StatedDigest(kind=kind, value=value) for kind, value in values.items() if value)


def _line(hit: UploadHit) -> str:
    category = f", category {hit.category.code} of {hit.category.scheme}" if hit.category else ""
    confidence = f", confidence {hit.confidence}" if hit.confidence is not None else ""
    near = f" at {hit.distance_bits} bits" if hit.distance_bits else ""
    turned = ", turned or mirrored" if hit.is_turned else ""
    value = f" {hit.value}" if hit.kind in ABOUT_PEOPLE else ""
    return (
        f"{hit.kind.value.upper()}{value}{near}{turned}: listed by {hit.organisation} as {hit.reference},"
        f" {hit.state.value}{category}{confidence}."
    )
