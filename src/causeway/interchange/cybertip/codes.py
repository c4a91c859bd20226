"""The answers a CyberTipline-compatible door gives, and which of them are worth another try.

The list is open-ended: a client meets numbers that are not here and must carry them on (`ReportResponse` keeps the
bare number).
"""

from enum import IntEnum


class ResponseCode(IntEnum):
    """The response codes known on 2026-07; `description` says each in words."""

    OK = 0
    SERVER_ERROR = 1000
    SAVE_FAILED = 1100
    UPLOAD_FAILED = 1110
    FILE_UPLOAD_FAILED = 1111
    RESOURCE_NOT_FOUND = 1210
    UPDATE_FAILED = 1300
    AUTHENTICATION_REQUIRED = 2000
    NOT_AUTHORISED = 3000
    NOT_AUTHORISED_FOR_SUBMISSIONS = 3100
    NOT_AUTHORISED_FOR_UPDATES = 3300
    INVALID_REQUEST = 4000
    VALIDATION_FAILED = 4100
    MALFORMED_XML = 4110
    MALFORMED_FILE = 4200
    REPORT_MISSING = 5001
    FILE_MISSING = 5002
    ALREADY_RETRACTED = 5101
    ALREADY_FINISHED = 5102

    @property
    def description(self) -> str:
        """The code in words, as it goes into `responseDescription`."""
        return _DESCRIPTIONS[self]

    @property
    def is_retryable(self) -> bool:
        """Whether a client may send the same request again."""
        return self in RETRYABLE


RETRYABLE: frozenset[int] = frozenset(
    {
        ResponseCode.SERVER_ERROR,
        ResponseCode.SAVE_FAILED,
        ResponseCode.UPLOAD_FAILED,
        ResponseCode.FILE_UPLOAD_FAILED,
        ResponseCode.UPDATE_FAILED,
    }
)
"""Faults on the server's side that may have passed by the next try."""

_DESCRIPTIONS: dict[int, str] = {
    ResponseCode.OK: "Success",
    ResponseCode.SERVER_ERROR: "The server met an error",
    ResponseCode.SAVE_FAILED: "The report could not be saved",
    ResponseCode.UPLOAD_FAILED: "The upload failed",
    ResponseCode.FILE_UPLOAD_FAILED: "The file could not be stored",
    ResponseCode.RESOURCE_NOT_FOUND: "There is nothing at this address",
    ResponseCode.UPDATE_FAILED: "The report could not be changed",
    ResponseCode.AUTHENTICATION_REQUIRED: "Sign in first",
    ResponseCode.NOT_AUTHORISED: "Not authorised",
    ResponseCode.NOT_AUTHORISED_FOR_SUBMISSIONS: "Not authorised to submit",
    ResponseCode.NOT_AUTHORISED_FOR_UPDATES: "Not authorised to change this report",
    ResponseCode.INVALID_REQUEST: "The request is not valid",
    ResponseCode.VALIDATION_FAILED: "The document breaks a rule of the format",
    ResponseCode.MALFORMED_XML: "The document is not well-formed XML",
    ResponseCode.MALFORMED_FILE: "The file is damaged",
    ResponseCode.REPORT_MISSING: "There is no such report",
    ResponseCode.FILE_MISSING: "There is no such file",
    ResponseCode.ALREADY_RETRACTED: "The report has been retracted",
    ResponseCode.ALREADY_FINISHED: "The report has been finished",
}
