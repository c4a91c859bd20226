"""Forms of bulletins."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.commons.awareness.commands.issue_bulletin import (
    BODY_CHARACTERS,
    QUESTION_CHARACTERS,
    SUMMARY_CHARACTERS,
    TITLE_CHARACTERS,
    NewBulletin,
)
from causeway.hub.commons.awareness.forms.fields import choices_of, language_field, text_field
from causeway.hub.commons.awareness.queries.bulletins import BulletinView
from causeway.hub.commons.awareness.words import LANGUAGE_NAMES, READERS_NAMES, Readers


class BulletinForm(FaultNamingForm):
    """A bulletin's words."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_CHARACTERS)
    readers = forms.ChoiceField(
        label=_("For whom is it written?"),
        help_text=_("They see it on their start page. Every member can read it."),
        choices=choices_of(READERS_NAMES),
        widget=forms.RadioSelect,
    )
    language = language_field()
    summary = text_field(2, label=_("What should readers know, in a sentence?"), max_length=SUMMARY_CHARACTERS)
    body = text_field(
        14,
        label=_("The bulletin"),
        help_text=_("Say what is seen and what to do. Nothing of a case, and no name of a service, school or child."),
        max_length=BODY_CHARACTERS,
    )
    with_figures = forms.BooleanField(
        label=_("Add how many referrals we received, by concern, in the last four quarters"),
        help_text=_("Rounded to 5; counts from 1 to 9 are withheld."),
        required=False,
    )

    def told(self, translation_of: Any = None) -> NewBulletin:
        """What was filled in."""
        given = dict(self.cleaned_data)
        return NewBulletin(**given | {"readers": Readers(given["readers"]), "translation_of": translation_of})


def bulletin_initial(view: BulletinView) -> dict[str, Any]:
    """The form's beginning for a bulletin that there is."""
    line = view.line
    return {
        "title": line.title,
        "readers": line.readers.value,
        "language": line.language,
        "summary": line.summary,
        "body": view.body,
        "with_figures": view.figures is not None,
    }


class QuestionForm(FaultNamingForm):
    """A reader's question."""

    text = text_field(
        4,
        label=_("Ask about this bulletin"),
        help_text=_("Whoever wrote it answers. Name no child; worry about one is a referral."),
        max_length=QUESTION_CHARACTERS,
    )


class AnswerForm(FaultNamingForm):
    """The answer to a reader."""

    answer = text_field(6, label=_("Your answer"), max_length=QUESTION_CHARACTERS)


class BulletinFilterForm(FaultNamingForm):
    """What the list of bulletins is narrowed to."""

    language = forms.ChoiceField(label=_("Language"), choices=[("", _("Any")), *LANGUAGE_NAMES.items()], required=False)
    mine = forms.BooleanField(label=_("Only ours, drafts too"), required=False)
