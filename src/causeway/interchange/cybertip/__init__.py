"""The CyberTipline's report format: what services already send, read and written whole."""

from causeway.interchange.cybertip._from_referral import file_details_for, from_referral
from causeway.interchange.cybertip._to_referral import to_attachment, to_referral
from causeway.interchange.cybertip._wire import UnknownElement, unknown_elements
from causeway.interchange.cybertip.codes import RETRYABLE, ResponseCode
from causeway.interchange.cybertip.errors import CyberTipError, InvalidDocument, MalformedDocument
from causeway.interchange.cybertip.mapping import mapping_markdown
from causeway.interchange.cybertip.read import read_file_details, read_report
from causeway.interchange.cybertip.responses import ReportDoneResponse, ReportResponse, read_response, write_response
from causeway.interchange.cybertip.schema import schema
from causeway.interchange.cybertip.types import FileDetails, Report
from causeway.interchange.cybertip.write import write_file_details, write_report

__all__ = [
    "RETRYABLE",
    "CyberTipError",
    "FileDetails",
    "InvalidDocument",
    "MalformedDocument",
    "Report",
    "ReportDoneResponse",
    "ReportResponse",
    "ResponseCode",
    "UnknownElement",
    "file_details_for",
    "from_referral",
    "mapping_markdown",
    "read_file_details",
    "read_report",
    "read_response",
    "schema",
    "to_attachment",
    "to_referral",
    "unknown_elements",
    "write_file_details",
    "write_report",
    "write_response",
]
