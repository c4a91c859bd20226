"""A standard as it is kept beside what rests on it: where it comes from, which version, and its text at that time."""

from dataclasses import dataclass
from uuid import UUID

from causeway.hub.base.rows.documents import from_document, to_document
from causeway.hub.knowledge.playbooks.playbook import Playbook

SHIPPED = "shipped"
"""The origin of what comes with the program; any other origin is an organisation's identifier."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """A playbook that others follow, at one version."""

    origin: str
    playbook: Playbook

    @property
    def is_shipped(self) -> bool:
        """Whether it came with the program."""
        return self.origin == SHIPPED

    @property
    def organisation_id(self) -> UUID | None:
        """The organisation that publishes it; None for one that ships."""
        return None if self.is_shipped else UUID(self.origin)


def standard_document(standard: Standard) -> dict[str, object]:
    """How a standard is stored."""
    return {"origin": standard.origin, "document": to_document(standard.playbook)}


def stored_standard(document: dict[str, object]) -> Standard:
    """The standard that is stored."""
    return Standard(origin=str(document["origin"]), playbook=from_document(Playbook, document["document"]))
