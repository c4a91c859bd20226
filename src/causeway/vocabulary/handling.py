"""Handling marks: how far something may be passed on. Traffic Light Protocol, version 2.0 (FIRST, August 2022)."""

from enum import StrEnum


class Handling(StrEnum):
    """The five marks of TLP 2.0, strictest first."""

    RED = "red"
    AMBER_STRICT = "amber_strict"
    AMBER = "amber"
    GREEN = "green"
    CLEAR = "clear"

    @property
    def label(self) -> str:
        """As the standard writes it; it is the same in every language."""
        return f"TLP:{self.value.replace('_', '+').upper()}"


def strictest(marks: "list[Handling]") -> Handling:
    """The mark of a whole whose parts carry these; CLEAR where there are none."""
    order = list(Handling)
    return min(marks, key=order.index, default=Handling.CLEAR)


def may_pass_on(mark: Handling, *, is_own: bool) -> bool:
    """Whether an organisation may give it to another that was not among its recipients.

    RED is for those whom its author named and nobody else. AMBER and AMBER+STRICT stay with the organisations that got
    them, so their author alone may widen them. GREEN may go round the community, CLEAR anywhere (TLP 2.0, section 3).
    """
    if mark is Handling.RED:
        return False
    return is_own or mark in {Handling.GREEN, Handling.CLEAR}
