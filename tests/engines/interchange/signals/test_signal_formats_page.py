"""The page of signal formats is current, and says only what is so."""

import re
from dataclasses import fields
from pathlib import Path

from causeway.interchange.misp import MISP_MAPPING
from causeway.interchange.ncmec_hashes import NCMEC_MAPPING
from causeway.interchange.signal_formats import FEED_NOTES, LIST_MAPPING, signal_formats_markdown
from causeway.interchange.signals.document import SIGNAL_FIELDS
from causeway.interchange.stix import STIX_MAPPING
from causeway.interchange.threatexchange import THREATEXCHANGE_MAPPING
from causeway.vocabulary.signals import Opinions, Signal, SignalCategory, SignalProvenance

PAGE = Path(__file__).resolve().parents[4] / "docs" / "reference" / "signal-formats.md"
ROWS = (*NCMEC_MAPPING, *THREATEXCHANGE_MAPPING, *LIST_MAPPING, *STIX_MAPPING, *MISP_MAPPING)
KNOWN = {field.name for kind in (Signal, SignalProvenance, SignalCategory, Opinions) for field in fields(kind)}
OF_THE_PAGE = {"cursor", "what", "as images", "all fields", "kind `keyword`", "origin"}


def test_the_reference_page_is_current() -> None:
    assert PAGE.read_text(encoding="utf-8") == signal_formats_markdown()


def test_what_is_not_kept_says_why() -> None:
    assert all(row.note for row in ROWS if row.vocabulary is None)


def test_every_field_that_is_named_is_one_of_a_signal() -> None:
    named = {part for row in ROWS for part in re.split(r", ", row.vocabulary or "") if part}
    assert {part for part in named if part not in OF_THE_PAGE and not set(part.split(".")) <= KNOWN} == set()


def test_the_feed_s_table_has_every_field() -> None:
    assert set(FEED_NOTES) == set(SIGNAL_FIELDS)
