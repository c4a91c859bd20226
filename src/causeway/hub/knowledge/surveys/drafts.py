"""Half-given answers travel with the page, sealed, and are kept nowhere: not in a session, not in a row, not in a file.

What is sealed can be neither read nor changed by whoever holds the page, and opens for two days.
"""

import json
from dataclasses import dataclass, field
from uuid import UUID

from pydantic import ValidationError

from causeway.hub.base.rows.documents import from_document, to_document
from causeway.hub.sealed_words import open_words, seal_words
from causeway.vocabulary.instruments import Answers

_USE = "survey_draft"
_OPENS_FOR_SECONDS = 2 * 24 * 60 * 60


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """Where somebody stands in answering. `section` is None before the first; `is_checking` at the end, `is_changing`
    when they went back from there to one section. `on_page` are the questions that the page shows.
    """

    organisation_id: UUID
    invited_id: UUID
    language: str
    section: str | None = None
    is_checking: bool = False
    is_changing: bool = False
    on_page: tuple[str, ...] = ()
    answers: Answers = field(default_factory=dict)


def seal_draft(draft: Draft) -> str:
    """The draft as it goes into a page."""
    return seal_words(_USE, json.dumps(to_document(draft), ensure_ascii=False, separators=(",", ":")))


def open_draft(sealed: str) -> Draft | None:
    """The draft that came back; None where it is none of ours, or too old."""
    words = open_words(_USE, sealed, within_seconds=_OPENS_FOR_SECONDS)
    try:
        return None if words is None else from_document(Draft, json.loads(words))
    except (ValueError, ValidationError):
        return None
