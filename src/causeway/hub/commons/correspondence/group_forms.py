"""Forms of working groups."""

from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.organisations.queries.directory import Listing
from causeway.hub.base.theme.days import DayField
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.commons.correspondence.commands.keep_group import (
    BASIS_CHARACTERS,
    NAME_CHARACTERS,
    PURPOSE_CHARACTERS,
    NewGroup,
)
from causeway.hub.commons.correspondence.commands.meet import (
    ACTION_CHARACTERS,
    AGENDA_CHARACTERS,
    MINUTES_CHARACTERS,
    NewAction,
    NewMeeting,
)
from causeway.hub.commons.correspondence.forms import NOT_AGREED, MessageForm, choices_of, lines_of
from causeway.hub.commons.correspondence.queries.groups import MemberView
from causeway.hub.road.intake.forms.fields import MomentField

_ACTIONS = 5
"""Rows for actions on the form; further minutes may follow."""


class GroupForm(FaultNamingForm):
    """A new group."""

    name = forms.CharField(label=_("Name of the group"), max_length=NAME_CHARACTERS)
    purpose = forms.CharField(
        label=_("What is it for?"), max_length=PURPOSE_CHARACTERS, widget=forms.Textarea(attrs={"rows": 3})
    )
    basis = forms.CharField(
        label=_("On which agreement or project does it rest?"),
        max_length=BASIS_CHARACTERS,
        help_text=_("For example the name and number of a memorandum."),
    )
    chair = forms.CharField(label=_("Who chairs it?"), max_length=200, help_text=_("A role or a name."))
    to = forms.MultipleChoiceField(
        label=_("Which organisations are in it?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one."), "invalid_choice": NOT_AGREED},
    )

    def __init__(self, *arguments: Any, listings: list[Listing], **named: Any) -> None:
        super().__init__(*arguments, **named)
        cast("forms.MultipleChoiceField", self.fields["to"]).choices = choices_of(listings)

    def group(self) -> NewGroup:
        """What was entered; of a valid form."""
        return NewGroup(**{name: self.cleaned_data[name] for name in ("name", "purpose", "basis", "chair")})


class MemberForm(FaultNamingForm):
    """An organisation that joins."""

    to = forms.ChoiceField(label=_("Which organisation?"), error_messages={"invalid_choice": NOT_AGREED})
    addresses = forms.CharField(
        label=_("Who takes part there?"),
        help_text=_("E-mail addresses, one on each line. Leave empty for everybody there who may read messages."),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *arguments: Any, listings: list[Listing], **named: Any) -> None:
        super().__init__(*arguments, **named)
        cast("forms.ChoiceField", self.fields["to"]).choices = [("", _("Choose one")), *choices_of(listings)]

    def people(self) -> tuple[str, ...]:
        """The addresses."""
        return lines_of(self.cleaned_data["addresses"])


class TopicForm(MessageForm):
    """A new topic and its first message, to all members who can be reached."""

    subject = forms.CharField(label=_("Subject line"), max_length=NAME_CHARACTERS, help_text=_("No case data."))

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, to=[], **named)
        del self.fields["to"]


class MeetingForm(FaultNamingForm):
    """A meeting to come."""

    title = forms.CharField(label=_("Title"), max_length=200)
    starts_at = MomentField(label=_("When does it begin?"), required=True, may_be_ahead=True)
    place = forms.CharField(label=_("Where?"), max_length=300, required=False)
    agenda = forms.CharField(label=_("Agenda"), max_length=AGENDA_CHARACTERS, widget=forms.Textarea(attrs={"rows": 5}))

    def meeting(self) -> NewMeeting:
        """What was entered; of a valid form."""
        return NewMeeting(**self.cleaned_data)


class MinutesForm(FaultNamingForm):
    """What was said, and who took on what."""

    text = forms.CharField(
        label=_("What was said?"),
        help_text=_("Nobody can change it afterwards. No case data."),
        max_length=MINUTES_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 8}),
    )

    def __init__(self, *arguments: Any, members: tuple[MemberView, ...], **named: Any) -> None:
        super().__init__(*arguments, **named)
        owners = [("", _("Nobody")), *((str(one.organisation_id), one.name) for one in members if one.left_at is None)]
        for number in range(1, _ACTIONS + 1):
            self.fields[f"action_{number}"] = forms.CharField(
                label=_("Action %(n)d") % {"n": number}, max_length=ACTION_CHARACTERS, required=False
            )
            self.fields[f"owner_{number}"] = forms.ChoiceField(
                label=_("Who does action %(n)d?") % {"n": number}, choices=owners, required=False
            )
            self.fields[f"due_{number}"] = DayField(
                label=_("By when is action %(n)d done?") % {"n": number}, required=False
            )

    def clean(self) -> dict[str, Any]:
        """An action has words, an owner and a day, or nothing."""
        given = super().clean() or {}
        for number in range(1, _ACTIONS + 1):
            lacking = {
                f"action_{number}": _("Say what is to be done."),
                f"owner_{number}": _("Say who does it."),
                f"due_{number}": _("Say by when."),
            }
            if any(given.get(name) for name in lacking):
                for name, fault in lacking.items():
                    if not given.get(name) and name not in self.errors:
                        self.add_error(name, fault)
        return given

    def actions(self) -> list[NewAction]:
        """The actions that were entered; of a valid form."""
        given = self.cleaned_data
        return [
            NewAction(
                owner_id=UUID(given[f"owner_{number}"]), text=given[f"action_{number}"], due_on=given[f"due_{number}"]
            )
            for number in range(1, _ACTIONS + 1)
            if given[f"action_{number}"]
        ]
