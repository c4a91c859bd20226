"""Identifiers that must not be mistaken for one another.

Every identifier of a stored thing is a random UUID: a sequence would tell one organisation how much another one has.
"""

from typing import NewType
from uuid import UUID

OrganisationId = NewType("OrganisationId", UUID)
MemberId = NewType("MemberId", UUID)
ReferralId = NewType("ReferralId", UUID)
AttachmentId = NewType("AttachmentId", UUID)
CaseId = NewType("CaseId", UUID)
EntryId = NewType("EntryId", UUID)
