"""What a door offers to `accept_referral`, and what it hears back."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.hub.base.vault.sealing import SealedFacts, Written
from causeway.vocabulary.findings import Completeness
from causeway.vocabulary.referral import Door, Referral


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferedFile:
    """A file that came along: `Written` when its row is still to be made, `SealedFacts` when it is a part of the root
    already.

    `ordinal` is its place in `Referral.attachments`. Without one it goes to the attachment that names its SHA-256, or
    else to the end.
    """

    sealed: Written | SealedFacts
    ordinal: int | None = None
    name: str | None = None

    @property
    def facts(self) -> SealedFacts:
        """The file's digests and size."""
        return self.sealed.facts if isinstance(self.sealed, Written) else self.sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Repeatable:
    """The client's idempotency key, and the SHA-256 (hex) of all that it asks with it: one key serves one request."""

    key: str
    request_sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """One referral at a door.

    `original` is what came, as it came, sealed. `referral_id` names a root that the sender founded before; None founds
    one. `external_reference` is another clearing-house's; `report_numbers` are numbers by which the sender knows it
    from the door; `request_id` stands in the ledger, and so does `not_understood`: where the original has elements that
    no field of the referral holds, by their paths.
    """

    referral: Referral
    door: Door
    files: tuple[OfferedFile, ...] = ()
    original: Written | SealedFacts | None = None
    referral_id: UUID | None = None
    external_reference: str = ""
    report_numbers: tuple[str, ...] = ()
    repeatable: Repeatable | None = None
    request_id: str = ""
    not_understood: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """The receipt. `completeness` says what would make the referral easier to act on; `is_repeat` that it was accepted
    before.
    """

    referral_id: UUID
    reference: str
    received_at: datetime
    completeness: Completeness
    is_repeat: bool = False
