"""Which records may leave, and how finely they say where a person stands.

The public-use file keeps the rule that no cell of force by rank holds fewer than ten people (the rule of the hub's
tables too). Forces with a smaller cell are folded together until that holds: by how many people they have
(`banding.py`), else all into one; where even that does not do, ranks are folded as well. Weights are then averaged in
each cell, since a weight of its own would tell the force again. Words are left out, and numbers beyond the ninety-ninth
in a hundred are set back to it. The restricted file is as it was answered.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from causeway.interchange.survey_data.banding import bands_by_people, has_small_cell
from causeway.interchange.survey_data.errors import TooFewAnswers
from causeway.interchange.survey_data.variables import (
    Cell,
    Record,
    Variable,
    VariableKind,
    cells_of,
    stratum_variable,
    variables_of,
)
from causeway.vocabulary.waves import OpenedWave

SMALLEST_CELL = 10
OTHER_FORCES, ALL_FORCES, ALL_RANKS = "Other forces", "All forces", "All ranks"
_TOP_SHARE = 0.99

_FORCE_LABEL = {"en": "Force", "nl": "Politie-eenheid", "it": "Forza di polizia"}
_RANK_LABEL = {"en": "Rank", "nl": "Rang", "it": "Grado"}
_WEIGHT_LABEL = {"en": "Weight", "nl": "Gewicht", "it": "Peso"}

Stratum = tuple[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """A data file before it is written: its variables, its records, and in plain words what was done to protect
    people.
    """

    wave: OpenedWave
    is_public: bool
    variables: tuple[Variable, ...]
    records: tuple[Record, ...]
    measures: tuple[str, ...]


def full_release(wave: OpenedWave, weights: Sequence[float]) -> Release:
    """The restricted file: every answer with its force and rank, words included."""
    strata = [(sheet.force, sheet.rank) for sheet in wave.answers]
    rows = [cells_of(wave.instrument, sheet) for sheet in wave.answers]
    measures = ("Restricted: answers as they were given. Not to be passed on.",)
    return _release(wave, variables_of(wave.instrument), rows, strata, weights, measures, is_public=False)


def public_use(wave: OpenedWave, weights: Sequence[float], *, smallest: int = SMALLEST_CELL) -> Release:
    """The public-use file. Records stand in the order of their cells, which says nothing of who answered when.

    Raises:
        TooFewAnswers: there are fewer answers than the smallest cell.
    """
    if len(wave.answers) < smallest:
        raise TooFewAnswers(f"There are fewer than {smallest} answers, so there is nothing that may be released.")
    people: Counter[str] = Counter()
    for row in wave.frame:
        people[row.force] += row.population
    strata, told = _coarsened([(sheet.force, sheet.rank) for sheet in wave.answers], people, smallest)
    all_variables = variables_of(wave.instrument)
    kept = [number for number, variable in enumerate(all_variables) if variable.kind is not VariableKind.WORDS]
    rows = [tuple(cells[number] for number in kept) for cells in (cells_of(wave.instrument, s) for s in wave.answers)]
    variables = tuple(all_variables[number] for number in kept)
    rows, is_topped = _topped(variables, rows)
    measures = [*told, "Each weight is the mean of the weights in its cell of force and rank."]
    if len(kept) < len(all_variables):
        measures.append("Answers in words are left out.")
    if is_topped:
        measures.append("Numbers above the 99th percentile are set to it.")
    order = sorted(range(len(rows)), key=lambda number: (strata[number], _sort_key(rows[number])))
    averaged = _averaged(strata, weights)
    return _release(
        wave,
        variables,
        [rows[number] for number in order],
        [strata[number] for number in order],
        [averaged[number] for number in order],
        tuple(measures),
        is_public=True,
    )


def _release(
    wave: OpenedWave,
    variables: tuple[Variable, ...],
    rows: Sequence[tuple[Cell, ...]],
    strata: Sequence[Stratum],
    weights: Sequence[float],
    measures: tuple[str, ...],
    *,
    is_public: bool,
) -> Release:
    forces, ranks = (list(dict.fromkeys(value)) for value in zip(*sorted(strata), strict=True)) if strata else ([], [])
    head = (
        stratum_variable("force", _FORCE_LABEL, forces),
        stratum_variable("rank", _RANK_LABEL, _in_frame_order(wave, ranks)),
        Variable(name="weight", kind=VariableKind.NUMBER, label=_WEIGHT_LABEL, is_weight=True),
    )
    records = tuple(
        Record((force, rank, round(weight, 6), *cells))
        for (force, rank), weight, cells in zip(strata, weights, rows, strict=True)
    )
    return Release(wave=wave, is_public=is_public, variables=(*head, *variables), records=records, measures=measures)


def _in_frame_order(wave: OpenedWave, ranks: Sequence[str]) -> list[str]:
    order = {rank: number for number, rank in enumerate(dict.fromkeys(row.rank for row in wave.frame))}
    return sorted(ranks, key=lambda rank: (order.get(rank, len(order)), rank))


def _coarsened(strata: Sequence[Stratum], people: Mapping[str, int], smallest: int) -> tuple[list[Stratum], list[str]]:
    """Strata of which every cell is large enough, and what was folded."""
    cells = Counter(strata)
    forces = Counter(force for force, _ in strata)
    folded = {force for (force, _), count in cells.items() if count < smallest}
    for force in sorted((each for each in forces if each not in folded), key=lambda each: (forces[each], each)):
        if not has_small_cell(cells, folded, smallest):
            break
        folded.add(force)
    if not folded:
        return list(strata), []
    if has_small_cell(cells, folded, smallest):
        return [(ALL_FORCES, ALL_RANKS)] * len(strata), ["Force and rank are left out: their cells were too small."]
    bands = bands_by_people(cells, folded, people, smallest)
    if len(bands) > 1:
        names = {force: _band_name(band, people) for band in bands for force in band}
        told = (
            f"{len(folded)} of {len(forces)} forces stand in {len(bands)} groups by how many people they have, "
            f"so that no cell is below {smallest}."
        )
        return [(names.get(force, force), rank) for force, rank in strata], [told]
    other = ALL_FORCES if len(folded) == len(forces) else OTHER_FORCES
    told = f"{len(folded)} of {len(forces)} forces stand together as “{other}”, so that no cell is below {smallest}."
    return [(other if force in folded else force, rank) for force, rank in strata], [told]


def _band_name(band: Sequence[str], people: Mapping[str, int]) -> str:
    sizes = [people.get(force, 0) for force in band]
    return f"Forces of {min(sizes):,} to {max(sizes):,} people"


def _averaged(strata: Sequence[Stratum], weights: Sequence[float]) -> list[float]:
    sums: dict[Stratum, list[float]] = {}
    for stratum, weight in zip(strata, weights, strict=True):
        sums.setdefault(stratum, []).append(weight)
    means = {stratum: sum(here) / len(here) for stratum, here in sums.items()}
    return [means[stratum] for stratum in strata]


def _topped(variables: Sequence[Variable], rows: list[tuple[Cell, ...]]) -> tuple[list[tuple[Cell, ...]], bool]:
    """Rows whose numbers stop at the ninety-ninth percentile. Scales have few steps and stay."""
    tops: dict[int, float] = {}
    for column, variable in enumerate(variables):
        if variable.kind is not VariableKind.NUMBER:
            continue
        known = sorted(cell for row in rows if isinstance(cell := row[column], float))
        if known and len(set(known)) > SMALLEST_CELL + 1:
            tops[column] = known[int(_TOP_SHARE * (len(known) - 1))]
    topped = [
        tuple(min(cell, tops[n]) if n in tops and isinstance(cell, float) else cell for n, cell in enumerate(row))
        for row in rows
    ]
    return topped, bool(tops)


def _sort_key(cells: tuple[Cell, ...]) -> str:
    return repr(cells)
