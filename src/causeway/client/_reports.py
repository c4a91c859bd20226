"""Sending one report: submit, upload, describe, finish.

No lost answer doubles anything. A submit whose answer is lost leaves an unfinished report, which the server drops by
itself. An upload whose answer is lost may have arrived, so the report is taken back and begun anew. A finish whose
answer is lost is sent again: "already finished" means done. Where no answer comes at all, nobody knows, and the caller
is told so: sent anew, it could be there twice.
"""

import hashlib
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from causeway.client._calling import AnswerLost, Caller
from causeway.client.errors import ClientError, FinishUnknown, RefusedByServer, ServerUnreachable, UploadDamaged
from causeway.interchange.cybertip import (
    FileDetails,
    ReportDoneResponse,
    ReportResponse,
    ResponseCode,
    read_file_details,
    write_file_details,
)

_XML = {"Content-Type": "text/xml; charset=utf-8"}
_READ_BYTES = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportFile:
    """A file to send. `details` is a `<fileDetails>` document; its `reportId` and `fileId` are filled in here."""

    path: Path
    details: Path | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SubmittedReport:
    """A finished report. `file_ids` stand in the order of the files sent."""

    report_id: int
    file_ids: tuple[str, ...]


def submit_report(
    caller: Caller, xml: bytes, files: Sequence[ReportFile], *, tries: int, told: Callable[[str], None]
) -> SubmittedReport:
    """Send a report and its files and finish it; `told` hears of each step.

    Raises:
        RefusedByServer: the server refused; nothing was finished, and what was opened is taken back.
        UploadDamaged, WrongCredential, ServerUnreachable: it did not get through.
        FinishUnknown: it may have.
    """
    details = [read_file_details(file.details.read_bytes()) if file.details else None for file in files]
    for left in reversed(range(tries)):
        try:
            report_id = _opened(caller, xml)
            told(f"opened report {report_id}")
            file_ids = _filled(caller, report_id, list(zip(files, details, strict=True)), told)
        except AnswerLost as fault:
            if left == 0:
                raise ServerUnreachable("The connection broke again and again.") from fault
            continue
        finish_report(caller, report_id, tries=tries)
        told(f"finished report {report_id}")
        return SubmittedReport(report_id=report_id, file_ids=file_ids)
    raise AssertionError("unreachable")


def _opened(caller: Caller, xml: bytes) -> int:
    answer = caller.ask("POST", "submit", partial(_xml_request, xml))
    if not isinstance(answer, ReportResponse) or answer.report_id is None:
        raise ServerUnreachable("The server opened a report and did not say which.")
    return answer.report_id


def _xml_request(document: bytes) -> dict[str, Any]:
    return {"content": document, "headers": _XML}


def _filled(
    caller: Caller,
    report_id: int,
    files: list[tuple[ReportFile, FileDetails | None]],
    told: Callable[[str], None],
) -> tuple[str, ...]:
    file_ids = []
    try:
        for file, details in files:
            file_id = _uploaded(caller, report_id, file.path)
            if details is not None:
                document = write_file_details(replace(details, report_id=report_id, file_id=file_id))
                caller.ask("POST", "fileinfo", partial(_xml_request, document))
            file_ids.append(file_id)
            told(f"sent file {len(file_ids)} of {len(files)}")
    except (ClientError, AnswerLost):
        with suppress(ClientError, AnswerLost):  # it expires by itself otherwise
            caller.ask("POST", "retract", lambda: {"data": {"id": str(report_id)}})
        raise
    return tuple(file_ids)


def _uploaded(caller: Caller, report_id: int, path: Path) -> str:
    with path.open("rb") as stream:
        md5 = hashlib.md5(usedforsecurity=False)
        while piece := stream.read(_READ_BYTES):
            md5.update(piece)

        def form() -> dict[str, Any]:
            stream.seek(0)
            return {"data": {"id": str(report_id)}, "files": {"file": (path.name, stream)}}

        answer = caller.ask("POST", "upload", form)
    if not isinstance(answer, ReportResponse) or answer.file_id is None:
        raise ServerUnreachable("The server took a file and did not say under which identifier.")
    if answer.hash is not None and answer.hash.lower() != md5.hexdigest():
        raise UploadDamaged("A file arrived damaged. The report was taken back; send it again.")
    return answer.file_id


def finish_report(caller: Caller, report_id: int, *, tries: int) -> None:
    """Finish a report that is whole at the server; where it was finished before, nothing happens.

    Raises:
        RefusedByServer, WrongCredential: it is not finished.
        FinishUnknown: no answer came.
    """
    for left in reversed(range(tries)):
        try:
            answer = caller.ask("POST", "finish", lambda: {"data": {"id": str(report_id)}})
        except ServerUnreachable as fault:
            raise FinishUnknown(report_id) from fault
        except AnswerLost as fault:
            if left == 0:
                raise FinishUnknown(report_id) from fault
        except RefusedByServer as refusal:
            if refusal.response_code == ResponseCode.ALREADY_FINISHED:
                return  # by the call whose answer was lost
            raise
        else:
            if not isinstance(answer, ReportDoneResponse) or answer.report_id != report_id:
                raise ServerUnreachable("The server finished another report than the one it was asked to.")
            return
