"""A judged collection told: as rows for a terminal, for a spreadsheet, for another program, and for a person."""

from causeway.scanning.reports.page import html_report
from causeway.scanning.reports.summary import HEADINGS, groups_told, summary
from causeway.scanning.reports.table import COLUMNS, csv_report
from causeway.scanning.reports.vics import several_schemes, vics_report

__all__ = [
    "COLUMNS",
    "HEADINGS",
    "csv_report",
    "groups_told",
    "html_report",
    "several_schemes",
    "summary",
    "vics_report",
]
