"""Forms by which a partner asks for help."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.organisations.queries.directory import Listing
from causeway.hub.base.theme.days import DayField
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.commons.awareness.commands.ask_for_help import TEXT_CHARACTERS, TITLE_CHARACTERS, NewHelpRequest
from causeway.hub.commons.awareness.forms.fields import choices_of, text_field
from causeway.hub.commons.awareness.words import HELP_KIND_NAMES, HelpKind


class HelpForm(FaultNamingForm):
    """What is asked, and of whom."""

    kind = forms.ChoiceField(
        label=_("What do you need?"), choices=choices_of(HELP_KIND_NAMES), widget=forms.RadioSelect
    )
    helper = forms.ChoiceField(label=_("Whom do you ask?"))
    title = forms.CharField(label=_("In a few words"), max_length=TITLE_CHARACTERS)
    text = text_field(
        8,
        label=_("What exactly?"),
        help_text=_("Say how old the children are and how many. Name no child."),
        max_length=TEXT_CHARACTERS,
    )
    wished_on = DayField(label=_("By which day, if there is one?"), required=False)
    contact = forms.CharField(label=_("Who can be asked about this?"), max_length=TITLE_CHARACTERS)
    contact_email = forms.EmailField(label=_("Their e-mail address"))

    def __init__(self, *arguments: Any, helpers: list[Listing], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offered = [(str(each.id), each.name) for each in helpers]
        self.fields["helper"].choices = [("", _("Choose one")), *offered]  # type: ignore[attr-defined]

    def told(self) -> NewHelpRequest:
        """What was filled in."""
        given = dict(self.cleaned_data)
        return NewHelpRequest(**given | {"kind": HelpKind(given["kind"]), "helper": UUID(given["helper"])})


class MessageForm(FaultNamingForm):
    """One message."""

    text = text_field(5, label=_("Write a message"), max_length=TEXT_CHARACTERS)


class CloseHelpForm(FaultNamingForm):
    """Whether it helped."""

    helped = forms.ChoiceField(
        label=_("Did it help?"), choices=[("yes", _("Yes")), ("no", _("No"))], widget=forms.RadioSelect
    )
