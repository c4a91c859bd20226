"""Forms around words: a code book and its coders, the themes of a passage, an interview, a quote."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.contacts.words import language_choices
from causeway.hub.base.organisations.forms.choices import Choice, offer
from causeway.hub.base.theme.days import DayField
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.knowledge.surveys.commands.keep_interviews import LONGEST_CONSENT, LONGEST_TITLE
from causeway.hub.knowledge.surveys.report.themes import Theme

_LONGEST_LABEL = 80


class CodingForm(FaultNamingForm):
    """What is coded, by whom, with which themes."""

    source = forms.ChoiceField(label=_("What is coded?"), error_messages={"required": _("Choose what is coded")})
    themes = forms.CharField(
        label=_("Themes"),
        help_text=_(
            "One on each line: what it is called, a colon, and what belongs to it. It cannot be changed later."
        ),
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": _("Give at least one theme")},
    )
    first = forms.ChoiceField(label=_("First coder"), error_messages={"required": _("Choose the first coder")})
    second = forms.ChoiceField(label=_("Second coder"), error_messages={"required": _("Choose the second coder")})

    def __init__(
        self, *arguments: Any, sources: Sequence[Choice], people: Sequence[tuple[UUID, str]], **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        choose: Choice = ("", _now("Choose"))
        offer(self, "source", [choose, *sources])
        for field in ("first", "second"):
            offer(self, field, [choose, *((str(each), name) for each, name in people)])

    def clean_themes(self) -> list[Theme]:
        """The lines as themes; codes follow their order."""
        found: list[Theme] = []
        for line in self.cleaned_data["themes"].splitlines():
            label, _colon, about = (part.strip() for part in line.partition(":"))
            if not label:
                continue
            if len(label) > _LONGEST_LABEL:
                raise forms.ValidationError(_now("Keep what a theme is called under %d characters.") % _LONGEST_LABEL)
            if label.casefold() in {theme.label.casefold() for theme in found}:
                raise forms.ValidationError(_now("“%s” stands there twice.") % label)
            found.append(Theme(code=f"t{len(found) + 1}", label=label, about=about))
        return found


class ThemesForm(FaultNamingForm):
    """The themes of one passage."""

    themes = forms.MultipleChoiceField(
        label=_("Which themes are in it?"),
        help_text=_("Choose all that apply, or none."),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    language = forms.ChoiceField(
        label=_("Which language is it in?"),
        help_text=_("The other coder sees this too. A quote says which language it is in."),
        required=False,
    )

    def __init__(self, *arguments: Any, themes: Sequence[Theme], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(
            self,
            "themes",
            [(theme.code, f"{theme.label}: {theme.about}" if theme.about else theme.label) for theme in themes],
        )
        offer(self, "language", [("", _now("Not known")), *language_choices()])


class QuoteForm(FaultNamingForm):
    """Words that may stand in a report."""

    text = forms.CharField(
        label=_("The words as they will stand in a report"),
        help_text=_(
            "Take out names, places, forces, ranks and anything else by which somebody could be recognised. Leave it"
            " empty to take a quote back."
        ),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    translation = forms.CharField(
        label=_("A translation of it (optional)"),
        help_text=_("It stands beside the words, for readers of another language. Look through it in the same way."),
        widget=forms.Textarea(attrs={"rows": 4}),
        required=False,
    )
    translated_into = forms.ChoiceField(label=_("Language of the translation"), required=False)
    is_looked_through = forms.BooleanField(
        label=_("I have looked at everything that is marked, and nobody can be recognised"), required=False
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, "translated_into", [("", _now("No translation")), *language_choices()])


class InterviewForm(FaultNamingForm):
    """Notes of a talk, with the consent."""

    title = forms.CharField(
        label=_("Title"),
        help_text=_("It names nobody: for example, “Interview 3, a sergeant”."),
        max_length=LONGEST_TITLE,
        error_messages={"required": _("Give it a title")},
    )
    held_on = DayField(
        label=_("Held on"),
        error_messages={"required": _("Say when it was held")},
    )
    language = forms.ChoiceField(label=_("Language of the notes"), error_messages={"required": _("Choose a language")})
    consent = forms.CharField(
        label=_("How did the person agree?"),
        help_text=_("For example: signed the form of 27 March, which says what the notes are used for."),
        max_length=LONGEST_CONSENT,
        error_messages={"required": _("Say how the person agreed")},
    )
    notes = forms.CharField(
        label=_("Notes"),
        help_text=_("Name nobody. Begin a new line for each thought: each line is coded by itself."),
        widget=forms.Textarea(attrs={"rows": 12}),
        error_messages={"required": _("Write the notes")},
    )

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, "language", [("", _now("Choose")), *language_choices()])
