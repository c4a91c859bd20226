"""Routes counted: what went on to whom."""

from datetime import datetime
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from causeway.hub.base.rows.columns import key, moment, newest_of_each, read_columns
from causeway.hub.road.routes.models import RouteDecision


def sent_on_between(own_id: UUID, since: datetime, until: datetime) -> NDArray[np.void]:
    """What the acting organisation sent on in a time: each referral once, with where its newest decision sent it, and
    when. Runs inside the caller's transaction.
    """
    # The policy alone decides what is seen here: the manager's filter would have the planner look twice at each row.
    rows = RouteDecision._base_manager.filter(
        organisation_id=own_id, receiver_id__isnull=False, decided_at__gte=since, decided_at__lt=until
    )
    columns = {"referral": key("referral_id"), "receiver": key("receiver_id"), "decided_at": moment("decided_at")}
    found = read_columns(rows, id=key("id"), **columns)
    return newest_of_each(found, "referral", by=("decided_at", "id"))
