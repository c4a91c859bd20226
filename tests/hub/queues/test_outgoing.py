"""What waits for others: whoever has much to send takes turns with the rest, and one sort holds up no other."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import uuid4

from causeway.hub.base.acting.actors import Actor
from causeway.hub.road.queues.working.outgoing import Lane
from causeway.hub.road.queues.working.ticking import NamedHook, hooks
from causeway.vocabulary.organisations import OrganisationKind, Purpose

MOST_SECONDS = 20.0


def organisation(name: str) -> Actor:
    return Actor(
        organisation_id=uuid4(),
        organisation_name=name,
        organisation_kind=OrganisationKind.SERVICE,
        purpose=Purpose.REVIEW_CONTENT,
        label=name,
        zone="UTC",
    )


@contextmanager
def running(lane: Lane) -> Iterator[None]:
    lane.start()
    try:
        yield
    finally:
        lane.stop()
        lane.join()


def test_whoever_always_has_more_to_send_takes_turns_with_the_rest(db: None) -> None:
    busy, other = organisation("Busy"), organisation("Other")
    turns, other_had_one = list[str](), threading.Event()

    def send(actor: Actor, now: datetime) -> int:
        turns.append(actor.label)
        if actor is other:
            other_had_one.set()
            return 0
        return 1

    lane = Lane(NamedHook("one sort", send, True))
    lane.ask_for(busy)
    lane.ask_for(other)
    with running(lane):
        assert other_had_one.wait(MOST_SECONDS)
    assert turns[:2] == ["Busy", "Other"]


def test_it_is_busy_while_somebody_waits_or_is_served(db: None) -> None:
    seen, done = list[bool](), threading.Event()

    def send(_actor: Actor, now: datetime) -> int:
        seen.append(lane.is_busy)
        done.set()
        return 0

    lane = Lane(NamedHook("one sort", send, True))
    assert not lane.is_busy
    lane.ask_for(organisation("Busy"))
    assert lane.is_busy
    with running(lane):
        assert done.wait(MOST_SECONDS)
    assert (seen, lane.is_busy) == ([True], False)


def test_a_fault_of_one_organisation_stops_no_other(db: None) -> None:
    faulty, other = organisation("Faulty"), organisation("Other")
    done = threading.Event()

    def send(actor: Actor, now: datetime) -> int:
        if actor is faulty:
            raise RuntimeError("of a case")
        done.set()
        return 0

    lane = Lane(NamedHook("one sort", send, True))
    lane.ask_for(faulty)
    lane.ask_for(other)
    with running(lane):
        assert done.wait(MOST_SECONDS)


def test_whoever_keeps_one_thread_waiting_holds_up_nobody_and_never_has_two_turns_at_once(db: None) -> None:
    hanging, other = organisation("Hanging"), organisation("Other")
    begun, let_go, done = threading.Event(), threading.Event(), threading.Event()
    turns = list[str]()

    def send(actor: Actor, now: datetime) -> int:
        turns.append(actor.label)
        if actor is hanging:
            begun.set()
            let_go.wait(MOST_SECONDS)
            if len(turns) > 2:
                done.set()
        elif turns.count("Other") == 2:
            let_go.set()
        return int(turns.count("Other") == 1)

    lane = Lane(NamedHook("one sort", send, True, threads=2))
    lane.ask_for(hanging)
    with running(lane):
        assert begun.wait(MOST_SECONDS)
        lane.ask_for(hanging)
        lane.ask_for(other)
        assert done.wait(MOST_SECONDS)
    assert turns == ["Hanging", "Other", "Other", "Hanging"]


def test_those_whose_last_turn_took_long_wait_among_themselves(db: None) -> None:
    slow, other = [organisation(f"Slow {number}") for number in range(4)], organisation("Other")
    seconds, hanging, let_go, done = [0.0], threading.Semaphore(0), threading.Event(), threading.Event()
    were_slow = set[str]()

    def send(actor: Actor, now: datetime) -> int:
        if actor is other:
            done.set()
        elif actor.label in were_slow:
            hanging.release()
            let_go.wait(MOST_SECONDS)
        else:
            were_slow.add(actor.label)
            seconds[0] += 100  # by the lane's clock
            return 1
        return 0

    lane = Lane(NamedHook("one sort", send, True, threads=4), clock=lambda: seconds[0])
    for actor in slow:
        lane.ask_for(actor)
    with running(lane):
        assert hanging.acquire(timeout=MOST_SECONDS)
        lane.ask_for(other)
        assert done.wait(MOST_SECONDS)
        assert not hanging.acquire(blocking=False), "one thread serves them, and three everybody else"
        let_go.set()


def test_every_webhook_has_a_server_of_its_own_and_all_mails_have_one() -> None:
    threads = {hook.name.rpartition(" ")[2]: hook.threads for hook in hooks(apart=True)}
    assert threads["webhook"] > 1
    assert {threads[name] for name in threads.keys() - {"webhook"}} == {1}


def test_mail_webhooks_long_comparisons_and_what_is_erased_stand_apart() -> None:
    assert {hook.name.rpartition(" ")[2] for hook in hooks(apart=True)} == {"mail", "webhook", "compare", "time"}
