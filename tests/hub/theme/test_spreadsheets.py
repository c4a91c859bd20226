"""A file for a spreadsheet comes under its name, and runs nothing there."""

import pytest

from causeway.hub.base.theme.spreadsheets import csv_download, csv_stream
from causeway.interchange.spreadsheets import cell


def test_a_download_bears_its_name_and_its_type() -> None:
    response = csv_download("team.csv", ["name"], [["Anna"]])
    assert response["Content-Disposition"] == 'attachment; filename="team.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response.content == b"name\r\nAnna\r\n"


def test_a_byte_order_mark_comes_where_it_is_asked_for() -> None:
    assert csv_download("a.csv", ["é"], [], has_byte_order_mark=True).content == b"\xef\xbb\xbf\xc3\xa9\r\n"


def test_no_cell_runs_as_a_formula_nor_does_a_heading() -> None:
    assert csv_download("a.csv", ["=1+1"], [["@sum", -2]]).content == b"'=1+1\r\n'@sum,-2\r\n"


@pytest.mark.parametrize("start", ["=1+1", "+1", "-1", "@sum", "\t=1", "\r=1", "\n=1", "  =1+1"])
def test_spaces_and_line_ends_hide_no_formula(start: str) -> None:
    assert cell(start) == f"'{start}"


def test_a_long_list_is_read_as_it_is_sent() -> None:
    rows = iter([[0], [1], [2]])
    response = csv_stream("a.csv", ["n"], rows)
    assert next(rows) == [0]
    assert b"".join(response) == b"n\r\n1\r\n2\r\n"
