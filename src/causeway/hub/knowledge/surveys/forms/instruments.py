"""The forms by which an instrument is begun, and its head and sections written."""

import re
import unicodedata
from dataclasses import replace
from pathlib import PurePath
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.knowledge.surveys.checking import CODE
from causeway.hub.knowledge.surveys.forms.texts import add_text_fields, initial_texts, texts_in
from causeway.hub.knowledge.surveys.instrument_files import LARGEST_FILE_BYTES, FileKind
from causeway.hub.knowledge.surveys.report.wording import spoken
from causeway.hub.knowledge.surveys.words import language_name
from causeway.vocabulary.instruments import Instrument, Section, Texts

LANGUAGES = ("en", "nl", "it", "ga", "cy", "de", "fr", "es", "pl")
"""Those that are offered; a file may bring others."""
BLANK, FROM_FILE, SHIPPED = "blank", "file", "shipped:"
_CODE_FAULT = _("Use lower-case letters, digits and underscores, beginning with a letter; at most 40 characters")


def code_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.CharField:
    """A code, by which answers are counted."""
    return forms.RegexField(
        CODE.pattern + r"\Z",
        label=label,
        help_text=help_text,
        required=required,
        max_length=40,
        widget=forms.TextInput(
            attrs={"class": "govuk-input--width-20", "spellcheck": "false", "autocapitalize": "none"}
        ),
        error_messages={"invalid": _CODE_FAULT, "required": _("Enter a code")},
    )


def code_from(text: str) -> str:
    """A code made of a text, empty where nothing of it can be used."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_0123456789")[:32].rstrip("_")


class BeginForm(FaultNamingForm):
    """How to begin an instrument."""

    start = forms.ChoiceField(
        label=_("How do you want to begin?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Say how you want to begin")},
    )
    title = forms.CharField(label=_("Title, for a blank one"), required=False, max_length=200)
    language = forms.ChoiceField(
        label=_("First language, for a blank one"), choices=[(code, language_name(code)) for code in LANGUAGES]
    )
    file = forms.FileField(
        label=_("File, TOML or JSON"), required=False, error_messages={"empty": _("This file is empty")}
    )

    def __init__(self, shipped: dict[str, Instrument], data: Any = None, files: Any = None) -> None:
        super().__init__(data, files, initial={"start": BLANK})
        titles = [(f"{SHIPPED}{code}", spoken(dict(one.title))) for code, one in shipped.items()]
        choices = [(BLANK, _("With a blank instrument")), *titles, (FROM_FILE, _("With a file"))]
        self.fields["start"].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("start") == BLANK and not code_from(told.get("title", "")):
            self.add_error("title", _("Give it a title with some letters in it"))
        if told.get("start") == FROM_FILE and not told.get("file"):
            self.add_error("file", _("Choose a file"))
        return told

    def content(self) -> tuple[bytes, FileKind]:
        """What is in the file, and of which form its name says it is."""
        file = self.cleaned_data["file"]
        kind = FileKind.JSON if PurePath(str(file.name)).suffix.lower() == ".json" else FileKind.TOML
        return bytes(file.read(LARGEST_FILE_BYTES + 1)), kind


class HeadForm(FaultNamingForm):
    """An instrument's version, languages, title and opening texts."""

    version = forms.CharField(
        label=_("Version"),
        help_text=_("A new one for every publication, such as 2026.1."),
        max_length=40,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-10"}),
        error_messages={"required": _("Enter a version")},
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages"),
        help_text=_("Every text is needed in every language before you publish. The first is shown first."),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one language")},
    )

    def __init__(self, instrument: Instrument, data: Any = None) -> None:
        initial = {"version": instrument.version, "languages": list(instrument.languages)}
        for name in ("title", "about", "consent"):
            initial |= initial_texts(name, getattr(instrument, name))
        super().__init__(data, initial=initial)
        self._instrument = instrument
        offered = dict.fromkeys((*instrument.languages, *LANGUAGES))
        self.fields["languages"].choices = [(code, language_name(code)) for code in offered]  # type: ignore[attr-defined]
        add_text_fields(self, "title", str(_("Title")), instrument.languages)
        about, consent = str(_("What it is about")), str(_("Consent"))
        add_text_fields(
            self, "about", about, instrument.languages, rows=4, help_text=str(_("Shown on the first page."))
        )
        help_text = str(_("What a person agrees to before the first question."))
        add_text_fields(self, "consent", consent, instrument.languages, rows=4, help_text=help_text)

    def change(self, instrument: Instrument) -> Instrument:
        """The instrument with what was entered."""
        told = self.cleaned_data
        chosen = [code for code in instrument.languages if code in told["languages"]]
        added = [code for code in told["languages"] if code not in chosen]
        return replace(
            instrument,
            version=told["version"].strip(),
            languages=(*chosen, *added),
            title=self._texts("title", instrument.title),
            about=self._texts("about", instrument.about),
            consent=self._texts("consent", instrument.consent),
        )

    def _texts(self, name: str, before: Texts) -> Texts:
        """What was entered; a text in a language that has no field here stays, in case the language comes back."""
        apart = {code: text for code, text in before.items() if code not in self._instrument.languages}
        return apart | texts_in(self.cleaned_data, name, self._instrument.languages)


class SectionForm(FaultNamingForm):
    """A section's code and texts."""

    def __init__(self, languages: tuple[str, ...], section: Section | None = None, data: Any = None) -> None:
        initial: dict[str, str] = {}
        if section:
            initial = {
                "code": section.code,
                **initial_texts("title", section.title),
                **initial_texts("intro", section.intro),
            }
        super().__init__(data, initial=initial)
        self._languages, self._section = languages, section
        add_text_fields(self, "title", str(_("Heading")), languages)
        add_text_fields(self, "intro", str(_("Introduction (optional)")), languages, rows=3)
        self.fields["code"] = code_field(_("Code"), help_text=_("Left empty, it is made from the heading."))

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not texts_in(told, "title", self._languages):
            self.add_error(f"title_{self._languages[0]}", _("Give the section a heading"))
        return told

    def section(self) -> Section:
        """The section that was entered, with the questions that it had."""
        told = self.cleaned_data
        title = texts_in(told, "title", self._languages)
        return Section(
            code=told["code"] or code_from(next(iter(title.values()))) or "section",
            title=title,
            intro=texts_in(told, "intro", self._languages) or None,
            questions=self._section.questions if self._section else (),
        )
