"""Search terms: by which a referral is found, by equality. Selectors are added at clearing, references here."""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from uuid import UUID

from causeway.hub.road.referrals.models import SearchTerm

LONGEST_TERM = 2083


class TermKind(StrEnum):
    """The kinds of term that are no selector."""

    REFERENCE = "reference"
    SENDER_REFERENCE = "sender_reference"
    EXTERNAL_REFERENCE = "external_reference"
    REPORT_NUMBER = "report_number"


REFERENCE_KINDS = tuple(kind.value for kind in TermKind)


def as_term(text: str) -> str:
    """A term as it is stored and asked for: without outer space, in one case."""
    return text.strip().casefold()[:LONGEST_TERM]


def add_terms(terms: Mapping[UUID, Iterable[tuple[str, str]]]) -> None:
    """Let each of these referrals be found by its (kind, text) pairs; those that it already has change nothing. In the
    caller's transaction.
    """
    rows = [row for referral_id, pairs in terms.items() for row in term_rows(referral_id, pairs)]
    SearchTerm.objects.bulk_create(rows, ignore_conflicts=True)


def term_rows(referral_id: UUID, terms: Iterable[tuple[str, str]]) -> list[SearchTerm]:
    """The rows of these (kind, text) pairs, each once."""
    pairs = {(str(kind), as_term(text)) for kind, text in terms if text and text.strip()}
    return [SearchTerm(referral_id=referral_id, kind=kind, term=term) for kind, term in sorted(pairs)]
