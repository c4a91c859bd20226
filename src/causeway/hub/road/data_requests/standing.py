"""Where a request stands, in words: while data are preserved, an extension that is asked for takes nothing away."""

from datetime import datetime

from django.utils.functional import Promise

from causeway.hub.road.data_requests.queries.requests import RequestView
from causeway.hub.road.data_requests.words import PRESERVED_NAMES, STATE_NAMES


def state_name(view: RequestView, now: datetime) -> Promise:
    """What the service said last, to what it was asked last."""
    is_sure = view.sure_until is not None and view.sure_until > now
    names = PRESERVED_NAMES if view.extensions and is_sure else STATE_NAMES
    return names[view.state]
