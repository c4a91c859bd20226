"""Forms of whoever writes modules: what a module says of itself, and its pages."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.knowledge.languages import LANGUAGES
from causeway.hub.knowledge.training.content import Module, Picture, TestRules
from causeway.hub.knowledge.training.skills import SKILL_NAMES, Skill

_MARKUP = _(
    "An empty line begins a paragraph. A line that begins with “- ” or “1. ” is a list, one with “## ” a heading;"
    " **two stars** make words bold."
)
_NARROW = {"class": "govuk-input--width-3"}


class BeginForm(FaultNamingForm):
    """A new module."""

    title = forms.CharField(label=_("Title"), max_length=200, error_messages={"required": _("Enter a title")})
    about = forms.CharField(
        label=_("What is it about?"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what it is about")},
    )
    language = forms.ChoiceField(label=_("Language"), choices=list(LANGUAGES.items()))


class ModuleFileForm(FaultNamingForm):
    """A module that comes as a file."""

    file = forms.FileField(
        label=_("A module as TOML file"), error_messages={"required": _("Choose a file"), "empty": _("It is empty")}
    )


class HeadForm(FaultNamingForm):
    """What a module says of itself, and the rules of its test."""

    title = forms.CharField(label=_("Title"), max_length=200)
    about = forms.CharField(label=_("What is it about?"), max_length=1_000, widget=forms.Textarea(attrs={"rows": 3}))
    skill = forms.ChoiceField(
        label=_("Skill of its certificate"),
        choices=[("", _("None: it gives no certificate")), *((one.value, SKILL_NAMES[one]) for one in Skill)],
        required=False,
    )
    minutes = forms.IntegerField(
        label=_("How many minutes does it take?"), min_value=1, max_value=600, widget=forms.NumberInput(attrs=_NARROW)
    )
    valid_months = forms.IntegerField(
        label=_("For how many months does passing it count?"),
        min_value=1,
        max_value=120,
        widget=forms.NumberInput(attrs=_NARROW),
    )
    size = forms.IntegerField(
        label=_("Questions in each test, drawn at random"),
        min_value=1,
        max_value=60,
        widget=forms.NumberInput(attrs=_NARROW),
    )
    pass_percent = forms.IntegerField(
        label=_("Pass mark in percent"), min_value=1, max_value=100, widget=forms.NumberInput(attrs=_NARROW)
    )
    attempts = forms.IntegerField(
        label=_("Tries before a wait"), min_value=1, max_value=10, widget=forms.NumberInput(attrs=_NARROW)
    )
    wait_hours = forms.IntegerField(
        label=_("Hours to wait then"), min_value=0, max_value=720, widget=forms.NumberInput(attrs=_NARROW)
    )

    @staticmethod
    def initial_of(module: Module) -> dict[str, object]:
        """The form's values for a module."""
        rules = module.rules
        return {
            "title": module.title,
            "about": module.about,
            "skill": module.skill,
            "minutes": module.minutes,
            "valid_months": module.valid_months,
            "size": rules.size,
            "pass_percent": rules.pass_percent,
            "attempts": rules.attempts,
            "wait_hours": rules.wait_hours,
        }

    def rules(self) -> TestRules:
        """The rules as entered; of a valid form."""
        told = self.cleaned_data
        return TestRules(
            size=told["size"],
            pass_percent=told["pass_percent"],
            attempts=told["attempts"],
            wait_hours=told["wait_hours"],
        )


class SectionForm(FaultNamingForm):
    """A page."""

    title = forms.CharField(label=_("Title"), max_length=200, error_messages={"required": _("Enter a title")})
    text = forms.CharField(
        label=_("Text"),
        help_text=_MARKUP,
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 16}),
    )
    picture = forms.FileField(
        label=_("A picture"), help_text=_("It is drawn anew. At most 8 megabytes. Only harmless ones."), required=False
    )
    alt = forms.CharField(
        label=_("The picture in words"),
        help_text=_("For those who cannot see it: what it says, not what it looks like."),
        max_length=500,
        required=False,
    )
    drop_picture = forms.BooleanField(label=_("Take the picture out"), required=False)

    def __init__(self, *arguments: Any, has_picture: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if not has_picture:
            del self.fields["drop_picture"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        if told.get("picture") and not told.get("alt", "").strip():
            self.add_error("alt", _("Describe the picture in words"))
        return told

    def picture_after(self, before: Picture | None, uploaded: UUID | None) -> Picture | None:
        """The page's picture as entered; of a valid form."""
        told = self.cleaned_data
        if uploaded is not None:
            return Picture(source=str(uploaded), alt=told["alt"].strip())
        if before is None or told.get("drop_picture"):
            return None
        return Picture(source=before.source, alt=told["alt"].strip())
