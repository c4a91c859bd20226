"""Forms of playbooks. What makes a playbook whole stands in `checking`; a form only asks and shows."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.acting.reasons import SHORT_REASON_CHARACTERS
from causeway.hub.base.organisations.words import ROLE_NAMES
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.knowledge.languages import LANGUAGES
from causeway.hub.knowledge.playbooks.checking import (
    ABOUT_CHARACTERS,
    GUIDANCE_CHARACTERS,
    LONGEST_HOURS,
    STEP_ROLES,
    TITLE_CHARACTERS,
)
from causeway.hub.knowledge.playbooks.commands.review_draft import COMMENT_CHARACTERS
from causeway.hub.knowledge.playbooks.conditions import Condition
from causeway.hub.knowledge.playbooks.merging import Side
from causeway.hub.knowledge.playbooks.playbook import Playbook, Step
from causeway.hub.knowledge.playbooks.skills import SKILL_NAMES
from causeway.hub.knowledge.playbooks.words import CONDITION_NAMES
from causeway.vocabulary.organisations import Role


class TitleForm(FaultNamingForm):
    """With what a new playbook begins."""

    title = forms.CharField(
        label=_("Title"),
        help_text=_("For which kind of work it is, in a few words."),
        max_length=TITLE_CHARACTERS,
        error_messages={"required": _("Enter a title.")},
    )
    language = forms.ChoiceField(
        label=_("In which language is it written?"),
        help_text=_("You can add the same words in others."),
        choices=list(LANGUAGES.items()),
        required=False,
    )


class ImportForm(FaultNamingForm):
    """A playbook as a file."""

    file = forms.FileField(
        label=_("Playbook"),
        help_text=_("A TOML file, as Causeway writes it. It becomes a draft; nothing is published by this."),
        error_messages={"required": _("Choose a file.")},
    )


class AboutForm(FaultNamingForm):
    """What a playbook is called, what it is about, and who is to see it."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_CHARACTERS)
    about = forms.CharField(
        label=_("What it is about"),
        help_text=_("One or two sentences."),
        max_length=ABOUT_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    applies = forms.CharField(
        label=_("When it applies"),
        help_text=_("By what somebody knows that this is the playbook they need."),
        max_length=ABOUT_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note = forms.CharField(
        label=_("What is new in this version"),
        help_text=_("It stands in the history."),
        max_length=SHORT_REASON_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_shared = forms.TypedChoiceField(
        label=_("Who may see it once it is published?"),
        choices=[("no", _("My organisation alone")), ("yes", _("Everybody who reads playbooks here"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )


class StepForm(FaultNamingForm):
    """One step."""

    title = forms.CharField(label=_("What is done"), help_text=_("In a few words."), max_length=TITLE_CHARACTERS)
    guidance = forms.CharField(
        label=_("How it is done"),
        help_text=_(
            "Plain words. An empty line begins a paragraph; lines that begin with “- ” make a list;"
            " [[code]] links to another step of this playbook."
        ),
        max_length=GUIDANCE_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    due_in_hours = forms.IntegerField(
        label=_("Within how many hours?"),
        help_text=_("Hours of the calendar: nights and weekends count."),
        min_value=1,
        max_value=LONGEST_HOURS,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"}),
    )
    after = forms.ChoiceField(label=_("From when does its time run?"), required=False)
    roles = forms.MultipleChoiceField(
        label=_("Who does it?"),
        choices=[(role.value, ROLE_NAMES[role]) for role in STEP_ROLES],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose who does it.")},
    )
    conditions = forms.MultipleChoiceField(
        label=_("When does it apply?"),
        help_text=_("Where all that you choose is so. Choose nothing, and it always applies."),
        choices=list(CONDITION_NAMES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    evidence = forms.CharField(
        label=_("What is recorded before it is done?"),
        help_text=_("One thing a line."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    is_mandatory = forms.TypedChoiceField(
        label=_("Does it have to be done?"),
        choices=[("yes", _("It must be done")), ("no", _("It is advised"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    skill = forms.ChoiceField(label=_("What training does it ask for?"), required=False)
    reason = forms.CharField(
        label=_("Why does it differ from the standard?"),
        help_text=_("Needed before review, where it differs."),
        max_length=SHORT_REASON_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(
        self, *arguments: Any, playbook: Playbook, code: str = "", has_standard: bool = False, **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        others = [(step.code, _("When “%(step)s” is over") % {"step": step.title}) for step in playbook.steps]
        self.fields["after"].choices = [  # type: ignore[attr-defined]
            ("", _("From taking the case")),
            *(each for each in others if each[0] != code),
        ]
        self.fields["skill"].choices = [("", _("None")), *SKILL_NAMES.items()]  # type: ignore[attr-defined]
        if not has_standard:
            del self.fields["reason"]

    def step(self, code: str) -> Step:
        """The step as entered; of a valid form."""
        given = self.cleaned_data
        lines = (line.strip().removeprefix("- ") for line in given["evidence"].splitlines())
        return Step(
            code=code,
            title=given["title"].strip(),
            guidance=given["guidance"].replace("\r\n", "\n").strip(),
            due_in_hours=given["due_in_hours"],
            after=given["after"],
            roles=tuple(Role(role) for role in given["roles"]),
            conditions=tuple(Condition(each) for each in given["conditions"]),
            evidence=tuple(line for line in lines if line),
            is_mandatory=given["is_mandatory"],
            skill=given["skill"],
        )


def initial_of(step: Step, reason: str = "") -> dict[str, Any]:
    """What the form of a step begins with."""
    return {
        "title": step.title,
        "guidance": step.guidance,
        "due_in_hours": step.due_in_hours,
        "after": step.after,
        "roles": [role.value for role in step.roles],
        "conditions": [condition.value for condition in step.conditions],
        "evidence": "\n".join(step.evidence),
        "is_mandatory": "yes" if step.is_mandatory else "no",
        "skill": step.skill,
        "reason": reason,
    }


class ReasonForm(FaultNamingForm):
    """A reason."""

    reason = forms.CharField(
        label=_("Why?"), max_length=SHORT_REASON_CHARACTERS, widget=forms.Textarea(attrs={"rows": 3}), required=False
    )

    def __init__(self, *arguments: Any, label: str, is_needed: bool = True, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["reason"].label = label
        self.fields["reason"].required = is_needed


class ReviewForm(FaultNamingForm):
    """What a reviewer decides, and says to those who write."""

    decision = forms.ChoiceField(
        label=_("What do you decide?"),
        choices=[("approve", _("Publish it as it is")), ("return", _("Return it, to be changed"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("Say what you decide.")},
    )
    comment = forms.CharField(
        label=_("What do you say to those who wrote it?"),
        help_text=_("Needed where you return it."),
        max_length=COMMENT_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class MergeForm(FaultNamingForm):
    """Whose words are taken where both the standard and the force changed a step."""

    def __init__(self, *arguments: Any, conflicts: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        for code, title in conflicts:
            self.fields[f"side_{code}"] = forms.TypedChoiceField(
                label=title,
                choices=[(Side.STANDARD.value, _("Take the standard’s")), (Side.OWN.value, _("Keep ours"))],
                coerce=Side,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose whose words you take.")},
            )

    def choices(self) -> dict[str, Side]:
        """The decision by step; of a valid form."""
        return {name.removeprefix("side_"): side for name, side in self.cleaned_data.items()}
