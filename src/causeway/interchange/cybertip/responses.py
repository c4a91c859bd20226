"""What the server answers: the door writes it, a client reads it.

A number that is not in `ResponseCode` is kept as it came: the list is open-ended.
"""

from dataclasses import dataclass
from typing import Annotated

from causeway.interchange.cybertip._lexical import Integer, Text
from causeway.interchange.cybertip._reading import read_root
from causeway.interchange.cybertip._wire import Element, Wired
from causeway.interchange.cybertip._writing import document
from causeway.interchange.cybertip.codes import RETRYABLE, ResponseCode
from causeway.interchange.cybertip.parsing import parse

RESPONSE_CODE = Element("responseCode", Integer())
REPORT_ID = Element("reportId", Integer())
FILE_ID = Element("fileId", Text())


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportResponse(Wired):
    """The answer to every call but finish. `hash` is the MD5, in hex, of the file that arrived."""

    response_code: Annotated[int, RESPONSE_CODE]
    response_description: Annotated[str, Element("responseDescription", Text())]
    report_id: Annotated[int | None, REPORT_ID] = None
    file_id: Annotated[str | None, FILE_ID] = None
    hash: Annotated[str | None, Element("hash", Text(pattern="[0-9A-Fa-f]{32}", says="is not an MD5 in hex"))] = None

    @property
    def is_ok(self) -> bool:
        """Whether the call did what was asked."""
        return self.response_code == ResponseCode.OK

    @property
    def is_retryable(self) -> bool:
        """Whether the same call may be sent again."""
        return self.response_code in RETRYABLE

    @classmethod
    def of(
        cls,
        code: ResponseCode,
        *,
        fault: str = "",
        report_id: int | None = None,
        file_id: str | None = None,
        md5: str | None = None,
    ) -> "ReportResponse":
        """An answer with the code's own description, and a fault after it where there is one."""
        description = f"{code.description}: {fault}" if fault else code.description
        return cls(
            response_code=int(code), response_description=description, report_id=report_id, file_id=file_id, hash=md5
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class DoneFiles(Wired):
    """The files of a finished report."""

    file_ids: Annotated[tuple[str, ...], FILE_ID] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportDoneResponse(Wired):
    """The answer to finish. Refused, it has the code, no files, and no words: the format has no room for any."""

    response_code: Annotated[int, RESPONSE_CODE]
    report_id: Annotated[int, REPORT_ID]
    files: Annotated[DoneFiles, Element("files", DoneFiles)]

    @property
    def is_ok(self) -> bool:
        """Whether the report was finished."""
        return self.response_code == ResponseCode.OK

    @property
    def is_retryable(self) -> bool:
        """Whether the same call may be sent again."""
        return self.response_code in RETRYABLE

    @property
    def response_description(self) -> str:
        """The code in words, where it is one we know."""
        known = self.response_code in set(ResponseCode)
        return ResponseCode(self.response_code).description if known else "The server refused"

    @classmethod
    def of(
        cls, report_id: int, file_ids: tuple[str, ...] = (), *, code: ResponseCode = ResponseCode.OK
    ) -> "ReportDoneResponse":
        """A finished report and its files; with another code than 0, one that was not finished."""
        return cls(response_code=int(code), report_id=report_id, files=DoneFiles(file_ids=file_ids))


def write_response(response: ReportResponse | ReportDoneResponse) -> bytes:
    """An answer as UTF-8 XML."""
    return document(response, "reportResponse" if isinstance(response, ReportResponse) else "reportDoneResponse")


def read_response(xml: bytes) -> ReportResponse | ReportDoneResponse:
    """Either answer, whichever call it came to: not every server answers a refused finish with a
    `reportDoneResponse`. Errors as in `read_report`.
    """
    root = parse(xml)
    if root.tag == "reportDoneResponse":
        return read_root(root, "reportDoneResponse", ReportDoneResponse)
    return read_root(root, "reportResponse", ReportResponse)
