"""What the doctor looks at of the work that goes on by itself: the worker, what it owes, and who follows the ledger."""

from datetime import UTC, datetime, timedelta

from causeway.cli.doctor_finding import Finding

_LONGEST_LAG = timedelta(minutes=5)
"""What a worker under load may need for an entry; a follower that fails parks it within seconds."""


def worker() -> Finding:
    """Whether a worker runs."""
    from causeway.hub.road.queues.working.heartbeat import is_alive, last_beat

    sign = last_beat()
    if sign is None:
        return Finding(
            part="worker", is_well=False, text="has never run", mend="Run 'causeway serve' or 'causeway worker'."
        )
    well = is_alive(datetime.now(UTC))
    return Finding(
        part="worker",
        is_well=well,
        text=f"last seen at {sign.at}",
        mend="" if well else "Run 'causeway serve' or 'causeway worker'.",
    )


def owed() -> Finding:
    """Whether any owed work keeps failing, at every organisation that works on referrals."""
    from causeway.hub.base.acting.permissions import Permission, may
    from causeway.hub.base.organisations.actors import all_programs
    from causeway.hub.road.queues.working.owed import owed_work

    found = [owed_work(program) for program in all_programs() if may(program, Permission.READ_QUEUE)]
    count, failing = sum(one.count for one in found), sum(one.failing for one in found)
    if failing:
        faults = sorted({fault for one in found for fault in one.faults})
        return Finding(
            part="owed work",
            is_well=False,
            text=f"{failing} of {count} owed pieces of work keep failing ({', '.join(faults)})",
            mend="Mend what the fault names, or upgrade; the worker tries again by itself.",
        )
    return Finding(part="owed work", is_well=True, text=f"{count} owed, none keeps failing")


def followers() -> Finding:
    """Whether every entry of the ledger was followed."""
    from causeway.hub.base.acting.doors import acting_as
    from causeway.hub.base.ledger.taking_up import lag_of
    from causeway.hub.base.organisations.actors import all_programs

    parked, faults, oldest = 0, set[str](), datetime.now(UTC)
    for program in all_programs():
        with acting_as(program):
            lag = lag_of(program.organisation_id)
        parked += lag.parked
        faults |= set(lag.faults)
        oldest = min(oldest, lag.oldest_at or oldest)
    if parked:
        return Finding(
            part="followers",
            is_well=False,
            text=f"{parked} entries are parked ({', '.join(sorted(faults))})",
            mend="Mend what the fault names, or upgrade; then run 'causeway ledger retry'.",
        )
    well = oldest > datetime.now(UTC) - _LONGEST_LAG
    return Finding(
        part="followers",
        is_well=well,
        text="up to date" if well else f"an entry of {oldest:%Y-%m-%d %H:%M} UTC waits to be followed",
        mend="" if well else "See that the worker runs; its log names the follower that stopped.",
    )
