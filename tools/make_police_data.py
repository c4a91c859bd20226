"""Make the police data of England and Wales from the two published tables in ../shared/data/police.

    python tools/make_police_data.py

It writes src/causeway/routing/data/forces_england_wales.csv and authorities.csv; a test runs it again and compares. The
table of 2024 lacks the two authorities that got new codes on 1 April 2025 (ONS Code History Database); they are added
here with their reason.
"""

import csv
import io
import json
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT.parent / "shared" / "data" / "police"
TARGET = ROOT / "src" / "causeway" / "routing" / "data"

LICENCE = "# Licence: Open Government Licence v3.0. Contains public sector information licensed under it (ONS).\n"
FORCES_HEADER = (
    "# The 43 territorial police forces of England and Wales, by ONS police force area code.\n"
    "# Source: ideal-postcodes/postcodes.io police_force_areas.json (MIT), from ONS names and codes;\n"
    "# full names as the forces use them.\n"
) + LICENCE
AUTHORITIES_HEADER = (
    "# Lower-tier local authority to police force area, England and Wales, 2024, with the codes of April 2025.\n"
    "# Source: humaniverse/geographr ltla24_to_pfa24, from the ONS lookup LAD24 to CSP24 to PFA24.\n"
) + LICENCE

NEW_CODES = (
    ("E08000038", "Barnsley", "E23000011"),  # replaces E08000016
    ("E08000039", "Sheffield", "E23000011"),  # replaces E08000019
)
"""Boundary change between the two, 1 April 2025 (ONS Code History Database)."""

CONSTABULARIES = frozenset(
    {
        "Lancashire",
        "Cheshire",
        "Durham",
        "Derbyshire",
        "Cambridgeshire",
        "Norfolk",
        "Suffolk",
        "Hertfordshire",
        "Gloucestershire",
        "Cumbria",
    }
)
FULL_NAMES = {
    "E23000001": "Metropolitan Police Service",
    "E23000030": "Hampshire and Isle of Wight Constabulary",
    "E23000034": "City of London Police",
}
AREAS = {"E23000001": "Greater London", "E23000030": "Hampshire"}


def forces_table() -> str:
    """The forces as CSV.

    The source holds a header row of its own among the forces and four pseudo areas; neither is a force of ours.
    """
    names: dict[str, str] = json.loads((SOURCE / "police_force_areas.json").read_text(encoding="utf-8"))
    rows = [(code, name) for code, name in names.items() if code.startswith(("E23", "W15"))]
    lines = [["code", "name", "area", "country", "level", "parent", "zone"]]
    for code, area in sorted(rows):
        suffix = "Constabulary" if area in CONSTABULARIES else "Police"
        name = FULL_NAMES.get(code, f"{area} {suffix}")
        lines.append([f"GB-{code}", name, AREAS.get(code, area), "GB", "territorial", "", "Europe/London"])
    return FORCES_HEADER + _csv(lines)


def authorities_table() -> str:
    """The local authorities as CSV, each with its force."""
    with (SOURCE / "ltla24_to_pfa24.csv").open(encoding="utf-8-sig", newline="") as source:
        rows = [(row["ltla24_code"], row["ltla24_name"], row["pfa24_code"]) for row in csv.DictReader(source)]
    lines = [[code, name, f"GB-{area}"] for code, name, area in sorted({*rows, *NEW_CODES})]
    return AUTHORITIES_HEADER + _csv([["authority", "name", "force"], *lines])


def _csv(rows: list[list[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


def main() -> None:
    """Write both tables."""
    TARGET.mkdir(parents=True, exist_ok=True)
    (TARGET / "forces_england_wales.csv").write_text(forces_table(), encoding="utf-8")
    (TARGET / "authorities.csv").write_text(authorities_table(), encoding="utf-8")


if __name__ == "__main__":
    main()
