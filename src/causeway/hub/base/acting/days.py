"""Which day it is for somebody."""

from datetime import date, datetime

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.theme.components import in_zone


def today_of(actor: Actor, now: datetime) -> date:
    """The day it is now where the organisation is."""
    return in_zone(now, actor.zone).date()
