"""Screens a service's uploads against signals on its own machine, and puts what matches before a person.

A hit is never proof, and nothing here blocks anything: `docs/how-to/screen-uploads.md`.
"""

from causeway.client.screening._lists import IndexFile
from causeway.client.screening._screening import Screening, Upload
from causeway.client.screening._taking import Taking
from causeway.client.screening._workers import MOST_WAITING
from causeway.client.screening.candidates import Decision, ReportDocuments, UploadCandidate, report_documents
from causeway.client.screening.errors import BadSetting, NotAFile, OutboxError, ScreeningClosed, ScreeningError
from causeway.client.screening.opinions import Opinion, OpinionDoor, Outbox, Sent
from causeway.client.screening.results import Screened, WhenNotScreened
from causeway.vocabulary.screening import FaultCode, ScreeningFault, UploadHit
from causeway.vocabulary.signals import OpinionKind

__all__ = [
    "MOST_WAITING",
    "BadSetting",
    "Decision",
    "FaultCode",
    "IndexFile",
    "NotAFile",
    "Opinion",
    "OpinionDoor",
    "OpinionKind",
    "Outbox",
    "OutboxError",
    "ReportDocuments",
    "Screened",
    "Screening",
    "ScreeningClosed",
    "ScreeningError",
    "ScreeningFault",
    "Sent",
    "Taking",
    "Upload",
    "UploadCandidate",
    "UploadHit",
    "WhenNotScreened",
    "report_documents",
]
