"""Forces in groups by how many people they have, so that a public-use file says more than "all forces".

A group is a range of sizes: who has the frame knows which forces are in it. So it must hide each of them. It has three
forces or more; of every rank that answered from it, ten answers or more; and forces of fewer than ten answers, whose
figures a report hides, come at least two to a group and with ten answers together: a report shows the figures of the
others, and the group less those is what the hidden ones said.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

_FEWEST_FORCES = 3

Cells = Mapping[tuple[str, str], int]
"""How many answered, by force and rank."""


def bands_by_people(
    cells: Cells, forces: Collection[str], people: Mapping[str, int], smallest: int
) -> list[tuple[str, ...]]:
    """The forces in groups, those of the fewest people first; one group where no two are safe."""
    bands: list[list[str]] = []
    current: list[str] = []
    for tied in _by_people(forces, people):
        current += tied
        if _is_safe(cells, current, smallest):
            bands.append(current)
            current = []
    if current:
        while bands and not _is_safe(cells, current, smallest):
            current = bands.pop() + current
        bands.append(current)
    return [tuple(band) for band in bands]


def has_small_cell(cells: Cells, forces: Collection[str], smallest: int) -> bool:
    """Whether these forces together have a rank of fewer answers than the smallest cell may hold."""
    together: Counter[str] = Counter()
    for (force, rank), count in cells.items():
        if force in forces:
            together[rank] += count
    return any(count < smallest for count in together.values())


def _by_people(forces: Collection[str], people: Mapping[str, int]) -> Iterator[list[str]]:
    """Forces by size. Those of one size stay together, since a group is told by its sizes."""
    sizes: dict[int, list[str]] = {}
    for force in sorted(forces):
        sizes.setdefault(people.get(force, 0), []).append(force)
    for size in sorted(sizes):
        yield sizes[size]


def _is_safe(cells: Cells, band: Sequence[str], smallest: int) -> bool:
    if len(band) < _FEWEST_FORCES or has_small_cell(cells, band, smallest):
        return False
    answers: Counter[str] = Counter()
    for (force, _rank), count in cells.items():
        if force in band:
            answers[force] += count
    small = [count for count in answers.values() if count < smallest]
    return not small or (len(small) > 1 and sum(small) >= smallest)
