"""Forms of whoever writes modules."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.knowledge.languages import LANGUAGES
from causeway.hub.knowledge.training.commands.publish_module import COMMENT_CHARACTERS
from causeway.hub.knowledge.training.content import Choice, Module, Picture, Question, QuestionKind, Step, TestRules
from causeway.hub.knowledge.training.grading import as_number
from causeway.hub.knowledge.training.skills import SKILL_NAMES, Skill
from causeway.hub.knowledge.training.words import KIND_NAMES

MOST_CHOICES = 4
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


class ReturnForm(FaultNamingForm):
    """What should change before a module is published."""

    comments = forms.CharField(
        label=_("What should change?"),
        max_length=COMMENT_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Say what should change")},
    )


class ShareForm(FaultNamingForm):
    """Who else reads a module."""

    audience = forms.ChoiceField(
        label=_("Who reads it?"),
        choices=[
            ("own", _("Only our organisation")),
            ("some", _("Also these organisations")),
            ("everyone", _("Every organisation here")),
        ],
        widget=forms.RadioSelect,
    )
    with_ids = forms.TypedMultipleChoiceField(
        label=_("Organisations with which an agreement is in force"),
        coerce=UUID,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *arguments: Any, readers: list[tuple[UUID, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        if readers:
            self.fields["with_ids"].choices = [(str(one), name) for one, name in readers]  # type: ignore[attr-defined]
        else:
            del self.fields["with_ids"]
