"""ThreatExchange-style feeds: pages of updates in, changes out."""

from causeway.interchange.threatexchange.mapping import THREATEXCHANGE_MAPPING
from causeway.interchange.threatexchange.read import ThreatExchangeCursor, read_threatexchange_page

__all__ = ["THREATEXCHANGE_MAPPING", "ThreatExchangeCursor", "read_threatexchange_page"]
