"""The form by which a question is written: its texts, what its kind asks for, and when it is shown."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.knowledge.surveys.checking import answers_to_hang_on
from causeway.hub.knowledge.surveys.forms.instruments import code_field, code_from
from causeway.hub.knowledge.surveys.forms.texts import add_text_fields, initial_texts, texts_in
from causeway.vocabulary.instruments import Condition, MatrixRow, Option, Question, QuestionKind

_CHOOSING = frozenset({QuestionKind.SINGLE, QuestionKind.MULTIPLE, QuestionKind.MATRIX})
_BOUNDED = frozenset({QuestionKind.SCALE, QuestionKind.NUMBER})
_SPARE_LINES = 3
"""Empty lines for more options; saving gives three more."""


@dataclass(frozen=True, slots=True)
class Line:
    """The fields of one option or row."""

    number: int
    fields: list[BoundField]


class KindForm(FaultNamingForm):
    """Of which kind a new question is."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What kind of answer does it take?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose a kind")},
    )

    def __init__(self, choices: list[tuple[str, Any]], data: Any = None) -> None:
        super().__init__(data)
        self.fields["kind"].choices = choices  # type: ignore[attr-defined]


class QuestionForm(FaultNamingForm):
    """A question of one kind. `earlier` are the questions that it can hang on."""

    def __init__(
        self,
        kind: QuestionKind,
        languages: tuple[str, ...],
        earlier: tuple[Question, ...],
        question: Question | None = None,
        data: Any = None,
    ) -> None:
        super().__init__(data, initial=_initial(question) if question else {})
        self.kind, self._languages, self._earlier = kind, languages, earlier
        add_text_fields(self, "text", _("Question"), languages, rows=2)
        add_text_fields(self, "hint", _("Hint (optional)"), languages)
        self.fields["code"] = code_field(
            _("Code"), help_text=_("Answers are counted under it. Left empty, it is made from the question.")
        )
        self.fields["is_required"] = forms.BooleanField(label=_("It must be answered"), required=False)
        lines = {"option": question.options if question else (), "row": question.rows if question else ()}
        self._numbers: dict[str, range] = {"option": range(0), "row": range(0)}
        if kind in _CHOOSING:
            self._add_lines("option", len(lines["option"]), data)
        if kind is QuestionKind.MATRIX:
            self._add_lines("row", len(lines["row"]), data)
        if kind in _BOUNDED:
            self._add_bounds()
        self._add_conditions()

    def option_lines(self) -> list[Line]:
        """The fields of each option."""
        return self._lines("option")

    def row_lines(self) -> list[Line]:
        """The fields of each row of a matrix."""
        return self._lines("row")

    def conditions(self) -> list[BoundField]:
        """For each earlier question that this can hang on, its answers."""
        return [self[f"if_{one.code}"] for one in self._earlier if f"if_{one.code}" in self.fields]

    def plain_fields(self) -> list[BoundField]:
        """The fields that stand above options and conditions."""
        apart = ("option_", "row_", "if_")
        return [self[name] for name in self.fields if not name.startswith(apart)]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not texts_in(told, "text", self._languages):
            self.add_error(f"text_{self._languages[0]}", _("Write the question"))
        return told

    def question(self, taken: set[str]) -> Question:
        """The question that was entered. `taken` are the codes that one made from its text must not have."""
        told = self.cleaned_data
        text = texts_in(told, "text", self._languages)
        return Question(
            code=told["code"] or _free(code_from(next(iter(text.values()))) or "question", taken),
            kind=self.kind,
            text=text,
            hint=self._texts_or_none("hint"),
            options=tuple(self._options()),
            rows=tuple(MatrixRow(code=code, label=label) for code, label, _alone in self._entered("row")),
            minimum=told.get("minimum"),
            maximum=told.get("maximum"),
            unit=self._texts_or_none("unit"),
            low=self._texts_or_none("low"),
            high=self._texts_or_none("high"),
            is_required=told["is_required"],
            shown_if=tuple(
                Condition(question=one.code, is_any_of=tuple(told[f"if_{one.code}"]))
                for one in self._earlier
                if told.get(f"if_{one.code}")
            ),
        )

    def _texts_or_none(self, name: str) -> dict[str, str] | None:
        return texts_in(self.cleaned_data, name, self._languages) or None

    def _options(self) -> Iterator[Option]:
        for code, label, is_alone in self._entered("option"):
            yield Option(code=code, label=label, is_exclusive=is_alone)

    def _entered(self, what: str) -> list[tuple[str, dict[str, str], bool]]:
        told, found, taken = self.cleaned_data, [], set[str]()
        for number in self._numbers[what]:
            name = f"{what}_{number}"
            label = texts_in(told, name, self._languages)
            if not label and not told[f"{name}_code"]:
                continue
            made = code_from(next(iter(label.values()), "")) or what
            code = told[f"{name}_code"] or _free(made, taken)
            taken.add(code)
            place = told.get(f"{name}_place") or number + 1
            found.append((place, number, code, label, bool(told.get(f"{name}_alone"))))
        return [(code, label, alone) for _place, _number, code, label, alone in sorted(found, key=lambda one: one[:2])]

    def _add_lines(self, what: str, count: int, data: Any) -> None:
        posted = 0
        while data is not None and f"{what}_{posted}_code" in data and posted < 200:
            posted += 1
        self._numbers[what] = range(max(count + _SPARE_LINES, posted))
        for number in self._numbers[what]:
            name = f"{what}_{number}"
            add_text_fields(self, name, _("Label"), self._languages)
            self.fields[f"{name}_code"] = code_field(_("Code"))
            self.fields[f"{name}_place"] = forms.IntegerField(
                label=_("Place"),
                required=False,
                min_value=1,
                max_value=999,
                initial=number + 1,
                widget=forms.NumberInput(attrs={"class": "govuk-input--width-3"}),
            )
            if what == "option" and self.kind is QuestionKind.MULTIPLE:
                self.fields[f"{name}_alone"] = forms.BooleanField(label=_("Stands alone"), required=False)

    def _lines(self, what: str) -> list[Line]:
        return [
            Line(number + 1, [self[name] for name in self.fields if name.startswith(f"{what}_{number}_")])
            for number in self._numbers[what]
        ]

    def _add_bounds(self) -> None:
        is_scale = self.kind is QuestionKind.SCALE
        for name, label in (("minimum", _("Smallest")), ("maximum", _("Largest"))):
            self.fields[name] = forms.FloatField(
                label=label, required=is_scale, widget=forms.NumberInput(attrs={"class": "govuk-input--width-5"})
            )
        if is_scale:
            add_text_fields(self, "low", _("What the smallest means"), self._languages)
            add_text_fields(self, "high", _("What the largest means"), self._languages)
        else:
            add_text_fields(self, "unit", _("Unit (optional)"), self._languages)

    def _add_conditions(self) -> None:
        for one in self._earlier:
            answers = answers_to_hang_on(one)
            if answers:
                order = [option.code for option in one.options] or sorted(answers, key=int)
                words = {option.code: next(iter(option.label.values()), option.code) for option in one.options}
                self.fields[f"if_{one.code}"] = forms.MultipleChoiceField(
                    label=next(iter(one.text.values()), one.code),
                    choices=[(code, words.get(code, code)) for code in order],
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                )


