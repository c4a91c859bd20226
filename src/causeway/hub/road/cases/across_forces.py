"""The practice of several forces side by side, without what so few cases could give away. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from causeway.hub.road.cases.practice import FEWEST_SHOWN, Figures, shown_counts


@dataclass(frozen=True, slots=True, kw_only=True)
class ForceLine:
    """One force's figures for a playbook; None where it is not shown. Shares are of 1."""

    force: str
    cases: int | None
    departed: int | None
    share_in_time: float | None

    @property
    def percent(self) -> str:
        """The share in time as a whole percentage; empty where it is not shown."""
        return "" if self.share_in_time is None else f"{round(100 * self.share_in_time)}%"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaybookAcross:
    """One playbook, all its versions together, over the forces that let their figures be seen."""

    title: str
    lines: tuple[ForceLine, ...]
    total: ForceLine


def across_forces(shared: Mapping[str, Sequence[Figures]], *, everybody: str) -> tuple[PlaybookAcross, ...]:
    """What each force let be seen, by playbook. `everybody` names the line of all together."""
    codes = dict.fromkeys(each.code for figures in shared.values() for each in figures)
    return tuple(_playbook(code, shared, everybody) for code in codes)


def _playbook(code: str, shared: Mapping[str, Sequence[Figures]], everybody: str) -> PlaybookAcross:
    sums = {force: _sum([each for each in figures if each.code == code]) for force, figures in shared.items()}
    sums = {force: figures for force, figures in sorted(sums.items()) if figures.cases}
    cases = shown_counts([each.cases for each in sums.values()])
    departed = shown_counts([each.departed for each in sums.values()])
    lines = [
        ForceLine(
            force=force,
            cases=count,
            departed=None if count is None else left,
            share_in_time=None if count is None else _share(figures),
        )
        for (force, figures), count, left in zip(sums.items(), cases, departed, strict=True)
    ]
    together = _sum(list(sums.values()))
    total = ForceLine(
        force=everybody,
        cases=_shown(together.cases),
        departed=_shown(together.departed) if _shown(together.cases) is not None else None,
        share_in_time=_share(together) if _shown(together.cases) is not None else None,
    )
    return PlaybookAcross(title=together.title, lines=tuple(lines), total=total)


def _sum(figures: Sequence[Figures]) -> Figures:
    return Figures(
        code=figures[0].code if figures else "",
        title=figures[0].title if figures else "",
        version="",
        cases=sum(each.cases for each in figures),
        departed=sum(each.departed for each in figures),
        in_time=sum(each.in_time for each in figures),
        timed=sum(each.timed for each in figures),
    )


def _shown(count: int) -> int | None:
    return None if 0 < count < FEWEST_SHOWN else count


def _share(figures: Figures) -> float | None:
    return figures.in_time / figures.timed if figures.timed >= FEWEST_SHOWN else None
