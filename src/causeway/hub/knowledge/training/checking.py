"""What keeps a module from being published: each fault names the part and what is wrong with it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causeway.hub.knowledge.training.content import Module, Question, QuestionKind, Section
from causeway.hub.knowledge.training.skills import Skill
from causeway.hub.knowledge.training.translating import differences_of

FEWEST_OPTIONS = 2
_SHIPPED_PICTURE = re.compile(r"training/[a-z_]+\.svg")
_UPLOADED_PICTURE = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


@dataclass(frozen=True, slots=True)
class Fault:
    """`part` is where: the title of a page, the code of a question."""

    part: str
    text: str


def faults_of(module: Module) -> list[Fault]:
    """Everything that must be mended first; empty where it can be published."""
    return [*_head(module), *_sections(module.sections), *_test(module)]


def faults_against(original: Module, translation: Module) -> list[Fault]:
    """Where a module in another language is not the same module: every reader has to learn and be asked the same."""
    return [Fault(each.at, each.said) for each in differences_of(original, translation)]


def _head(module: Module) -> Iterator[Fault]:
    part = _("The module")
    if not module.title.strip():
        yield Fault(part, _("It has no title."))
    if not module.about.strip():
        yield Fault(part, _("It does not say what it is about."))
    if not module.sections:
        yield Fault(part, _("It has no page."))
    if module.skill and module.skill not in set(Skill):
        yield Fault(part, _("Its skill is not known here."))
    if module.skill and not module.items:
        yield Fault(part, _("A certificate needs a test: write questions, or take the skill out."))


def _sections(sections: Sequence[Section]) -> Iterator[Fault]:
    if len({section.code for section in sections}) != len(sections):
        yield Fault(_("The module"), _("Two pages have one code."))
    for section in sections:
        if not section.title.strip():
            yield Fault(section.code, _("The page has no title."))
        if section.picture and not _is_own(section.picture.source):
            yield Fault(section.title, _("The picture is none that was uploaded here or ships with the program."))
        if section.picture and not section.picture.alt.strip():
            yield Fault(section.title, _("The picture is not described for those who cannot see it."))
        if not section.is_scenario and not section.text.strip():
            yield Fault(section.title, _("The page has no text."))
        for question in section.questions:
            yield from question_faults(question, in_test=False)
        yield from _scenario(section)


def _is_own(source: str) -> bool:
    return bool(_SHIPPED_PICTURE.fullmatch(source) or _UPLOADED_PICTURE.fullmatch(source))


def _scenario(section: Section) -> Iterator[Fault]:
    codes = {step.code for step in section.steps}
    if len(codes) != len(section.steps):
        yield Fault(section.title, _("Two steps of the scenario have one code."))
    leads = {choice.leads_to for step in section.steps for choice in step.choices}
    for unknown in sorted(leads - codes):
        yield Fault(section.title, _("A choice leads to “%(code)s”, which is not there.") % {"code": unknown})
    unreached = _unreached(section)
    for code in sorted(unreached):
        yield Fault(section.title, _("No choice leads to the step “%(code)s”.") % {"code": code})
    if section.is_scenario and all(step.choices for step in section.steps):
        yield Fault(section.title, _("The scenario never ends: leave one step without choices."))


def _unreached(section: Section) -> set[str]:
    if not section.steps:
        return set()
    steps = {step.code: step for step in section.steps}
    seen: set[str] = set()
    waiting = [section.steps[0].code]
    while waiting:
        code = waiting.pop()
        if code in steps and code not in seen:
            seen.add(code)
            waiting += [choice.leads_to for choice in steps[code].choices]
    return set(steps) - seen


def _test(module: Module) -> Iterator[Fault]:
    codes = [item.code for item in module.items]
    if len(set(codes)) != len(codes):
        yield Fault(_("The test"), _("Two questions have one code."))
    for item in module.items:
        yield from question_faults(item, in_test=True)
    if module.items and module.rules.size > len(module.items):
        asked = {"size": module.rules.size, "held": len(module.items)}
        message = ngettext(
            "It asks %(size)d question and holds only %(held)d.",
            "It asks %(size)d questions and holds only %(held)d.",
            module.rules.size,
        )
        yield Fault(_("The test"), message % asked)


def question_faults(question: Question, *, in_test: bool) -> Iterator[Fault]:
    """What is wrong with one question."""
    part = question.text.strip()[:60] or question.code
    places = range(len(question.options))
    if not question.text.strip():
        yield Fault(part, _("The question has no text."))
    if question.kind is QuestionKind.TEXT and in_test:
        yield Fault(part, _("Free text is for self-check only, since nobody marks it."))
    if question.kind in {QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.ORDER}:
        if len(question.options) < FEWEST_OPTIONS:
            yield Fault(part, _("Give at least two options."))
        if len(set(question.options)) != len(question.options):
            yield Fault(part, _("Two options say the same."))
    if question.kind is QuestionKind.SINGLE and len(question.correct) != 1:
        yield Fault(part, _("Mark one option as right."))
    if question.kind is QuestionKind.MULTIPLE and not question.correct:
        yield Fault(part, _("Mark at least one option as right."))
    if any(place not in places for place in question.correct):
        yield Fault(part, _("An option marked as right is not there."))
    if question.tolerance < 0:
        yield Fault(part, _("The tolerance is below zero."))
