"""Where a request stands, in words: of what is preserved, an extension that is asked for takes nothing away."""

from django.utils.functional import Promise

from causeway.hub.road.data_requests.queries.requests import RequestView
from causeway.hub.road.data_requests.words import PRESERVED_NAMES, STATE_NAMES


def state_name(view: RequestView) -> Promise:
    """What the service said last, to what it was asked last."""
    names = PRESERVED_NAMES if view.extensions and view.sure_until else STATE_NAMES
    return names[view.state]
