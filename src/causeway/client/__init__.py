"""For a service's engineers: sending to a Causeway hub, or to any server that speaks the CyberTipline's protocol. Needs
no hub installed.
"""

from causeway.client._api import SentReferral
from causeway.client._client import Client
from causeway.client._reports import ReportFile, SubmittedReport
from causeway.client.errors import (
    ClientError,
    FinishUnknown,
    RefusedByServer,
    ServerUnreachable,
    UploadDamaged,
    WrongCredential,
)

__all__ = [
    "Client",
    "ClientError",
    "FinishUnknown",
    "RefusedByServer",
    "ReportFile",
    "SentReferral",
    "ServerUnreachable",
    "SubmittedReport",
    "UploadDamaged",
    "WrongCredential",
]
