"""Read a CyberTipline `<report>` or `<fileDetails>` into typed values (the format as of 2025-11, with the later
additions)."""

from datetime import datetime

from causeway.interchange.cybertip._file import FileDetails
from causeway.interchange.cybertip._reading import read_root
from causeway.interchange.cybertip._report import Report
from causeway.interchange.cybertip.errors import InvalidDocument
from causeway.interchange.cybertip.parsing import line_of, parse


def read_report(xml: bytes, *, now: datetime | None = None) -> Report:
    """The report in `xml` (UTF-8, at most 10 MB).

    With `now` (aware) an incident in the future is refused, as the format demands. Raises `MalformedDocument` (4110)
    or `InvalidDocument` (4100), which name path and line of the first fault.
    """
    root = parse(xml)
    report = read_root(root, "report", Report)
    if now is not None and report.incident_summary.incident_date_time.value > now:
        path = "incidentSummary/incidentDateTime"
        where = root.find(path)
        raise InvalidDocument("lies in the future", path=f"/report/{path}", line=line_of(where))
    return report


def read_file_details(xml: bytes) -> FileDetails:
    """The file details in `xml`; errors as in `read_report`.

    A metadata type given on the single entries is moved to their group.
    """
    return read_root(parse(xml), "fileDetails", FileDetails).with_types_on_groups()
