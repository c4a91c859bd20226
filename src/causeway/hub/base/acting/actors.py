"""Who acts now: a member, a credential, or the program itself on an organisation's behalf."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from causeway.hub.base.walls.identity import Identity
from causeway.vocabulary.organisations import OrganisationKind, Purpose, Role


class Scope(StrEnum):
    """What an API credential may do, at most."""

    SUBMIT = "submit"
    READ_SENT = "read_sent"
    READ_FEEDBACK = "read_feedback"
    ANSWER_REQUESTS = "answer_requests"
    READ_SIGNALS = "read_signals"
    SEND_SIGNALS = "send_signals"
    SEND_CANDIDATES = "send_candidates"
    REGISTER_INTERESTS = "register_interests"


class Automation(StrEnum):
    """The program acting without a person: the worker, or a door that has no account behind it."""

    PROGRAM = "program"
    PUBLIC_DOOR = "public_door"


Holding = Role | Scope | Automation
"""Anything by which a permission can be held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Actor:
    """An acting member, credential or automation. `zone` is the IANA zone in which times are shown."""

    organisation_id: UUID
    organisation_name: str
    organisation_kind: OrganisationKind
    purpose: Purpose
    label: str
    zone: str = "UTC"
    member_id: UUID | None = None
    credential_id: UUID | None = None
    roles: frozenset[Role] = frozenset()
    scopes: frozenset[Scope] = frozenset()
    automation: Automation | None = None

    @property
    def identity(self) -> Identity:
        """What PostgreSQL is told."""
        return Identity(
            organisation_id=self.organisation_id,
            purpose=self.purpose,
            member_id=self.member_id,
            credential_id=self.credential_id,
        )

    @property
    def holdings(self) -> frozenset[Holding]:
        """All by which this actor can hold a permission."""
        found: set[Holding] = {*self.roles, *self.scopes}
        if self.automation:
            found.add(self.automation)
        return frozenset(found)
