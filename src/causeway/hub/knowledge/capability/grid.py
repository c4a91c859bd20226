"""What a heat grid of phases shows: one line a capability, grouped by domain, one cell a version."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from causeway.hub.knowledge.capability.model_response import (
    CAPABILITIES,
    DOMAIN_NAMES,
    PHASE_NAMES,
    Capability,
    Domain,
    Phase,
)


@dataclass(frozen=True, slots=True)
class Cell:
    """Where a capability stands in one version: number and name, or neither."""

    phase: Phase | None

    @property
    def number(self) -> int:
        """1 to 4; 0 where it is not judged."""
        return self.phase.value if self.phase else 0

    @property
    def name(self) -> Promise | str:
        """The phase in words."""
        return PHASE_NAMES[self.phase] if self.phase else ""


@dataclass(frozen=True, slots=True)
class GridLine:
    """One capability and its cells; `extra` is what a page adds."""

    capability: Capability
    cells: tuple[Cell, ...]
    extra: object = None


@dataclass(frozen=True, slots=True)
class GridGroup:
    """The capabilities of one domain."""

    name: Promise
    lines: tuple[GridLine, ...]


def grid(
    phases: Sequence[Callable[[str], Phase | None]], extra: Callable[[str], object] | None = None
) -> list[GridGroup]:
    """A heat grid, a column for each function that knows where a capability stands."""
    groups = []
    for domain in Domain:
        lines = tuple(
            GridLine(
                capability=capability,
                cells=tuple(Cell(phase(capability.code)) for phase in phases),
                extra=extra(capability.code) if extra else None,
            )
            for capability in CAPABILITIES
            if capability.domain is domain
        )
        groups.append(GridGroup(name=DOMAIN_NAMES[domain], lines=lines))
    return groups
