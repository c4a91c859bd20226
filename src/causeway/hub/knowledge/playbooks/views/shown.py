"""Steps and differences as templates draw them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from uuid import UUID

from django.http import HttpRequest
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from causeway.hub.knowledge.languages import LANGUAGES, reading_language
from causeway.hub.knowledge.playbooks.comparing import Change, Comparison, FieldChange, Piece, StepChange, compare
from causeway.hub.knowledge.playbooks.markup import as_html
from causeway.hub.knowledge.playbooks.playbook import SAFEGUARDING_TASK, Playbook, Step
from causeway.hub.knowledge.playbooks.queries.library import Ref
from causeway.hub.knowledge.playbooks.skills import skill_name
from causeway.hub.knowledge.playbooks.translating import FIELDS, OWN, Reading, reading_of
from causeway.hub.knowledge.playbooks.words import (
    clock_in_words,
    conditions_in_words,
    duty_in_words,
    roles_in_words,
)

FIELD_NAMES: dict[str, Promise] = {
    "title": _("Title"),
    "about": _("What it is about"),
    "applies": _("When it applies"),
    "languages": _("Languages"),
    "guidance": _("How it is done"),
    "clock": _("Time allowed"),
    "roles": _("Who does it"),
    "conditions": _("Only where"),
    "evidence": _("What to record"),
    "duty": _("Duty"),
    "skill": _("Training"),
}
CHANGE_NAMES: dict[Change, Promise] = {
    Change.SAME: _("The same"),
    Change.ADDED: _("Added"),
    Change.REMOVED: _("Taken out"),
    Change.CHANGED: _("Changed"),
    Change.MOVED: _("Moved"),
}
_COLOURS = {Change.ADDED: "green", Change.REMOVED: "red", Change.CHANGED: "yellow", Change.MOVED: "grey"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownStep:
    """A step in words; `lang` is the language of those that stand in the playbook."""

    number: int
    lang: str
    step: Step
    guidance: SafeString
    clock: str
    conditions: str
    roles: str
    skill: str
    duty: str
    is_safeguarding: bool
    is_first: bool
    is_last: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownReading:
    """A playbook in the words of a language. `lang` is that of its own texts; `choices` are code, name and whether it
    is the one that is read.
    """

    reading: Reading
    lang: str
    choices: list[tuple[str, str, bool]]
    steps: list[ShownStep]

    @property
    def playbook(self) -> Playbook:
        """Its words."""
        return self.reading.playbook


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownHeading:
    """What a playbook is called and what it is about, in the reader's language as far as there are words."""

    title: str
    about: str
    lang: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChange:
    """What became of a step, in words, and why where somebody said."""

    change: StepChange
    name: Promise
    colour: str
    lang: str
    fields: list[tuple[Promise, tuple[Piece, ...], str]]
    reason: str


def reading_shown(request: HttpRequest, playbook: Playbook, *, usual: str = "", is_linked: bool = True) -> ShownReading:
    """A playbook as the page shows it that somebody reads: in the language that the address asks for, else in the usual
    one, else in the page's own.
    """
    reading = reading_of(playbook, reading_language(request.GET.get("language", "") or usual))
    return ShownReading(
        reading=reading,
        lang=reading.said_in[OWN],
        choices=[(code, LANGUAGES[code], code == reading.wanted) for code in reading.languages],
        steps=steps_shown(reading.playbook, is_linked=is_linked, said_in=reading.said_in),
    )


def heading_shown(playbook: Playbook) -> ShownHeading:
    """How a list shows a playbook."""
    reading = reading_of(playbook, reading_language())
    return ShownHeading(title=reading.playbook.title, about=reading.playbook.about, lang=reading.said_in[OWN])


def compared(request: HttpRequest, before: Playbook, after: Playbook) -> Comparison:
    """What differs: in the language that the address asks for, else in the one that the later is written in."""
    asked = request.GET.get("language", "")
    if asked not in LANGUAGES:
        return compare(before, after)
    return replace(compare(reading_of(before, asked).playbook, reading_of(after, asked).playbook), language="")


def steps_shown(
    playbook: Playbook, *, is_linked: bool = True, said_in: Mapping[str, str] | None = None
) -> list[ShownStep]:
    """The steps of a playbook, ready to draw; `said_in` names the language of each where they are not all of one."""
    languages = said_in or {}
    titles = {step.code: step.title for step in playbook.steps}
    return [
        ShownStep(
            number=number,
            lang=languages.get(step.code, playbook.language),
            step=step,
            guidance=as_html(step.guidance, titles, is_linked=is_linked),
            clock=clock_in_words(step, playbook),
            conditions=conditions_in_words(step.conditions),
            roles=roles_in_words(step),
            skill=skill_name(step.skill),
            duty=duty_in_words(step.is_mandatory),
            is_safeguarding=step.code == SAFEGUARDING_TASK,
            is_first=number == 1,
            is_last=number == len(playbook.steps),
        )
        for number, step in enumerate(playbook.steps, start=1)
    ]


def change_shown(change: StepChange, lang: str, reason: str = "") -> ShownChange:
    """One step's change, ready to draw, its words in this language."""
    return ShownChange(
        change=change,
        name=CHANGE_NAMES[change.change],
        colour=_COLOURS.get(change.change, "grey"),
        lang=lang,
        fields=[_field_shown(each, lang) for each in change.fields if _is_telling(change, each)],
        reason=reason,
    )


def _field_shown(change: FieldChange, lang: str) -> tuple[Promise, tuple[Piece, ...], str]:
    return FIELD_NAMES[change.field], change.pieces, lang if change.field in FIELDS.words else ""


def _is_telling(change: StepChange, field: FieldChange) -> bool:
    """Of a step that was taken out its guidance says enough; of one that was added its title stands above already."""
    if change.change is Change.REMOVED:
        return field.field == "guidance"
    return change.change is not Change.ADDED or field.field != "title"


def comparison_shown(comparison: Comparison, reasons: dict[str, str] | None = None) -> dict[str, object]:
    """A comparison, ready to draw: the playbook's own fields, and each step that is not the same."""
    why = reasons or {}
    return {
        "own": [_field_shown(each, comparison.language) for each in comparison.own],
        "steps": [change_shown(each, comparison.language, why.get(each.code, "")) for each in comparison.changed],
        "same": sum(each.change is Change.SAME for each in comparison.steps),
        "is_same": comparison.is_same,
    }


def ref_of(key: str) -> Ref:
    """The published playbook that an address names."""
    try:
        return Ref(version_id=UUID(key))
    except ValueError:
        return Ref(code=key)


def key_of(ref: Ref) -> str:
    """How an address names it."""
    return str(ref.version_id) if ref.version_id else ref.code
