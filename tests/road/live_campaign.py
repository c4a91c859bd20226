"""A campaign of kills on a live installation under load.

Two threads kill: one the web server's processes while calls are under way, one the worker's while it is in the midst of
each step, seen by what its transaction last asked.
"""

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from road.live_hub import LiveHub, Target, live_hub
from road.live_load import Load

CALLS = ("submit", "upload", "fileinfo", "finish", "referrals", "supplements")
STEPS = {
    "numbering entries": "ledger_tree",
    "following entries": "ledger_followercursor",
    "examining": "evidence_examination",
    "clearing": "clusters_",
    "prioritising": "assessments_",
    "routing": "routes_routedecision",
    "queueing": "queues_queueitem",
    "alerting": "queues_alert",
    "claiming work": "queues_work",
}
"""Each step, and what only its queries name."""
ANY_MOMENT = "doing anything"
"""Said of a kill for which the step it was aimed at did not come in time."""
_AIM_SECONDS = 20.0
_WORK_BETWEEN = 4
_LOOK_SECONDS = 0.002
_LONGEST_DELAY_SECONDS = 0.06
_STILL_SECONDS = 8.0


@dataclass
class Campaign:
    """Kills as planned, and as done: who was killed, in the midst of what."""

    hub: LiveHub
    load: Load
    rng: random.Random
    done: list[tuple[Target, str]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    def run(self) -> None:
        """Kill by both threads, until both are through."""
        on_web = [(Target.WEB, call) for call in CALLS for _ in range(3)]
        on_web += [(Target.WEB_MASTER, call) for call in ("upload", "finish", "referrals") for _ in range(3)]
        on_web += [(Target.KEEPER, call) for call in ("finish", "referrals")]
        on_worker = [(target, step) for step in STEPS for target in (Target.WORKER, Target.HANDS)]
        on_worker += [(Target.EXAMINER, "examining")] * 4
        threads = []
        for plan, aim in ((on_web, self._is_called), (on_worker, self._is_at)):
            self.rng.shuffle(plan)
            order = random.Random(self.rng.random())
            threads.append(threading.Thread(target=self._kill_all, args=(plan, aim, order), daemon=True))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not self.faults, self.faults

    def _kill_all(self, plan: list[tuple[Target, str]], is_time: Callable[[str], bool], rng: random.Random) -> None:
        try:
            for target, moment in plan:
                self.hub.wait_for(lambda wanted=target: bool(self.hub.find(wanted)), target)  # type: ignore[misc]
                self._kill(target, moment, is_time, rng)
                if target in {Target.WORKER, Target.HANDS, Target.EXAMINER}:
                    self._let_work()
        except BaseException as fault:  # noqa: BLE001 a thread's fault must fail the test, not pass unseen
            self.faults.append(f"{type(fault).__name__}: {fault}")

    def _kill(self, target: Target, moment: str, is_time: Callable[[str], bool], rng: random.Random) -> None:
        deadline = time.monotonic() + _AIM_SECONDS
        while not (is_hit := is_time(moment)) and time.monotonic() < deadline:
            time.sleep(_LOOK_SECONDS)
        time.sleep(rng.uniform(0, _LONGEST_DELAY_SECONDS))
        self.hub.wait_for(lambda: self.hub.kill(target) is not None, f"a living {target} to kill")
        self.done.append((target, moment if is_hit else ANY_MOMENT))
        if target is Target.KEEPER:
            self.hub.start()

    def _let_work(self) -> None:
        """Let the next worker do something before it is killed, so that every step comes to be under way."""
        deadline, before = time.monotonic() + _AIM_SECONDS, self.hub.done()
        while self.hub.done() < before + _WORK_BETWEEN and time.monotonic() < deadline:
            time.sleep(0.1)

    def _is_called(self, call: str) -> bool:
        return self.load.aims.is_under_way(call)

    def _is_at(self, step: str) -> bool:
        statement = (
            "SELECT 1 FROM pg_stat_activity WHERE usename = 'causeway_app' AND state <> 'idle'"
            " AND xact_start IS NOT NULL AND strpos(query, %s) > 0 LIMIT 1"
        )
        return bool(self.hub.query(statement, STEPS[step]))


@dataclass
class Aftermath:
    """What the tests look at."""

    hub: LiveHub
    load: Load
    campaign: Campaign


@contextmanager
def killed(seed: int, folder: Path) -> Iterator[Aftermath]:
    """Run a campaign, let everything come to rest, and give the installation as it then is."""
    with live_hub() as hub:
        load = Load(hub, folder, senders=6, seed=seed)
        load.start()
        campaign = Campaign(hub, load, random.Random(seed))
        try:
            campaign.run()
        finally:
            load.stop()
        load.finish()
        _let_rest(hub)
        yield Aftermath(hub, load, campaign)


def _let_rest(hub: LiveHub) -> None:
    """Until nothing is owed, every entry is numbered, and nothing new has come for longer than a worker sleeps."""
    last, since = -1, time.monotonic()

    def is_at_rest() -> bool:
        nonlocal last, since
        (row,) = hub.query(
            "SELECT (SELECT count(*) FROM queues_work WHERE done_at IS NULL) AS owed,"
            " (SELECT count(*) FROM ledger_leaf WHERE position IS NULL) AS unnumbered,"
            " (SELECT count(*) FROM ledger_leaf) + (SELECT count(*) FROM notices_notice) AS size"
        )
        if row["owed"] or row["unnumbered"] or row["size"] != last or not hub.find(Target.WORKER):
            last, since = row["size"], time.monotonic()
        time.sleep(0.5)
        return time.monotonic() - since > _STILL_SECONDS

    hub.wait_for(is_at_rest, "the installation to come to rest", seconds=600)
