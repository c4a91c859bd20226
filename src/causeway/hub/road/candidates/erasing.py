"""Erasing a candidate with all that hangs on it; what is entered of it is the caller's."""

from causeway.hub.base.clocks.forgetting import forget_clocks
from causeway.hub.base.vault.opening import erase, sealed_in
from causeway.hub.road.candidates.models import (
    AccountAppeal,
    Candidate,
    CandidateFile,
    Judgement,
    KnownAnswer,
    PlacedCheck,
)


def erase_candidate(row: Candidate) -> None:
    """Erase it with its files and judgements. Runs inside the caller's transaction."""
    for sealed_id in sealed_in(row.id):
        erase(sealed_id)
    forget_clocks(AccountAppeal.objects.filter(candidate=row).values_list("id", flat=True))
    for hanging in (Judgement, CandidateFile, KnownAnswer, PlacedCheck, AccountAppeal):
        hanging.objects.filter(candidate=row).delete()
    row.delete()
