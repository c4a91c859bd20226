"""Playbooks as typed values: what standard practice says of one kind of work, step by step.

Frozen and free of tables. The same values are what ships with the program, what an author drafts, what a force adopts,
and the document that is stored. How one is read from and written to TOML stands in `toml_form`, what makes one whole
in `checking`.
"""

from dataclasses import dataclass, replace
from datetime import timedelta

from causeway.hub.knowledge.languages import DEFAULT_LANGUAGE
from causeway.hub.knowledge.playbooks.conditions import Condition
from causeway.vocabulary.organisations import Role

SAFEGUARDING_TASK = "tell_safeguarding"
"""The step that every playbook has, whatever else it asks for."""
PRESERVE_TASK = "preserve_data"
"""The step that is done by asking a service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: what to do, in plain words, by whom, and within which time.

    `due_in_hours` are hours of the calendar, from taking the case, or with `after` from the moment when that other step
    is over. The step applies where each of its `conditions` holds. `evidence` are the things to record before it is
    done. One that is not `is_mandatory` is advised. `skill` says what training it asks for, one of `skills.Skill`.
    """

    code: str
    title: str
    guidance: str
    due_in_hours: int
    roles: tuple[Role, ...]
    after: str = ""
    conditions: tuple[Condition, ...] = ()
    evidence: tuple[str, ...] = ()
    is_mandatory: bool = True
    skill: str = ""

    @property
    def due_in(self) -> timedelta:
        """Its allowance as a length of time."""
        return timedelta(hours=self.due_in_hours)


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """One text in another language. `at` is its place (see `wording`), `of` the digest of the text that it says: where
    that has changed since, this one is kept for whoever writes it anew, and read by nobody.
    """

    at: str
    of: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words of a playbook in another language, as far as somebody has written them."""

    language: str
    texts: tuple[Text, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Playbook:
    """Standard practice for one kind of work. A case notes code and version, and keeps the steps as they were then. It
    is written in one `language`, in which it is compared; `words` are the same words in others.
    """

    code: str
    version: str
    title: str
    about: str
    applies: str = ""
    steps: tuple[Step, ...] = ()
    language: str = DEFAULT_LANGUAGE
    words: tuple[Words, ...] = ()

    def step(self, code: str) -> Step | None:
        """The step of this code."""
        return next((step for step in self.steps if step.code == code), None)

    @property
    def codes(self) -> tuple[str, ...]:
        """The steps' codes, in order."""
        return tuple(step.code for step in self.steps)


def with_step(playbook: Playbook, step: Step, *, at: int | None = None) -> Playbook:
    """The playbook with this step: in the place of the one of its code, or added at a place (the end, without one)."""
    if step.code in playbook.codes:
        return replace(playbook, steps=tuple(step if each.code == step.code else each for each in playbook.steps))
    place = len(playbook.steps) if at is None else at
    return replace(playbook, steps=(*playbook.steps[:place], step, *playbook.steps[place:]))


def without_step(playbook: Playbook, code: str) -> Playbook:
    """The playbook without the step of this code. What waited for it then waits for the taking of the case."""
    kept = [replace(step, after="") if step.after == code else step for step in playbook.steps if step.code != code]
    return replace(playbook, steps=tuple(kept))


def moved_step(playbook: Playbook, code: str, *, by: int) -> Playbook:
    """The playbook with this step so many places later (negative: earlier), as far as there are places."""
    steps = list(playbook.steps)
    place = playbook.codes.index(code)
    step = steps.pop(place)
    steps.insert(min(max(place + by, 0), len(steps)), step)
    return replace(playbook, steps=tuple(steps))
