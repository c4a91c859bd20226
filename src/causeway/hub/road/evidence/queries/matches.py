"""What of a referral stands in a bank: as it was when it was found, and as the signal stands now."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.hub.base.rows.documents import from_document
from causeway.hub.road.evidence.models import BankMatch
from causeway.vocabulary.findings import Match
from causeway.vocabulary.listed import ListedMention
from causeway.vocabulary.signals import REPORTED, SignalState


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingNow:
    """Where a signal stands since it changed."""

    state: SignalState
    since: datetime

    @property
    def is_out_of_use(self) -> bool:
        """Whether nothing may rest on the match any more."""
        return self.state not in REPORTED


@dataclass(frozen=True, slots=True, kw_only=True)
class FileMatch:
    """A file that stood in a bank when it was matched, at `found_at`. `now` is None while its signal is unchanged."""

    found: Match
    found_at: datetime
    now: StandingNow | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MentionMatch:
    """An account, URL or keyword that did."""

    found: ListedMention
    found_at: datetime
    now: StandingNow | None


def file_matches_of(referral_id: UUID) -> tuple[FileMatch, ...]:
    """Which files of a referral stood in a bank. Runs inside the caller's transaction."""
    rows = BankMatch.objects.filter(referral_id=referral_id).exclude(sha256="").order_by("sha256", "matched_at")
    return tuple(
        FileMatch(found=from_document(Match, row.document), found_at=row.matched_at, now=_standing(row)) for row in rows
    )


def mention_matches_of(referral_id: UUID, now: datetime) -> tuple[MentionMatch, ...]:
    """Which accounts, URLs and words of a referral did; one whose end has come by `now` has expired, though nobody has
    marked it yet. Runs inside the caller's transaction.
    """
    rows = BankMatch.objects.filter(referral_id=referral_id, sha256="").order_by("matched_at", "id")
    return tuple(_mention(row, now) for row in rows)


def _mention(row: BankMatch, now: datetime) -> MentionMatch:
    found, standing = from_document(ListedMention, row.document), _standing(row)
    if standing is None and found.expires_at is not None and found.expires_at <= now:
        standing = StandingNow(state=SignalState.EXPIRED, since=found.expires_at)
    return MentionMatch(found=found, found_at=row.matched_at, now=standing)


def _standing(row: BankMatch) -> StandingNow | None:
    return StandingNow(state=SignalState(row.standing), since=row.standing_at) if row.standing_at else None
