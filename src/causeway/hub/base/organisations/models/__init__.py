"""Tables of organisations, members, credentials, agreements and audiences."""

from causeway.hub.base.organisations.models.agreement import Agreement, ExpiryWarning
from causeway.hub.base.organisations.models.audience import Audience
from causeway.hub.base.organisations.models.cache import CacheItem
from causeway.hub.base.organisations.models.credential import Credential
from causeway.hub.base.organisations.models.joining import Invitation, JoinRequest
from causeway.hub.base.organisations.models.member import Account, Member
from causeway.hub.base.organisations.models.organisation import Organisation

__all__ = [
    "Account",
    "Agreement",
    "Audience",
    "CacheItem",
    "Credential",
    "ExpiryWarning",
    "Invitation",
    "JoinRequest",
    "Member",
    "Organisation",
]
