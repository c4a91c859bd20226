"""Why a line stands where it stands, in a few words in the reader's language."""

from collections.abc import Iterable
from typing import Any

from causeway.hub.base.rows.documents import from_document
from causeway.hub.base.theme.said import said_reasons
from causeway.vocabulary.findings import Reason


def summary_of(documents: Iterable[Any]) -> str:
    """The heaviest reasons of a line, as `QueueItem.reasons` keeps them."""
    return said_reasons(from_document(Reason, document) for document in documents)
