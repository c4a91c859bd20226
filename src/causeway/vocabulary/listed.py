"""What of a referral's accounts, addresses and words stands in a bank. It is never proof, and weighs nothing."""

from dataclasses import dataclass
from datetime import datetime

from causeway.vocabulary.signals import SignalKind, SignalState


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedMention:
    """An account, URL or keyword that a referral names and a bank listed when it was looked for. `contributor` is who
    added it, `source` where that organisation has it from; `standing` where it stood in a bank that organisations
    share, None in one's own list. `expires_at` in UTC.
    """

    kind: SignalKind
    value: str
    signal_id: str
    bank: str
    contributor: str
    source: str
    standing: SignalState | None = None
    category: str | None = None
    expires_at: datetime | None = None
