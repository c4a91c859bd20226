"""What is read is written back equal, and read again equal."""

from hypothesis import HealthCheck, given, settings

from causeway.interchange.cybertip import (
    FileDetails,
    Report,
    ReportDoneResponse,
    ReportResponse,
    read_file_details,
    read_report,
    read_response,
    write_file_details,
    write_report,
    write_response,
)
from engines.interchange.cybertip.canonical import canonical
from engines.interchange.cybertip.strategies import complete, complete_files, values

WIDE = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)


@WIDE
@given(values(Report))
def test_a_written_report_is_read_back_equal(report: Report) -> None:
    written = write_report(report)
    assert read_report(written) == report
    assert canonical(write_report(read_report(written))) == canonical(written)


@WIDE
@given(values(FileDetails))
def test_written_file_details_are_read_back_equal(details: FileDetails) -> None:
    written = write_file_details(details)
    assert read_file_details(written) == details
    assert canonical(write_file_details(read_file_details(written))) == canonical(written)


@WIDE
@given(values(ReportResponse) | values(ReportDoneResponse))
def test_an_answer_is_read_back_equal(answer: ReportResponse | ReportDoneResponse) -> None:
    assert read_response(write_response(answer)) == answer


def test_a_report_with_every_part_filled_survives() -> None:
    report = complete(Report)
    assert read_report(write_report(report)) == report


def test_file_details_with_every_part_filled_survive() -> None:
    for details in complete_files():
        assert read_file_details(write_file_details(details)) == details
