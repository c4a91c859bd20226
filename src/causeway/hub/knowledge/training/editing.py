"""Changing a module that is being written: pure functions from one document to the next."""

import secrets
from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

from causeway.hub.knowledge.training.content import Module, Question, Section, Step

_CODE_BYTES = 4
TEST = "test"
"""Where a question stands that belongs to the item bank of the test, in the place of a page's code."""


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


C = TypeVar("C", bound=_Coded)


def new_code() -> str:
    """A code for a new part; short, for it stands in addresses of the editor."""
    return secrets.token_hex(_CODE_BYTES)


def section_of(module: Module, code: str) -> Section | None:
    """The page of this code."""
    return next((section for section in module.sections if section.code == code), None)


def questions_at(module: Module, place: str) -> tuple[Question, ...]:
    """The questions of a page, or of the test."""
    if place == TEST:
        return module.items
    section = section_of(module, place)
    return section.questions if section else ()


def with_section(module: Module, section: Section) -> Module:
    """The module with this page in its place, or at the end."""
    return replace(module, sections=_put(module.sections, section))


def without_section(module: Module, code: str) -> Module:
    """The module without this page."""
    return replace(module, sections=_without(module.sections, code))


def with_section_moved(module: Module, code: str, by: int) -> Module:
    """The module with a page so many places further on; at an end it stays."""
    return replace(module, sections=_moved(module.sections, code, by))


def with_question(module: Module, place: str, question: Question) -> Module:
    """The module with this question on a page or in the test."""
    return _with_questions(module, place, _put(questions_at(module, place), question))


def without_question(module: Module, place: str, code: str) -> Module:
    """The module without this question."""
    return _with_questions(module, place, _without(questions_at(module, place), code))


def with_step(module: Module, section_code: str, step: Step) -> Module:
    """The module with this step in a scenario."""
    section = section_of(module, section_code)
    return with_section(module, replace(section, steps=_put(section.steps, step))) if section else module


def without_step(module: Module, section_code: str, code: str) -> Module:
    """The module without this step of a scenario."""
    section = section_of(module, section_code)
    return with_section(module, replace(section, steps=_without(section.steps, code))) if section else module


def _with_questions(module: Module, place: str, questions: tuple[Question, ...]) -> Module:
    if place == TEST:
        return replace(module, items=questions)
    section = section_of(module, place)
    return with_section(module, replace(section, questions=questions)) if section else module


def _put(parts: Sequence[C], part: C) -> tuple[C, ...]:
    if any(known.code == part.code for known in parts):
        return tuple(part if known.code == part.code else known for known in parts)
    return (*parts, part)


def _without(parts: Sequence[C], code: str) -> tuple[C, ...]:
    return tuple(part for part in parts if part.code != code)


def _moved(parts: Sequence[C], code: str, by: int) -> tuple[C, ...]:
    ordered = list(parts)
    at = next((place for place, part in enumerate(ordered) if part.code == code), None)
    if at is not None and 0 <= at + by < len(ordered):
        ordered.insert(at + by, ordered.pop(at))
    return tuple(ordered)
