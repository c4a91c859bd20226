"""Fields for one text in every language of an instrument."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from causeway.hub.knowledge.surveys.words import language_name
from causeway.vocabulary.instruments import Texts


def add_text_fields(
    form: forms.Form,
    name: str,
    label: str,
    languages: Iterable[str],
    *,
    rows: int = 0,
    help_text: str = "",
) -> None:
    """Add a field a language, none required: an instrument may be unfinished. With `rows`, a text area."""
    several = len(tuple(languages)) > 1
    words = _("%(label)s, %(language)s")
    for language in languages:
        widget = (
            forms.Textarea(attrs={"rows": rows, "lang": language})
            if rows
            else forms.TextInput(attrs={"lang": language})
        )
        shown = words % {"label": label, "language": language_name(language)} if several else label
        form.fields[f"{name}_{language}"] = forms.CharField(
            label=shown, help_text=help_text, required=False, widget=widget, max_length=10_000
        )
        help_text = ""


def texts_in(cleaned: Mapping[str, Any], name: str, languages: Iterable[str]) -> dict[str, str]:
    """What was entered, by language; a language left empty is absent."""
    entered = {language: str(cleaned.get(f"{name}_{language}") or "").strip() for language in languages}
    return {language: _one_line_end(text) for language, text in entered.items() if text}


def initial_texts(name: str, texts: Texts | None) -> dict[str, str]:
    """A text as the fields begin with it."""
    return {f"{name}_{language}": text for language, text in (texts or {}).items()}


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")
