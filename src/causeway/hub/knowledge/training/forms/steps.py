"""The form of a scenario's step."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.knowledge.training.content import Choice, Step

MOST_CHOICES = 4


class StepForm(FaultNamingForm):
    """A step of a scenario, with up to four choices."""

    code = forms.SlugField(
        label=_("Short name of the step"),
        help_text=_("Letters and digits. Choices lead to it by this name."),
        max_length=40,
        error_messages={"required": _("Name the step")},
    )
    text = forms.CharField(
        label=_("What is the situation?"),
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Describe the situation")},
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for number in range(1, MOST_CHOICES + 1):
            told = {"number": number}
            self.fields[f"text{number}"] = forms.CharField(
                label=_("Choice %(number)d: what can be done?") % told,
                help_text=_("Leave all empty where the scenario ends.") if number == 1 else "",
                max_length=500,
                required=False,
            )
            self.fields[f"consequence{number}"] = forms.CharField(
                label=_("Choice %(number)d: what comes of it?") % told,
                max_length=1_000,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"leads_to{number}"] = forms.SlugField(
                label=_("Choice %(number)d: to which step does it lead?") % told, max_length=40, required=False
            )
            self.fields[f"is_good{number}"] = forms.BooleanField(
                label=_("Choice %(number)d is good practice") % told, required=False
            )

    @staticmethod
    def initial_of(step: Step) -> dict[str, object]:
        """The form's values for a step."""
        found: dict[str, object] = {"code": step.code, "text": step.text}
        for number, choice in enumerate(step.choices, start=1):
            found[f"text{number}"] = choice.text
            found[f"consequence{number}"] = choice.consequence
            found[f"leads_to{number}"] = choice.leads_to
            found[f"is_good{number}"] = choice.is_good
        return found

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        for number in range(1, MOST_CHOICES + 1):
            if told.get(f"text{number}") and not told.get(f"leads_to{number}"):
                self.add_error(f"leads_to{number}", _("Name the step that this choice leads to"))
        return told

    def step(self) -> Step:
        """The step as entered; of a valid form."""
        told = self.cleaned_data
        return Step(
            code=told["code"],
            text=told["text"].strip(),
            choices=tuple(
                Choice(
                    text=told[f"text{number}"].strip(),
                    consequence=told[f"consequence{number}"].strip(),
                    leads_to=told[f"leads_to{number}"],
                    is_good=told[f"is_good{number}"],
                )
                for number in range(1, MOST_CHOICES + 1)
                if told[f"text{number}"].strip()
            ),
        )
