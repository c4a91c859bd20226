"""Forms of messages."""

from datetime import datetime, time, timedelta
from typing import Any, cast
from uuid import UUID

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.acting.reasons import SHORT_REASON_CHARACTERS
from causeway.hub.base.organisations.queries.directory import Listing
from causeway.hub.base.organisations.words import KIND_NAMES, ROLE_NAMES
from causeway.hub.base.theme.days import DayField
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.commons.correspondence.commands.begin_thread import SUBJECT_CHARACTERS, Receiver
from causeway.hub.commons.correspondence.documents import DOCUMENT_LIMIT_BYTES, Offered
from causeway.hub.commons.correspondence.posting import TEXT_CHARACTERS, NewMessage
from causeway.hub.commons.correspondence.queries.thread_list import Shown
from causeway.hub.commons.correspondence.queries.thread_view import ParticipantView
from causeway.hub.commons.correspondence.words import HANDLING_MEANING
from causeway.hub.road.intake.forms.fields import FilesField
from causeway.vocabulary.handling import Handling
from causeway.vocabulary.organisations import Role

_NOT_READING = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
NOT_AGREED = _("No agreement in force lets this pass to what you chose. It may have been suspended, or have ended.")
"""An organisation that the page offered, and that cannot be reached any more."""
_TO = {"required": _("Choose at least one organisation."), "invalid_choice": NOT_AGREED}


def lines_of(text: str) -> tuple[str, ...]:
    """What stands on lines of its own, or between commas."""
    return tuple(line.strip() for line in text.replace(",", "\n").splitlines() if line.strip())


