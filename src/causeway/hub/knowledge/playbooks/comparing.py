"""What differs between two playbooks, step by step and word by word. Pure; the words of a page come from elsewhere."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from causeway.hub.knowledge.languages import LANGUAGES
from causeway.hub.knowledge.playbooks.markup import as_plain
from causeway.hub.knowledge.playbooks.playbook import Playbook, Step
from causeway.hub.knowledge.playbooks.skills import skill_name
from causeway.hub.knowledge.playbooks.translating import languages_of, written_in
from causeway.hub.knowledge.playbooks.words import (
    clock_in_words,
    conditions_in_words,
    duty_in_words,
    roles_in_words,
)


class Change(StrEnum):
    """What became of a step, or of a piece of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Piece:
    """Some words that stayed, came or went."""

    change: Change
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldChange:
    """One field of a step (or of the playbook), before and after in one line of pieces."""

    field: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class StepChange:
    """What became of one step. One that only stands elsewhere is moved; one that is changed may stand elsewhere too."""

    code: str
    title: str
    change: Change
    is_moved: bool = False
    fields: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What differs: in the playbook's own fields, and in its steps in the order of the newer one. `language` is that in
    which both were compared.
    """

    own: tuple[FieldChange, ...]
    steps: tuple[StepChange, ...]
    language: str

    @property
    def changed(self) -> tuple[StepChange, ...]:
        """The steps that are not the same."""
        return tuple(step for step in self.steps if step.change is not Change.SAME)

    @property
    def is_same(self) -> bool:
        """Whether nothing differs."""
        return not self.own and not self.changed


def compare(before: Playbook, after: Playbook) -> Comparison:
    """What came, went, changed or moved from one playbook to the other, in the language that the later is written in.
    The version's own name is no difference, nor is the language in which the same words were written first.
    """
    before = written_in(before, after.language)
    own = _fields(_own_texts(before), _own_texts(after))
    moved = _moved(before.codes, after.codes)
    steps = [_step(code, before, after, is_moved=code in moved) for code in _codes(before.codes, after.codes)]
    return Comparison(own=own, steps=tuple(steps), language=after.language)


def changed_codes(before: Playbook, after: Playbook) -> frozenset[str]:
    """The codes of the steps that came, went, changed or moved."""
    return frozenset(step.code for step in compare(before, after).changed)


def marked_words(before: str, after: str) -> tuple[Piece, ...]:
    """Two texts as one line of pieces, compared word by word (Ratcliff and Obershelp, as in difflib)."""
    old, new = _words(before), _words(after)
    pieces: list[Piece] = []
    for operation, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if operation == "equal":
            pieces.append(Piece(Change.SAME, "".join(old[i1:i2])))
            continue
        if i1 < i2:
            pieces.append(Piece(Change.REMOVED, "".join(old[i1:i2])))
        if j1 < j2:
            pieces.append(Piece(Change.ADDED, "".join(new[j1:j2])))
    return tuple(pieces)


def step_texts(step: Step, playbook: Playbook) -> dict[str, str]:
    """What a step says, field by field, as people read it."""
    titles = {each.code: each.title for each in playbook.steps}
    return {
        "title": step.title,
        "guidance": as_plain(step.guidance, titles).strip(),
        "clock": clock_in_words(step, playbook),
        "roles": roles_in_words(step),
        "conditions": conditions_in_words(step.conditions),
        "evidence": "\n".join(step.evidence),
        "duty": duty_in_words(step.is_mandatory),
        "skill": skill_name(step.skill),
    }


def _own_texts(playbook: Playbook) -> dict[str, str]:
    languages = ", ".join(LANGUAGES[code] for code in languages_of(playbook))
    return {
        "title": playbook.title,
        "about": playbook.about,
        "applies": playbook.applies,
        "languages": languages,
    }


def _step(code: str, before: Playbook, after: Playbook, *, is_moved: bool) -> StepChange:
    old, new = before.step(code), after.step(code)
    fields = _fields(step_texts(old, before) if old else {}, step_texts(new, after) if new else {})
    shown = new or old
    if old is None:
        change = Change.ADDED
    elif new is None:
        change = Change.REMOVED
    elif fields:
        change = Change.CHANGED
    else:
        change = Change.MOVED if is_moved else Change.SAME
    return StepChange(code=code, title=shown.title if shown else code, change=change, is_moved=is_moved, fields=fields)


def _fields(old: dict[str, str], new: dict[str, str]) -> tuple[FieldChange, ...]:
    names = list(new or old)
    pairs = [(name, old.get(name, ""), new.get(name, "")) for name in names]
    return tuple(
        FieldChange(field=name, pieces=marked_words(before, after)) for name, before, after in pairs if before != after
    )


def _codes(old: tuple[str, ...], new: tuple[str, ...]) -> Iterator[str]:
    """The newer order, with what went shown after the step behind which it stood."""
    gone: dict[str, list[str]] = {}
    behind = ""
    for code in old:
        if code in new:
            behind = code
        else:
            gone.setdefault(behind, []).append(code)
    yield from gone.get("", [])
    for code in new:
        yield code
        yield from gone.get(code, [])


def _moved(old: tuple[str, ...], new: tuple[str, ...]) -> frozenset[str]:
    kept_old, kept_new = [code for code in old if code in new], [code for code in new if code in old]
    blocks = SequenceMatcher(None, kept_old, kept_new, autojunk=False).get_matching_blocks()
    in_place = {code for block in blocks for code in kept_new[block.b : block.b + block.size]}
    return frozenset(kept_new) - in_place


def _words(text: str) -> list[str]:
    return re.findall(r"\s+|[^\s]+", text)
