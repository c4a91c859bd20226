"""How far those who were asked and stayed silent could move a figure, as a report tells it."""

from collections.abc import Sequence

from causeway.estimation import Silence, shifted, worst_case
from causeway.hub.knowledge.surveys.report.model import Figure, Reach


def reach_of(figures: Sequence[Figure], option: str | None, silent: Silence, points: float) -> tuple[Reach, ...]:
    """The reach of the figure of this option, where it is shown and is a share. It is made from what is shown."""
    figure = next((one for one in figures if one.option == option), None)
    if option is None or figure is None or figure.value is None or figure.low is None or figure.high is None:
        return ()
    worst, mild = worst_case(figure.value, silent), shifted(figure.low, figure.high, silent, points)
    return (
        Reach(
            option=option,
            worst_low=round(worst.low, 4),
            worst_high=round(worst.high, 4),
            shifted_low=round(mild.low, 4),
            shifted_high=round(mild.high, 4),
        ),
    )
