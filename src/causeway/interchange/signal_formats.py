"""All mapping tables of the signal formats as one page: `docs/reference/signal-formats.md` is written from here.

`python -m causeway.interchange.signal_formats` prints it.
"""

import sys
from collections.abc import Iterable
from typing import Final

from causeway.interchange.misp import MISP_MAPPING
from causeway.interchange.ncmec_hashes import NCMEC_MAPPING
from causeway.interchange.signals.document import CHANGE_FIELDS, SIGNAL_FIELDS
from causeway.interchange.signals.rows import MappingRow
from causeway.interchange.stix import STIX_MAPPING
from causeway.interchange.threatexchange import THREATEXCHANGE_MAPPING

LIST_MAPPING: Final = (
    MappingRow("md5, sha1, sha256, pdq; kind and value", "kind, value", "one signal a digest"),
    MappingRow("(the digest)", "reference", "`kind:value`: a list has no other name for an entry"),
    MappingRow("category, Category", "category.code", "US VICS 0, not pertinent, is left out"),
    MappingRow("scheme, the data model", "category.scheme", "us, uk, custom or unstated"),
    MappingRow("note, Series", "note"),
    MappingRow("(the person who reads it)", "provenance", "origin `list`"),
)
FEED_NOTES: Final = {
    "kind": "kind",
    "value": "value",
    "reference": "reference: left out where it is the change's",
    "organisation": "provenance.organisation",
    "source": "provenance.source",
    "origin": "provenance.origin",
    "state": "state",
    "category": "category.code: with `scheme` or not at all",
    "scheme": "category.scheme",
    "confidence": "confidence",
    "purposes": "purposes",
    "handling": "handling",
    "added_at": "added_at",
    "changed_at": "changed_at",
    "expires_at": "expires_at",
    "opinions": "opinions: right, wrong, seen_again; what is 0 is left out",
    "note": "note",
}
_HEAD: Final = """# Formats of signals

Written from `causeway.interchange.signal_formats`; do not edit by hand. Each table says which place in a format becomes
which field of `causeway.vocabulary.signals.Signal`, and what is not kept, and why. `a[].b` reads: `b` of each `a`.

How to read a feed stands in [Read a signal feed](../how-to/read-a-signal-feed.md). A signal is never proof.
"""
_FEED: Final = """
## Our own feed

A page is JSON lines in UTF-8. The first line is `{"page": "..."}`, whose text is a C2SP signed note (Ed25519):

    causeway-signal-feed/1
    feed example.org/bank/1
    after 100
    to 102
    head 250
    issued 2026-11-27T01:00:00Z
    bytes 512
    sha256 (of the lines behind this one, in hexadecimal)

    — feed.example.org (signature)

Each further line is one step, in canonical JSON (keys sorted, no spaces): `cursor`, `what`, `reference`, `signals`.
What `signals` holds stands under `reference` from then on, in place of all that stood there. To verify a page: check
the note's signature, read `bytes` bytes, compare their SHA-256. To apply it: `after` must be the last step that you
applied, `head` and `issued` must not go back. A field that you do not know is a reason to stop.
"""


def signal_formats_markdown() -> str:
    """The tables as a page of the reference."""
    tables = (
        ("NCMEC hash sharing, API v2", "Read. A page is `queryResult`.", NCMEC_MAPPING),
        ("ThreatExchange", "Read. A page of `threat_updates`.", THREATEXCHANGE_MAPPING),
        ("Lists: CSV and VICS", "Read.", LIST_MAPPING),
        ("STIX 2.1", "Written and read. One indicator a signal.", STIX_MAPPING),
        ("MISP", "Written and read. One event a file.", MISP_MAPPING),
    )
    return "".join([_HEAD, _FEED, *_feed_table(), *(line for table in tables for line in _table(*table))])


def _feed_table() -> list[str]:
    rows = [f"| `{name}` | {FEED_NOTES[name]} |\n" for name in SIGNAL_FIELDS]
    fields = ", ".join(f"`{name}`" for name in CHANGE_FIELDS)
    words = f"\nA change has {fields}. A signal in it has:\n\n"
    return [words, "| in the line | field of `Signal` |\n|---|---|\n", *rows]


def _table(title: str, words: str, rows: Iterable[MappingRow]) -> list[str]:
    head = f"\n## {title}\n\n{words}\n\n| in the format | field of `Signal` | note |\n|---|---|---|\n"
    return [head, *(f"| `{row.wire}` | {_field(row)} | {row.note} |\n" for row in rows)]


def _field(row: MappingRow) -> str:
    return "not kept" if row.vocabulary is None else row.vocabulary


if __name__ == "__main__":
    sys.stdout.write(signal_formats_markdown())
