"""A generated wave of a survey of police officers, with the true rates of the population behind it.

The forces are the 43 territorial forces of England and Wales, a public fact (Police Act 1996, schedule 1, and the two
London forces). Everything else is invented: how many officers each has, how they answer, and who of them answers at
all. The rates were chosen apart from any published study, so that nobody takes one for a confirmation of the other.
Both answering and the answers go with force and rank, so that unweighted shares are wrong and weighted ones are not.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from causeway.vocabulary.instruments import Answers, Instrument
from causeway.vocabulary.waves import FrameRow, OpenedAnswer, OpenedWave, StratumCount
from causeway.worlds._answering import Person, Tastes, answer_sheet, chances

FORCES = (
    "Avon and Somerset", "Bedfordshire", "Cambridgeshire", "Cheshire", "City of London", "Cleveland", "Cumbria",
    "Derbyshire", "Devon and Cornwall", "Dorset", "Durham", "Dyfed-Powys", "Essex", "Gloucestershire",
    "Greater Manchester", "Gwent", "Hampshire", "Hertfordshire", "Humberside", "Kent", "Lancashire", "Leicestershire",
    "Lincolnshire", "Merseyside", "Metropolitan Police", "Norfolk", "North Wales", "North Yorkshire",
    "Northamptonshire", "Northumbria", "Nottinghamshire", "South Wales", "South Yorkshire", "Staffordshire", "Suffolk",
    "Surrey", "Sussex", "Thames Valley", "Warwickshire", "West Mercia", "West Midlands", "West Yorkshire", "Wiltshire",
)  # fmt: skip

RANKS: Mapping[str, float] = {
    "Constable": 0.77,
    "Sergeant": 0.155,
    "Inspector": 0.055,
    "Chief inspector or above": 0.02,
}
"""Every rank, and the share of a force's officers that it has here. Invented."""

_RANK_PULL: Mapping[str, float] = dict(zip(RANKS, (0.0, 0.5, 0.9, 1.2), strict=True))
"""On the logit scale: higher ranks answer more readily, and answer differently."""

RATES: Mapping[str, Mapping[str, float]] = {
    "online_crime_contact": {"yes": 0.71, "no": 0.27, "dont_know": 0.02},
    "grooming_first_hand": {"yes": 0.33, "no": 0.64, "dont_know": 0.03},
    "material_first_hand": {"yes": 0.41, "no": 0.56, "dont_know": 0.03},
    "training_enough": {"adequate": 0.29, "partly": 0.38, "not_adequate": 0.3, "dont_know": 0.03},
    "standard_practice": {"yes": 0.52, "no": 0.21, "dont_know": 0.27},
    "schools_work": {"yes": 0.62, "no": 0.31, "dont_know": 0.07},
    "support_offered": {"yes": 0.66, "no": 0.2, "dont_know": 0.14},
}
"""Population rates that were set; every other question's were drawn from the seed."""

_FRAME_SEED = 43
_SMALLEST_FORCE, _LARGEST_FORCE = 600, 30_000
_SPREAD = 0.7
"""Of the logarithm of a force's size."""
_ASKED_PER_ANSWER = 2.4
_TO_SIZE = 0.6
"""People are asked by a power of a stratum's size: between the same number everywhere and the same share."""
_OPEN = timedelta(weeks=4)


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficerSurvey:
    """A synthetic wave, and the true share of the population for each single choice: `truth[question][option]`."""

    wave: OpenedWave
    truth: Mapping[str, Mapping[str, float]]


def officer_frame() -> tuple[FrameRow, ...]:
    """The invented population: how many officers each force has, by rank. The same for every seed."""
    rng = Random(_FRAME_SEED)
    rows = []
    for force in FORCES:
        size = min(_LARGEST_FORCE, max(_SMALLEST_FORCE, 1900 * math.exp(rng.gauss(0, _SPREAD))))
        if force == "Metropolitan Police":
            size = _LARGEST_FORCE
        rows += [
            FrameRow(force=force, rank=rank, population=max(2, round(size * share))) for rank, share in RANKS.items()
        ]
    return tuple(rows)


