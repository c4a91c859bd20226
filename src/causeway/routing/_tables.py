"""Reading the tables beside this package: CSV with lines of `#` on top that name source and licence."""

import csv
from importlib import resources


def read_table(name: str) -> list[dict[str, str]]:
    """The rows of one table of `routing/data`, by column name."""
    text = (resources.files("causeway.routing") / "data" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(line for line in text.splitlines() if not line.startswith("#")))