class MessageForm(FaultNamingForm):
    """A message into a thread."""

    to = forms.MultipleChoiceField(label=_("To"), widget=forms.CheckboxSelectMultiple, error_messages=_TO)
    text = forms.CharField(label=_("Message"), max_length=TEXT_CHARACTERS, widget=forms.Textarea(attrs={"rows": 6}))
    handling = forms.TypedChoiceField(
        label=_("How far may it go?"),
        help_text=_("The Traffic Light Protocol, version 2.0."),
        choices=[(mark.value, format_lazy("{}: {}", mark.label, HANDLING_MEANING[mark])) for mark in Handling],
        coerce=Handling,
        initial=Handling.AMBER.value,
        widget=forms.RadioSelect,
    )
    named = forms.CharField(
        label=_("For TLP:RED, the people who may read it"),
        help_text=_("Their e-mail addresses, one on each line. Nobody else can open it, there or at your own."),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    documents = FilesField(
        label=_("Documents"),
        help_text=_("PDF, text or office documents of at most 25 MB each. They are sealed as they come."),
        limit_bytes=DOCUMENT_LIMIT_BYTES,
        required=False,
    )
    due_on = DayField(
        label=_("Answer asked by the end of"),
        required=False,
    )
    asks_acknowledgement = forms.BooleanField(label=_("Ask them to acknowledge it"), required=False)
    field_order = ("to", "subject", "text", "documents", "handling")  # as on the page, so that faults stand alike

    def __init__(self, *arguments: Any, to: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        field = cast("forms.MultipleChoiceField", self.fields["to"])
        field.choices = to
        if len(to) == 1:
            field.initial = [to[0][0]]

    def message(self, documents: list[Offered]) -> NewMessage:
        """What was entered; of a valid form."""
        given = self.cleaned_data
        return NewMessage(
            text=given["text"],
            handling=given["handling"],
            named=lines_of(given["named"]) if given["handling"] is Handling.RED else (),
            asks_acknowledgement=given["asks_acknowledgement"],
            due_at=_end_of(given["due_on"]),
            documents=documents,
        )

    def to_ids(self) -> list[UUID]:
        """The organisations that were chosen."""
        return [UUID(each) for each in self.cleaned_data["to"]]


class ReplyForm(MessageForm):
    """A message to organisations that are in the thread already, marked at first as what it answers."""

    def __init__(
        self, *arguments: Any, others: tuple[ParticipantView, ...], answered: Handling | None, **named: Any
    ) -> None:
        choices = [(str(one.organisation_id), one.name) for one in others]
        super().__init__(*arguments, to=choices, **named)
        if answered is not None:
            self.fields["handling"].initial = answered.value
        self.fields["to"].initial = [number for number, _name in choices]
        if len(choices) == 1:
            self.fields["to"].widget = forms.MultipleHiddenInput()


class ReceiverFields(FaultNamingForm):
    """Who at an organisation may read a thread."""

    roles = forms.MultipleChoiceField(
        label=_("Only for these roles there"),
        help_text=_("Choose none where everybody there who may read messages may read these."),
        choices=[(role.value, name) for role, name in ROLE_NAMES.items() if role not in _NOT_READING],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    addresses = forms.CharField(
        label=_("Or only for these people there"),
        help_text=_("Their e-mail addresses, one on each line."),
        required=False,
        max_length=4_000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def receiver(self, organisation_id: UUID) -> Receiver:
        """An organisation, and who there was chosen."""
        given = self.cleaned_data
        return Receiver(
            organisation_id=organisation_id,
            roles=tuple(Role(role) for role in given["roles"]),
            addresses=lines_of(given["addresses"]),
        )


class BeginForm(ReceiverFields, MessageForm):
    """A new thread and its first message."""

    subject = forms.CharField(
        label=_("Subject line"),
        help_text=_("All who get it see it. Do not write a child’s name."),
        max_length=SUBJECT_CHARACTERS,
    )

    def __init__(self, *arguments: Any, listings: list[Listing], **named: Any) -> None:
        super().__init__(*arguments, to=choices_of(listings), **named)


class AddForm(ReceiverFields):
    """Another organisation for a thread."""

    to = forms.ChoiceField(label=_("Which organisation?"), error_messages={"invalid_choice": NOT_AGREED})
    field_order = ("to", "roles", "addresses")

    def __init__(self, *arguments: Any, listings: list[Listing], **named: Any) -> None:
        super().__init__(*arguments, **named)
        cast("forms.ChoiceField", self.fields["to"]).choices = [("", _("Choose one")), *choices_of(listings)]


class AttachForm(FaultNamingForm):
    """Documents of an agreement."""

    documents = FilesField(
        label=_("Documents"),
        help_text=_("PDF, text or office documents of at most 25 MB each. They are sealed as they come."),
        limit_bytes=DOCUMENT_LIMIT_BYTES,
    )


class TieForm(FaultNamingForm):
    """To which case of ours a thread belongs."""

    case = forms.ChoiceField(label=_("To which case?"))

    def __init__(self, *arguments: Any, cases: list[tuple[UUID, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        offered = [(str(case_id), label) for case_id, label in cases]
        cast("forms.ChoiceField", self.fields["case"]).choices = [("", _("Choose one")), *offered]


class WithdrawForm(FaultNamingForm):
    """Why a message is taken back."""

    reason = forms.CharField(
        label=_("Why do you take it back?"),
        help_text=_("All who got it see this."),
        max_length=SHORT_REASON_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ThreadFilterForm(FaultNamingForm):
    """What a list of threads is narrowed to."""

    shown = forms.ChoiceField(
        label=_("Messages"),
        choices=[
            (Shown.OPEN.value, _("Open")),
            (Shown.UNREAD.value, _("With something that I have not read")),
            (Shown.WAITING.value, _("That wait for us")),
            (Shown.CLOSED.value, _("Closed")),
            (Shown.ALL.value, _("All")),
        ],
        required=False,
        widget=forms.RadioSelect,
    )
    words = forms.CharField(label=_("Words in the subject or text"), max_length=200, required=False)


def choices_of(listings: list[Listing]) -> list[tuple[str, str]]:
    """Organisations to choose from."""
    return [(str(each.id), f"{each.name} ({KIND_NAMES[each.kind]}, {each.country})") for each in listings]


def _end_of(day: Any) -> datetime | None:
    """The end of a day in the reader's zone."""
    return timezone.make_aware(datetime.combine(day + timedelta(days=1), time())) if day else None