def officer_survey(
    seed: int,
    instrument: Instrument,
    *,
    closes_on: date,
    respondents: int = 930,
    title: str = "Synthetic wave",
    moved: Mapping[str, Mapping[str, float]] | None = None,
) -> OfficerSurvey:
    """A wave of this many answers from all 43 forces. `moved` sets other rates for some questions, as in another year.

    Everything follows from the seed: the same call gives the same wave.
    """
    rng = Random(seed)
    frame = officer_frame()
    tastes = Tastes.drawn(Random(_FRAME_SEED + 1), instrument, {**RATES, **(moved or {})})
    people = _people(frame)
    asked = _asked(rng, frame, round(respondents * _ASKED_PER_ANSWER))
    answering = _who_answers(rng, asked, people, respondents)
    sheets = [_sheet(rng, instrument, tastes, people[stratum]) for stratum in answering]
    rng.shuffle(sheets)
    wave = OpenedWave(
        title=title,
        instrument=instrument,
        opens_on=closes_on - _OPEN,
        closes_on=closes_on,
        frame=frame,
        invited=_counts(asked, answering),
        answers=tuple(sheets),
        is_synthetic=True,
    )
    return OfficerSurvey(wave=wave, truth=_truth(frame, instrument, tastes, people))


Stratum = tuple[str, str]


def _people(frame: tuple[FrameRow, ...]) -> dict[Stratum, Person]:
    rng = Random(_FRAME_SEED + 2)
    pulls = {force: rng.gauss(0, 0.5) for force in FORCES}
    total = sum(row.population for row in frame)
    mean = sum(row.population * (_RANK_PULL[row.rank] + pulls[row.force]) for row in frame) / total
    return {
        (row.force, row.rank): Person(
            force=row.force, rank=row.rank, pull=_RANK_PULL[row.rank] + pulls[row.force] - mean
        )
        for row in frame
    }


def _asked(rng: Random, frame: tuple[FrameRow, ...], how_many: int) -> list[Stratum]:
    """A sample that asks at least two of every stratum, and more of large ones, though not in proportion."""
    strata = [(row.force, row.rank) for row in frame]
    room = {(row.force, row.rank): row.population for row in frame}
    asked = [stratum for stratum in strata for _ in range(2)]
    weights = [row.population**_TO_SIZE for row in frame]
    drawn = dict.fromkeys(strata, 2)
    while len(asked) < how_many:
        stratum = rng.choices(strata, weights)[0]
        if drawn[stratum] < room[stratum]:
            drawn[stratum] += 1
            asked.append(stratum)
    return asked


def _who_answers(rng: Random, asked: list[Stratum], people: Mapping[Stratum, Person], how_many: int) -> list[Stratum]:
    """Exactly so many, likelier where the pull is stronger (Efraimidis and Spirakis, 2006: weighted sampling)."""
    keys = [(rng.expovariate(math.exp(people[stratum].pull)), stratum) for stratum in asked]
    return [stratum for _, stratum in sorted(keys)[:how_many]]


def _counts(asked: list[Stratum], answering: list[Stratum]) -> tuple[StratumCount, ...]:
    answered: dict[Stratum, int] = {}
    invited: dict[Stratum, int] = {}
    for stratum in asked:
        invited[stratum] = invited.get(stratum, 0) + 1
    for stratum in answering:
        answered[stratum] = answered.get(stratum, 0) + 1
    return tuple(
        StratumCount(force=force, rank=rank, invited=count, answered=answered.get((force, rank), 0))
        for (force, rank), count in invited.items()
    )


def _sheet(rng: Random, instrument: Instrument, tastes: Tastes, person: Person) -> OpenedAnswer:
    answers: Answers = answer_sheet(rng, instrument, tastes, person)
    return OpenedAnswer(force=person.force, rank=person.rank, answers=answers)


def _truth(
    frame: tuple[FrameRow, ...], instrument: Instrument, tastes: Tastes, people: Mapping[Stratum, Person]
) -> dict[str, dict[str, float]]:
    """The expected share of the whole population that would choose each option of a question asked of everybody."""
    total = sum(row.population for row in frame)
    found: dict[str, dict[str, float]] = {}
    for question in instrument.questions:
        if question.kind.value != "single" or question.shown_if:
            continue
        shares = dict.fromkeys((option.code for option in question.options), 0.0)
        for row in frame:
            here = chances(tastes, question.code, people[row.force, row.rank])
            for code, chance in here.items():
                shares[code] += chance * row.population / total
        found[question.code] = shares
    return found
