"""To whom the value of an account, URL or keyword is told: its bank's curator, whoever added it, and of the others
those to whom an agreement in force lets the curator pass it for one of its purposes, while it is in use. All others are
told its digest.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from uuid import UUID

from causeway.hub.base.acting.doors import current_actor
from causeway.hub.base.organisations.sharing import purposes_of_givers
from causeway.hub.knowledge.banks.models import Signal
from causeway.hub.knowledge.banks.reporting import value_digest
from causeway.vocabulary.organisations import Category
from causeway.vocabulary.signals import ABOUT_PEOPLE, REPORTED


@dataclass(frozen=True, slots=True, kw_only=True)
class Passing:
    """What the acting organisation may be told: `purposes` are those of its agreements with each curator."""

    organisation_id: UUID
    purposes: Mapping[UUID, Collection[str]]

    def lets(self, kind: str, purposes: Collection[str], *, curator_id: UUID, contributor_id: UUID) -> bool:
        """Whether the value of a signal is told to it."""
        if kind not in ABOUT_PEOPLE or self.organisation_id in (curator_id, contributor_id):
            return True
        return not set(purposes).isdisjoint(self.purposes.get(curator_id, ()))

    def lets_see(self, signal: Signal) -> bool:
        """The same, of a row with its bank. The value of what is out of use, perhaps because it names a child, only the
        curator and whoever added it read.
        """
        knowing = (signal.bank.organisation_id, signal.organisation_id)
        if signal.kind in ABOUT_PEOPLE and signal.state not in REPORTED and self.organisation_id not in knowing:
            return False
        return self.lets(signal.kind, signal.purposes, curator_id=knowing[0], contributor_id=knowing[1])

    def shown(self, signal: Signal) -> str:
        """The value of a row with its bank, or where it is not told its digest."""
        return signal.value if self.lets_see(signal) else digest_of(signal.kind, signal.value)


def passing_now() -> Passing:
    """As agreements stand, in one query. Runs inside the caller's transaction."""
    return Passing(organisation_id=current_actor().organisation_id, purposes=purposes_of_givers(Category.SIGNAL))


def digest_of(kind: str, value: str) -> str:
    """As what pages and files name a value that they do not tell."""
    return f"sha256:{value_digest(kind, value)}"
