"""A harmless instrument, and a wave of it with people in three forces, for the tests of surveys."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.actors import Actor, Automation
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.knowledge.surveys.commands.answer import hand_in
from causeway.hub.knowledge.surveys.commands.prepare_wave import (
    WaveDates,
    ask_people,
    make_wave,
    make_wave_key,
    set_frame,
    start_wave,
)
from causeway.hub.knowledge.surveys.commands.run_wave import change_wave
from causeway.hub.knowledge.surveys.commands.write_instrument import begin_instrument, publish_instrument
from causeway.hub.knowledge.surveys.links import token_of
from causeway.hub.knowledge.surveys.models import Invited
from causeway.hub.knowledge.surveys.queries.links import find_link
from causeway.hub.knowledge.surveys.table_files import Person
from causeway.vocabulary.instruments import (
    Answer,
    Condition,
    Instrument,
    MatrixRow,
    Option,
    Question,
    QuestionKind,
    Section,
)
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.waves import FrameRow
from hub.conftest import SmallWorld

NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
DATES = WaveDates(opens_on=date(2026, 5, 1), closes_on=date(2026, 5, 31), keep_until=date(2031, 5, 31))
FORCES, RANKS = ("North", "South"), ("Constable", "Sergeant")
FRAME = tuple(FrameRow(force=force, rank=rank, population=200) for force in FORCES for rank in RANKS)


def texts(english: str) -> dict[str, str]:
    return {"en": english, "nl": f"{english} (NL)"}


def options(*codes: str, alone: str | None = None) -> tuple[Option, ...]:
    return tuple(Option(code=code, label=texts(code.title()), is_exclusive=code == alone) for code in codes)


INSTRUMENT = Instrument(
    code="door_knobs",
    version="1",
    languages=("en", "nl"),
    title=texts("Door knobs"),
    about=texts("About the knobs of doors."),
    consent=texts("I have read this and want to answer."),
    sections=(
        Section(
            code="use",
            title=texts("Use"),
            questions=(
                Question(
                    code="has_knob",
                    kind=QuestionKind.SINGLE,
                    text=texts("Has your door a knob?"),
                    options=options("yes", "no"),
                    is_required=True,
                ),
                Question(
                    code="grip",
                    kind=QuestionKind.SCALE,
                    text=texts("How firm is its grip?"),
                    minimum=1,
                    maximum=5,
                    low=texts("Loose"),
                    high=texts("Firm"),
                    is_required=True,
                    shown_if=(Condition(question="has_knob", is_any_of=("yes",)),),
                ),
            ),
        ),
        Section(
            code="more",
            title=texts("More"),
            intro=texts("A few more questions."),
            questions=(
                Question(
                    code="colours",
                    kind=QuestionKind.MULTIPLE,
                    text=texts("Which colours has it?"),
                    options=options("red", "blue", "none", alone="none"),
                    shown_if=(Condition(question="has_knob", is_any_of=("yes",)),),
                ),
                Question(
                    code="views",
                    kind=QuestionKind.MATRIX,
                    text=texts("What do you say to these?"),
                    rows=(
                        MatrixRow(code="round", label=texts("Round knobs turn well")),
                        MatrixRow(code="brass", label=texts("Brass shines")),
                    ),
                    options=options("agree", "disagree"),
                ),
                Question(
                    code="doors",
                    kind=QuestionKind.NUMBER,
                    text=texts("How many doors do you use in a day?"),
                    minimum=0,
                    maximum=500,
                    unit=texts("doors"),
                ),
                Question(code="words", kind=QuestionKind.TEXT, text=texts("What else would you like to say?")),
            ),
        ),
    ),
)


def person(number: int) -> Person:
    return Person(email=f"officer-{number}@example.org", force=FORCES[number % 2], rank=RANKS[number // 2 % 2], role="")


@dataclass
class RunningWave:
    """A wave that has started, its lead, the door of its organisation and the file of its key."""

    lead: Actor
    door: Actor
    wave_id: UUID
    key_file: str
    emails: dict[str, UUID] = field(default_factory=dict)
    now: datetime = NOON

    def token(self, number: int) -> str:
        return token_of(self.emails[person(number).email])

    def answer(self, number: int, **answers: Answer) -> None:
        asked = find_link(self.door, self.token(number), self.now)
        hand_in(self.door, asked.invited_id, answers, self.now)

    def move(self, first: int, last: int) -> None:
        """Let it run from so many days after today to so many, for the pages, whose time is the true one."""
        today = self.now.date()
        dates = WaveDates(
            opens_on=today + timedelta(days=first),
            closes_on=today + timedelta(days=last),
            keep_until=today + timedelta(days=999),
        )
        change_wave(self.lead, self.wave_id, title="Knobs of today", dates=dates, now=self.now)


def survey_lead(world: SmallWorld, organisation: Organisation | None = None) -> Actor:
    return world.member(organisation or world.desk, Role.SURVEY_LEAD, name="Sam Asker")


def running_wave(world: SmallWorld, people: int = 30, instrument: Instrument = INSTRUMENT) -> RunningWave:
    """A wave of this instrument in which so many people are asked."""
    lead = survey_lead(world)
    published_id = publish_instrument(lead, begin_instrument(lead, instrument))
    wave_id = make_wave(lead, published_id, title="Knobs 2026", dates=DATES)
    set_frame(lead, wave_id, FRAME, NOON)
    ask_people(lead, wave_id, [person(number) for number in range(people)], NOON)
    key = make_wave_key(lead, wave_id, NOON)
    start_wave(lead, wave_id, key.private, NOON)
    emails = _emails(lead, wave_id)
    door = world.program(world.desk, Automation.PUBLIC_DOOR)
    return RunningWave(lead=lead, door=door, wave_id=wave_id, key_file=f"# a key\n{key.private}\n", emails=emails)


def wave_of_today(world: SmallWorld, people: int = 30) -> RunningWave:
    """A wave that runs at the true time."""
    wave = running_wave(world, people)
    wave.now = timezone.now()
    wave.move(-3, 9)
    return wave


def _emails(lead: Actor, wave_id: UUID) -> dict[str, UUID]:
    with acting_as(lead):
        return dict(Invited.objects.filter(wave_id=wave_id).values_list("email", "id"))
