"""The form of a module's question."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.knowledge.training.content import Question, QuestionKind
from causeway.hub.knowledge.training.grading import as_number
from causeway.hub.knowledge.training.words import KIND_NAMES

_NARROW = {"class": "govuk-input--width-3"}


class QuestionForm(FaultNamingForm):
    """A question."""

    kind = forms.TypedChoiceField(
        label=_("How is it answered?"),
        choices=[(kind.value, KIND_NAMES[kind]) for kind in QuestionKind],
        coerce=QuestionKind,
        widget=forms.RadioSelect,
        initial=QuestionKind.SINGLE.value,
    )
    text = forms.CharField(
        label=_("Question"),
        max_length=1_000,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": _("Enter the question")},
    )
    options = forms.CharField(
        label=_("Options, one a line"),
        help_text=_(
            "Put a star before each right one, as in “* The bridge”. For an order, write them in the right one."
        ),
        max_length=4_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    number = forms.CharField(
        label=_("The right number"), max_length=20, required=False, widget=forms.TextInput(_NARROW)
    )
    tolerance = forms.CharField(
        label=_("It may be wrong by"), max_length=20, required=False, widget=forms.TextInput(_NARROW)
    )
    feedback = forms.CharField(
        label=_("Why is that right?"),
        help_text=_("Shown afterwards. For free text: what a good answer says."),
        max_length=1_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @staticmethod
    def initial_of(question: Question) -> dict[str, object]:
        """The form's values for a question."""
        lines = [f"* {text}" if place in question.correct else text for place, text in enumerate(question.options)]
        return {
            "kind": question.kind.value,
            "text": question.text,
            "options": "\n".join(lines),
            "number": f"{question.number:g}",
            "tolerance": f"{question.tolerance:g}",
            "feedback": question.feedback,
        }

    def clean(self) -> dict[str, Any]:
        told = super().clean() or self.cleaned_data
        for name in ("number", "tolerance"):
            if told.get(name) and as_number(told[name]) is None:
                self.add_error(name, _("Enter a number"))
        if told.get("kind") is QuestionKind.NUMBER and not told.get("number"):
            self.add_error("number", _("Enter the right number"))
        return told

    def question(self, code: str) -> Question:
        """The question as entered; of a valid form."""
        told = self.cleaned_data
        lines = [line.strip() for line in told["options"].splitlines() if line.strip()]
        has_options = told["kind"] in {QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.ORDER}
        marks_right = told["kind"] in {QuestionKind.SINGLE, QuestionKind.MULTIPLE}
        return Question(
            code=code,
            kind=told["kind"],
            text=told["text"].strip(),
            options=tuple(line.removeprefix("*").strip() for line in lines) if has_options else (),
            correct=tuple(place for place, line in enumerate(lines) if line.startswith("*")) if marks_right else (),
            number=as_number(told["number"]) or 0.0,
            tolerance=as_number(told["tolerance"]) or 0.0,
            feedback=told["feedback"].strip(),
        )
