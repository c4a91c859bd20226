"""The form in which somebody writes words in another language: a field for each text of one part of a document."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.faults import FaultNamingForm

_LETTERS_A_ROW = 70
_LONG = 120
"""A text from so many letters on, or of several lines, gets several rows."""
_SPARE_ROWS = 2


class WordsForm(FaultNamingForm):
    """`texts` are a place, what the original says there, and what is known in the other language. `names` say in words
    what stands at the end of a place; a line of a list is told by its number.
    """

    def __init__(
        self,
        *arguments: Any,
        texts: list[tuple[str, str, str]],
        names: Mapping[str, Promise],
        language: str,
        **named: Any,
    ) -> None:
        super().__init__(*arguments, **named)
        self.places: dict[str, str] = {}
        for number, (at, written, known) in enumerate(texts):
            name = f"text_{number}"
            self.places[name] = at
            self.fields[name] = forms.CharField(
                label=_name(at, names),
                initial=known,
                required=False,
                widget=_widget(written, language),
            )

    def texts(self) -> dict[str, str]:
        """What was written, by place; of a valid form."""
        return {self.places[name]: text.replace("\r\n", "\n").strip() for name, text in self.cleaned_data.items()}

    def field_at(self, at: str) -> str | None:
        """The field of a place; None where there is none."""
        return next((name for name, place in self.places.items() if place == at), None)


class WordsFileForm(FaultNamingForm):
    """The same document in another language as a file."""

    file = forms.FileField(
        label=_("The same in this language"),
        help_text=_("A TOML file with the same codes, numbers and order. Only its words differ."),
        error_messages={"required": _("Choose a file.")},
    )

    def clean_file(self) -> str:
        """The file's text. How long a document may be is for whoever reads it to say."""
        try:
            return str(self.cleaned_data["file"].read().decode())
        except UnicodeDecodeError as fault:
            raise forms.ValidationError(_("This file is not UTF-8 text.")) from fault


def _widget(written: str, language: str) -> forms.Widget:
    lines = written.split("\n")
    if len(lines) == 1 and len(written) <= _LONG:
        return forms.TextInput(attrs={"lang": language})
    rows = sum(1 + len(line) // _LETTERS_A_ROW for line in lines) + _SPARE_ROWS
    return forms.Textarea(attrs={"rows": rows, "lang": language})


def _name(at: str, names: Mapping[str, Promise]) -> str:
    *before, last = at.split(".")
    if last.isdecimal() and before:
        return str(_("%(what)s, line %(number)d")) % {
            "what": names.get(before[-1], before[-1]),
            "number": int(last) + 1,
        }
    return str(names.get(last, last))
