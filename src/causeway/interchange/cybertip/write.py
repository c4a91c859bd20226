"""Write a CyberTipline `<report>` or `<fileDetails>`; what was read is written back equal, unknown elements at their
places."""

from causeway.interchange.cybertip._file import FileDetails
from causeway.interchange.cybertip._report import Report
from causeway.interchange.cybertip._writing import document


def write_report(report: Report) -> bytes:
    """The report as UTF-8 XML; raises `InvalidDocument` (4100) where a value breaks a rule of the format."""
    return document(report, "report")


def write_file_details(details: FileDetails) -> bytes:
    """The file details as UTF-8 XML, metadata types on their groups; errors as in `write_report`."""
    return document(details.with_types_on_groups(), "fileDetails")
