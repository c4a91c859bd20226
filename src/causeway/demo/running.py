"""Runs the demonstration end to end: prepare, live through the past, serve, send what comes today, measure, record."""

import shutil
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

from django.db import connection
from rich.progress import Progress

from causeway.demo.abroad import open_central_desks
from causeway.demo.awareness import do_awareness_work
from causeway.demo.candidates import put_before_reviewers
from causeway.demo.clock import Clock
from causeway.demo.counting import clearing_steps, feedback_steps
from causeway.demo.deconflicting import register_what_forces_work_on
from causeway.demo.exchange import let_them_exchange
from causeway.demo.measuring import falls_short, measure
from causeway.demo.past import WEEKS, live_through, of_the_past
from causeway.demo.planning import plan
from causeway.demo.practice import keep_standard_practice
from causeway.demo.record import Demo, ServiceAccess, SignIn, Step, read_record, record_path, write_record
from causeway.demo.sending import DOOR_WORDS, Sending, Sent
from causeway.demo.setting_up import Cast, set_up
from causeway.demo.shared_bank import share_a_bank
from causeway.demo.surveying import ask_officers
from causeway.demo.training import do_training
from causeway.demo.working import People
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.models import Leaf
from causeway.hub.base.organisations.actors import program_actor
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.base.walls.database import embedded
from causeway.hub.knowledge.banks.commands.import_list import ListFormat, import_list
from causeway.hub.road.outcomes.models import FeedbackDue
from causeway.hub.road.queues.models import Work
from causeway.hub.road.referrals.models import Referral
from causeway.hub.road.routes.router import write_overlay
from causeway.hub.serving import Site
from causeway.hub.state import home
from causeway.matching import digest_file
from causeway.routing import forces
from causeway.vocabulary.organisations import OrganisationKind, Role
from causeway.worlds import World, generate

_BANK = "Listed pictures of the demonstration"
_IDLE_TIMEOUT_SECONDS = 600
_POLL_SECONDS = 0.5


class DemoFailed(Exception):
    """The demonstration could not be run; the message says what to do."""

    code = "demo_failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A world whose past has been lived through, with what was sent and done in it."""

    world: World
    people: People
    sent: Sent
    begun: Demo


def known_demo() -> Demo | None:
    """The demonstration that is there, or None when there is none.

    Raises:
        DemoFailed: the state folder is in real use.
    """
    record = read_record()
    if record is None and Organisation.objects.exists():
        raise DemoFailed(
            "This state folder holds organisations that are no demonstration. Set CAUSEWAY_HOME to another folder."
        )
    return record


def is_unfinished() -> bool:
    """Whether a demonstration was begun here and did not come to its end."""
    record = read_record()
    return record is not None and not record.is_complete


def forget() -> None:
    """Remove the demonstration in this state folder: database, vault and record. Refuses what is no demonstration.

    Raises:
        DemoFailed: there is no demonstration here, or it lies in a database of your own.
    """
    if not record_path().exists():
        return
    server = embedded()
    if server is None:
        raise DemoFailed("With DATABASE_URL set, remove the demonstration's database yourself.")
    connection.close()
    server.stop()
    for name in (server.data.name, "vault", "mail", "incoming"):
        shutil.rmtree(home() / name, ignore_errors=True)
    record_path().unlink()


def prepare(*, seed: int, referrals: int, base_url: str, bar: Progress) -> Prepared:
    """Generate the world, set up its organisations and people, import its bank, and live through the months before
    today. Call it before the site starts.
    """
    begun = Demo(base_url=base_url, seed=seed, referrals=referrals)
    write_record(begun)  # before anything else, so that a run that is broken off is known for a demonstration
    drawing = bar.add_task("Draw a world", total=1)
    known = [(force.code, force.name, force.country, force.zone) for force in forces()]
    world = generate(seed, referrals=referrals, forces=known, now=datetime.now(UTC), weeks=WEEKS)
    bar.update(drawing, completed=1)
    write_overlay(dict(world.address_overlay), label="demonstration: documentation addresses given a country")
    clock = Clock(world.now - timedelta(weeks=WEEKS + 1))
    with clock.standing_in():
        people, sent = People(*_set_up(world, bar)), Sent()
        keep_standard_practice(people.cast, people.desk)
        living = bar.add_task("Half a year, through the doors", total=len(of_the_past(world)))
        for done in live_through(world, people, sent, clock):
            bar.update(living, completed=done)
        open_central_desks(people.cast, people.desk)
    return Prepared(world=world, people=people, sent=sent, begun=begun)


