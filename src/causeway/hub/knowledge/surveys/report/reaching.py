"""How far those who were asked and stayed silent could move a figure. Weights cannot tell: they take the silent of a
stratum to be like those who spoke.

At worst all of the silent, or none, would have given the answer (Manski, "Partial Identification of Probability
Distributions", 2003, chapter 1). Milder: they differ from those who answered by so many points (a pattern-mixture
model: Little, 1993), and the interval moves with the figure. The silent are those who were asked, not those whom chance
left out.
"""

from collections import Counter
from collections.abc import Sequence

from causeway.hub.knowledge.surveys.report.model import Figure, Reach
from causeway.vocabulary.waves import OpenedWave


def silent_share(wave: OpenedWave) -> float:
    """The share of the population that would have stayed silent if all had been asked, by each stratum's own rate; a
    stratum in which nobody was asked counts by the rate of all.
    """
    invited, answered, population = (Counter[tuple[str, str]]() for _ in range(3))
    for count in wave.invited:
        invited[count.force, count.rank] += count.invited
    for sheet in wave.answers:
        answered[sheet.force, sheet.rank] += 1
    for row in wave.frame:
        population[row.force, row.rank] += row.population
    everywhere = len(wave.answers) / max(invited.total(), 1)
    spoke = sum(
        people * min(answered[key] / invited[key] if invited[key] else everywhere, 1.0)
        for key, people in population.items()
    )
    return 1.0 - spoke / population.total()


def reach_of(figures: Sequence[Figure], option: str | None, silent: float, points: float) -> tuple[Reach, ...]:
    """The reach of the figure of this option, where it is shown and is a share."""
    figure = next((one for one in figures if one.option == option), None)
    if option is None or figure is None or figure.value is None or figure.low is None or figure.high is None:
        return ()
    spoken = (1.0 - silent) * figure.value
    moved = silent * points
    return (
        Reach(
            option=option,
            worst_low=round(spoken, 4),
            worst_high=round(spoken + silent, 4),
            shifted_low=round(max(figure.low - moved, 0.0), 4),
            shifted_high=round(min(figure.high + moved, 1.0), 4),
        ),
    )
