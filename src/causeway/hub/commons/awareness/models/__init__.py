"""The tables of awareness work."""

from causeway.hub.commons.awareness.models.bulletin import Bulletin, BulletinQuestion
from causeway.hub.commons.awareness.models.help import HelpMessage, HelpRequest
from causeway.hub.commons.awareness.models.material import Material
from causeway.hub.commons.awareness.models.session import AwarenessSession

__all__ = ["AwarenessSession", "Bulletin", "BulletinQuestion", "HelpMessage", "HelpRequest", "Material"]
