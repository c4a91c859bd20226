"""What demand shows of the people who do the work: how many there are, and what an app that knows more can add.

Training is taught elsewhere; whoever keeps it registers a provider here. Until then the page says that nothing is
known, rather than nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise

from causeway.hub.base.acting.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class StaffFigure:
    """One figure about the staff, such as how many were trained in a year; `value` is text ready to show."""

    label: str | Promise
    value: str | Promise


StaffFigures = Callable[[Actor], list[StaffFigure]]
"""Gives figures about the actor's organisation's own staff. Called inside the reader's transaction; it checks nothing
more than that the reader may see demand, so it names nobody.
"""

_providers: dict[str, StaffFigures] = {}


def register_staff_figures(name: str, provider: StaffFigures) -> None:
    """Add figures to the staff section. Call it from `AppConfig.ready`."""
    _providers[name] = provider


def staff_figures(actor: Actor) -> list[StaffFigure] | None:
    """What is known; None where no app has registered, which is not the same as nothing."""
    if not _providers:
        return None
    return [figure for name in sorted(_providers) for figure in _providers[name](actor)]
