"""The pages of demand over a great many referrals: read from the counts, against read from the ledger as before.

PYTHONPATH=src:tests CAUSEWAY_HOME=$(mktemp -d) CAUSEWAY_DATABASE_DURABLE=no python benchmarks/bench_demand.py

It fills an empty database of its own (`--referrals`, by default 100,000, of half a year: a page's period and the one
before). "Read as before" is what every page once did first: a row of Python for each line, with first acts and newest
outcomes straight from their tables. Seconds of the processor are the program's and the database's together, without
parallel workers; on a busy machine they say more than the clock.
"""

import argparse
import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from causeway.cli.hub import load_hub

load_hub()

from django.db import connection  # noqa: E402
from django.db.models import Min, Q  # noqa: E402
from django.utils import timezone  # noqa: E402
from filled_desk import filled  # noqa: E402

from causeway.hub.base.acting.actors import Actor  # noqa: E402
from causeway.hub.base.acting.doors import acting_as  # noqa: E402
from causeway.hub.base.ledger.models import EntrySubject  # noqa: E402
from causeway.hub.base.rows.moments import Seconds  # noqa: E402
from causeway.hub.base.walls.migrating import as_owner  # noqa: E402
from causeway.hub.commons.demand.commands.count_again import FIRST_OF, recount  # noqa: E402
from causeway.hub.commons.demand.gathering import is_force, items_between  # noqa: E402
from causeway.hub.commons.demand.periods import Period  # noqa: E402
from causeway.hub.commons.demand.queries.change import change  # noqa: E402
from causeway.hub.commons.demand.queries.compare import comparisons  # noqa: E402
from causeway.hub.commons.demand.queries.overview import overview  # noqa: E402
from causeway.hub.commons.demand.queries.partners import partners  # noqa: E402
from causeway.hub.commons.demand.queries.work import work  # noqa: E402
from causeway.hub.road.outcomes.queries.counting import newest_outcomes  # noqa: E402
from causeway.hub.road.queues.models import QueueItem  # noqa: E402
from causeway.vocabulary.organisations import Role  # noqa: E402

_TICKS_A_SECOND = 100
_FIELDS = ("referral_id", "duplicate_of_id", "sender_id", "sender_name", "concern", "band", "case_id")
_MOMENTS = ("received_at", "arrived_at", "closed_at")


def read_as_before(actor: Actor, since: datetime, until: datetime) -> int:
    """What a page read of a desk's or a force's referrals before it counted anything."""
    own, acts = actor.organisation_id, [act.value for group in FIRST_OF.values() for act in group]
    firsts = {
        name: Seconds(Min("at", filter=Q(entry__act__in=[act.value for act in group])))
        for name, group in FIRST_OF.items()
    }
    with acting_as(actor):
        lines = QueueItem.objects.filter(organisation_id=own, arrived_at__gte=since, arrived_at__lt=until)
        found = list(lines.order_by("arrived_at", "id").values_list(*_FIELDS, *(Seconds(name) for name in _MOMENTS)))
        entered = EntrySubject.objects.filter(
            at__gte=since, at__lt=until, entry__at__gte=since, entry__at__lt=until, entry__act__in=acts
        )
        own_acts = entered.filter(entry__organisation_id=own).values_list("subject_id")
        steps = {subject_id: times for subject_id, *times in own_acts.annotate(**firsts)}
        outcomes = {tally.referral_id: tally for tally in newest_outcomes(by=own if is_force(actor) else None)}
        return sum(line[0] in steps and line[0] in outcomes for line in found)


def measured(name: str, read: Callable[[], Any], times: int) -> float:
    """Print how long one read takes, the best of some; gives seconds of the processor."""
    best = (float("inf"), float("inf"))
    for _ in range(times):
        began, used = time.perf_counter(), _processor()
        read()
        best = min(best, (_processor() - used, time.perf_counter() - began))
    print(f"  {name:24} {best[0]:7.2f} s of the processor, {best[1]:7.2f} s by the clock")
    return best[0]


def _processor() -> float:
    parts = Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().split()
    return time.process_time() + (int(parts[13]) + int(parts[14])) / _TICKS_A_SECOND


def main() -> None:
    """Fill, count, and measure as a desk and as a force."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--referrals", type=int, default=100_000)
    parser.add_argument("--times", type=int, default=3)
    asked = parser.parse_args()
    now = timezone.now()
    road = filled(asked.referrals, now)
    period = Period(last=now.date(), weeks=13, zone="UTC")
    for organisation in (road.world.desk, road.force, road.service):
        began = time.perf_counter()
        counted = recount(road.world.program(organisation))
        print(f"{organisation.name}: {counted:,} counted anew in {time.perf_counter() - began:.0f} s")
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    for organisation in (road.world.desk, road.force):
        print(f"{organisation.name}, {asked.referrals:,} referrals")
        measure_pages(road.world.member(organisation, Role.SUPERVISOR), period, now, asked.times)


def measure_pages(actor: Actor, period: Period, now: datetime, times: int) -> None:
    """The two ways of reading and their ratio, then each page whole."""
    since, until = period.before.since, period.until

    def read_from_the_counts() -> None:
        with acting_as(actor):
            items_between(actor, since, until, now)

    before = measured("read as before", lambda: read_as_before(actor, since, until), times)
    after = measured("read from the counts", read_from_the_counts, times)
    print(f"  ratio {before / after:.1f}")
    for page in (overview, change, comparisons, partners, *((work,) if is_force(actor) else ())):
        measured(page.__name__, partial(page, actor, period, now=now), times)


if __name__ == "__main__":
    main()