def conditions_in_words(question: Question, earlier: dict[str, Question], language: str) -> list[str]:
    """When a question is shown, one sentence a condition."""
    words = _("Shown if “%(question)s” is answered with any of: %(answers)s.")
    found = []
    for condition in question.shown_if:
        asked = earlier.get(condition.question)
        labels = {option.code: option.label.get(language, option.code) for option in asked.options} if asked else {}
        answers = ", ".join(labels.get(code, code) for code in condition.is_any_of)
        text = asked.text.get(language, asked.code) if asked else condition.question
        found.append(words % {"question": text, "answers": answers})
    return found


def _initial(question: Question) -> dict[str, Any]:
    initial: dict[str, Any] = {"code": question.code, "is_required": question.is_required}
    for name in ("text", "hint", "unit", "low", "high"):
        initial |= initial_texts(name, getattr(question, name))
    initial |= {"minimum": question.minimum, "maximum": question.maximum}
    for number, option in enumerate(question.options):
        name = f"option_{number}"
        initial |= {
            f"{name}_code": option.code,
            f"{name}_alone": option.is_exclusive,
            **initial_texts(name, option.label),
        }
    for number, row in enumerate(question.rows):
        initial |= {f"row_{number}_code": row.code, **initial_texts(f"row_{number}", row.label)}
    for condition in question.shown_if:
        initial[f"if_{condition.question}"] = list(condition.is_any_of)
    return initial


def _free(code: str, taken: set[str]) -> str:
    if code not in taken:
        return code
    return next(f"{code}_{number}" for number in range(2, len(taken) + 3) if f"{code}_{number}" not in taken)
