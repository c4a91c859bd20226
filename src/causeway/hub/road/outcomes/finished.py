"""Work whose referrals have all come to an end, offered where outcomes are recorded: a person closes it, nothing else
does. A step above outcomes says what that is; outcomes import none of them.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from uuid import UUID

from causeway.hub.base.acting.actors import Actor


@dataclass(frozen=True, slots=True, kw_only=True)
class FinishedCase:
    """An open case all of whose referrals have an outcome that ends the work."""

    id: UUID
    reference: str
    title: str


Source = Callable[[Actor], Iterable[FinishedCase]]

_sources: list[Source] = []


def offers_to_close(source: Source) -> None:
    """Register what knows of finished cases. Call it from `AppConfig.ready`."""
    _sources.append(source)


def finished_cases(actor: Actor) -> list[FinishedCase]:
    """What the actor could close now."""
    return [case for source in _sources for case in source(actor)]
