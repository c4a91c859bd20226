"""What is shared too widely to link, as the pages of a referral, a cluster and the work-bench say it."""

from collections.abc import Sequence

from causeway.hub.road.clusters.queries.widely_shared import CommonThing
from causeway.hub.road.clusters.words import how_common, name_of_common

MOST_SHOWN = 20


def common_things(things: Sequence[CommonThing], *, is_desks: bool) -> dict[str, object]:
    """The rows of the part `common.html`."""
    return {
        "rows": [
            {
                "name": name_of_common(thing),
                "value": thing.value if thing.kind else f"{thing.value[:12]}…",
                "text": how_common(thing, is_desks=is_desks),
            }
            for thing in things[:MOST_SHOWN]
        ],
        "more": max(0, len(things) - MOST_SHOWN),
        "at": max((thing.counted_at for thing in things), default=None),
    }
