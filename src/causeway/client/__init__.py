"""For a service's engineers: sending to a Causeway hub, or to any server that speaks the CyberTipline's protocol, and
screening uploads. Needs no hub installed.

Screening is loaded when it is first asked for: it brings decoders and arrays that a program which only sends does not
need, and it runs on Linux and macOS alone.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from causeway.client._api import SentReferral
from causeway.client._appeals import AppealAnswer, SentAppeal
from causeway.client._async_client import AsyncClient
from causeway.client._banks import SharedBank
from causeway.client._candidates import BadWarning, SentCandidate, candidate_of_warning, send_warnings
from causeway.client._client import Client
from causeway.client._decisions import CandidateDecision
from causeway.client._reports import ReportFile, SubmittedReport
from causeway.client.errors import (
    ClientError,
    FinishUnknown,
    NotAllowed,
    RefusedByServer,
    ServerUnreachable,
    UploadDamaged,
    WrongCredential,
)

if TYPE_CHECKING:
    from causeway.client.screening import (
        Decision,
        OpinionKind,
        Outbox,
        Screened,
        Screening,
        UploadCandidate,
        WhenNotScreened,
    )

_SCREENING: Final = frozenset(
    {"Decision", "OpinionKind", "Outbox", "Screened", "Screening", "UploadCandidate", "WhenNotScreened"}
)

__all__ = [
    "AppealAnswer",
    "AsyncClient",
    "BadWarning",
    "CandidateDecision",
    "Client",
    "ClientError",
    "Decision",
    "FinishUnknown",
    "NotAllowed",
    "OpinionKind",
    "Outbox",
    "RefusedByServer",
    "ReportFile",
    "Screened",
    "Screening",
    "SentAppeal",
    "SentCandidate",
    "SentReferral",
    "ServerUnreachable",
    "SharedBank",
    "SubmittedReport",
    "UploadCandidate",
    "UploadDamaged",
    "WhenNotScreened",
    "WrongCredential",
    "candidate_of_warning",
    "send_warnings",
]


def __getattr__(name: str) -> Any:
    if name in _SCREENING:
        return getattr(import_module("causeway.client.screening"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
