"""When the standard changes: what changed in it, what a force had changed, and both put together. Pure.

Three playbooks meet: the standard as the force adapted it (`base`), the standard as it is now, and the force's own. A
step that only one side changed needs no decision; one that both changed differently does, and without a word the
standard's is taken. All three are read in the language of the force's own; words in others come along with the texts
that they say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from causeway.hub.knowledge.playbooks.comparing import Comparison, StepChange, compare
from causeway.hub.knowledge.playbooks.playbook import SAFEGUARDING_TASK, Playbook, Step
from causeway.hub.knowledge.playbooks.translating import with_words_of, written_in


class Side(StrEnum):
    """Whose words of a step are taken."""

    STANDARD = "standard"
    OWN = "own"


@dataclass(frozen=True, slots=True, kw_only=True)
class Meeting:
    """One step on which the standard, the force or both have changed something since."""

    code: str
    title: str
    in_standard: StepChange | None
    in_own: StepChange | None
    is_conflict: bool
    proposed: Side


@dataclass(frozen=True, slots=True, kw_only=True)
class ThreeWay:
    """What changed on both sides since the force adapted the standard."""

    standard: Comparison
    own: Comparison
    meetings: tuple[Meeting, ...]

    @property
    def conflicts(self) -> tuple[Meeting, ...]:
        """Those that somebody has to decide."""
        return tuple(meeting for meeting in self.meetings if meeting.is_conflict)


def three_way(base: Playbook, standard: Playbook, own: Playbook) -> ThreeWay:
    """What changed on both sides since `base`."""
    base, standard = written_in(base, own.language), written_in(standard, own.language)
    theirs, ours = compare(base, standard), compare(base, own)
    by_standard = {step.code: step for step in theirs.changed}
    by_own = {step.code: step for step in ours.changed}
    codes = [code for code in _ordered(standard.codes, own.codes, base.codes) if code in by_standard or code in by_own]
    meetings = tuple(
        _meeting(code, by_standard.get(code), by_own.get(code), standard.step(code) == own.step(code)) for code in codes
    )
    return ThreeWay(standard=theirs, own=ours, meetings=meetings)


def merged(base: Playbook, standard: Playbook, own: Playbook, choices: Mapping[str, Side]) -> Playbook:
    """The standard as it is now with what the force keeps of its own; `choices` decides by step where both changed."""
    base, standard = written_in(base, own.language), written_in(standard, own.language)
    meetings = {meeting.code: meeting for meeting in three_way(base, standard, own).meetings}
    has_own_order = [code for code in own.codes if code in base.codes] != [
        code for code in base.codes if code in own.codes
    ]
    order = _ordered(own.codes, standard.codes) if has_own_order else _ordered(standard.codes, own.codes)
    steps: list[Step] = []
    for code in order:
        meeting = meetings.get(code)
        side = Side.STANDARD
        if meeting is not None:
            side = choices.get(code, meeting.proposed) if meeting.is_conflict else meeting.proposed
        step = (own if side is Side.OWN else standard).step(code)
        if step is None and code == SAFEGUARDING_TASK:
            step = standard.step(code)
        if step is not None:
            steps.append(step)
    codes = {step.code for step in steps}
    steps = [step if step.after in codes else replace(step, after="") for step in steps]
    together = replace(
        standard,
        title=standard.title if own.title == base.title else own.title,
        about=standard.about if own.about == base.about else own.about,
        applies=standard.applies if own.applies == base.applies else own.applies,
        steps=tuple(steps),
    )
    return with_words_of(together, standard, own)


def _meeting(code: str, standard: StepChange | None, own: StepChange | None, is_alike: bool) -> Meeting:
    shown = own or standard
    return Meeting(
        code=code,
        title=shown.title if shown else code,
        in_standard=standard,
        in_own=own,
        is_conflict=standard is not None and own is not None and not is_alike,
        proposed=Side.OWN if standard is None else Side.STANDARD,
    )


def _ordered(*orders: tuple[str, ...]) -> list[str]:
    """All codes: the first order, and what else there is behind the step that it follows in its own."""
    placed = list(orders[0])
    for order in orders[1:]:
        behind = -1
        for code in order:
            if code in placed:
                behind = placed.index(code)
            else:
                behind += 1
                placed.insert(behind, code)
    return placed