def run_demo(prepared: Prepared, site: Site, bar: Progress) -> Demo:
    """Send everything to the site, wait until the worker has done its work, let people act, measure and record."""
    world, people = prepared.world, prepared.people
    cast, desk = people.cast, people.desk
    sending = Sending(world, cast, site.base_url, prepared.sent)
    today = world.referrals[len(prepared.sent.world_ids) :]
    for one in bar.track(today, description="Today, through the doors"):
        sending.send(one)
    cleared = bar.add_task("Examined, matched, linked, routed", total=len(world.referrals))
    wait_until_idle(desk, lambda done: bar.update(cleared, completed=done), len(world.referrals))
    working = bar.add_task("People at work, then the measure", total=1)
    surveyed = ask_officers(cast.person_of(desk, Role.SURVEY_LEAD).actor, prepared.begun.seed)
    materials = do_awareness_work(cast, desk)
    certificates = do_training(cast)
    messages = let_them_exchange(cast, desk)
    versions = plan(cast, desk)
    shared = share_a_bank(cast, desk)
    candidates = put_before_reviewers(cast)
    registered = register_what_forces_work_on(cast)
    wait_until_idle(desk, lambda _: None, len(world.referrals))
    program = program_actor(desk)
    scores = measure(world, program, sending.sent.world_ids)
    steps = (
        *_door_steps(sending),
        *clearing_steps(desk),
        *people.steps(),
        *feedback_steps(cast.organisations.values()),
        surveyed,
        Step(step="awareness", what="materials published", count=materials),
        Step(step="training", what="certificates issued", count=certificates),
        Step(step="exchange", what="messages between organisations", count=messages),
        Step(step="planning", what="assessments of capability published", count=versions),
        Step(step="banks", what="signals in a bank that four organisations share", count=shared),
        Step(step="candidates", what="candidates put before a service's reviewer", count=candidates),
        Step(step="deconfliction", what="interests that forces registered", count=registered),
        _ledger_step(desk),
    )
    people_shown, services = _sign_ins(cast), _service_access(cast)
    demo = replace(prepared.begun, is_complete=True, people=people_shown, services=services, steps=steps, scores=scores)
    write_record(demo)
    bar.update(working, completed=1)
    if short := falls_short(scores):
        raise DemoFailed(f"The road falls short of its measure in: {', '.join(short)}")
    return demo


def _set_up(world: World, bar: Progress) -> tuple[Cast, Organisation]:
    """All organisations and what their bank lists; gives them, and which of them is the desk."""
    organisations = bar.add_task("Organisations, people, agreements", total=len(world.organisations))
    cast = set_up(world, lambda _: bar.advance(organisations))
    bar.update(organisations, completed=len(world.organisations))
    desk = next(one for one in cast.organisations.values() if one.kind == OrganisationKind.CLEARING_HOUSE.value)
    _import_bank(world, cast, desk)
    return cast, desk


def _import_bank(world: World, cast: Cast, desk: Organisation) -> None:
    analyst = cast.person_of(desk, Role.ANALYST).actor
    digests = [digest_file(picture.jpeg) for picture in world.bank]
    rows = [f"{one.sha256},{one.md5},{one.pdq or ''},listed" for one in digests]
    text = "\n".join(["sha256,md5,pdq,category", *rows, ""])
    stream = BytesIO(text.encode())
    import_list(analyst, bank_name=_BANK, stream=stream, list_format=ListFormat.CSV, source="drawn by the program")


def wait_until_idle(desk: Organisation, report: Callable[[int], None], total: int) -> None:
    """Wait until no work is owed, every entry has been numbered, and every sender told what is due.

    Raises:
        DemoFailed: the worker did not get there in time.
    """
    program, deadline = program_actor(desk), time.monotonic() + _IDLE_TIMEOUT_SECONDS
    quiet = 0
    while time.monotonic() < deadline:
        with acting_as(program):
            owed = Work.objects.filter(done_at=None).count()
            done = Work.objects.exclude(done_at=None).filter(stage="clear").values("referral_id").distinct().count()
            waiting = Leaf.objects.filter(position=None).count()
            accepted = Referral.objects.count()
            untold = FeedbackDue.objects.filter(over_at=None, due_at__lte=datetime.now(UTC)).count()
        report(min(done, total))
        is_quiet = not owed and not waiting and not untold and done >= accepted
        quiet = quiet + 1 if is_quiet else 0
        if quiet >= 3:
            return
        time.sleep(_POLL_SECONDS)
    raise DemoFailed("The worker did not finish in time; run 'causeway doctor'.")


def served_at(demo: Demo, base_url: str) -> Demo:
    """The record of a demonstration that is served at another address now."""
    if demo.base_url != base_url:
        demo = replace(demo, base_url=base_url)
        write_record(demo)
    return demo


def _sign_ins(cast: Cast) -> tuple[SignIn, ...]:
    shown: set[tuple[Role, str, str]] = set()
    people = []
    for person in cast.people:
        place = (person.kind.value, cast.partner_kind_of(person))
        fresh = [role for role in person.roles if (role, *place) not in shown]
        shown.update((role, *place) for role in fresh)
        people.append(
            SignIn(
                role=", ".join(role.value for role in person.roles),
                organisation=person.organisation,
                email=person.email,
                password=person.password,
                is_shown=bool(fresh),
            )
        )
    return tuple(people)


def _service_access(cast: Cast) -> tuple[ServiceAccess, ...]:
    return tuple(
        ServiceAccess(name=cast.holders[name].name, credential=name, username=issued.username, password=issued.secret)
        for name, issued in cast.credentials.items()
    )


def _door_steps(sending: Sending) -> list[Step]:
    return [
        Step(step="intake", what=DOOR_WORDS[door], count=count)
        for door, count in sorted(sending.sent.by_door.items(), key=lambda pair: -pair[1])
    ]


def _ledger_step(desk: Organisation) -> Step:
    with acting_as(program_actor(desk)):
        return Step(
            step="ledger", what="entries numbered and signed", count=Leaf.objects.exclude(position=None).count()
        )
