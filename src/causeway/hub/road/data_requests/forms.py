"""Forms of data requests."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.days import DayField
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.road.data_requests.commands.answer_data_request import NewAnswer
from causeway.hub.road.data_requests.commands.extend_preservation import NewExtension
from causeway.hub.road.data_requests.commands.make_data_request import NewDataRequest
from causeway.hub.road.data_requests.queries.requests import RequestProposal, RequestView
from causeway.hub.road.data_requests.words import ANSWER_NAMES, ANSWERS_TO, KIND_NAMES, AnswerKind, RequestKind


class DataRequestForm(FaultNamingForm):
    """What is asked of a service."""

    kind = forms.TypedChoiceField(
        label=_("What do you ask?"),
        choices=[(kind.value, KIND_NAMES[kind]) for kind in RequestKind],
        coerce=RequestKind,
        widget=forms.RadioSelect,
    )
    service_id = forms.TypedChoiceField(label=_("Which service?"), coerce=UUID, widget=forms.RadioSelect)
    identifiers = forms.CharField(
        label=_("Accounts"), help_text=_("One a line."), widget=forms.Textarea(attrs={"rows": 4})
    )
    text = forms.CharField(
        label=_("The question, or what to preserve"),
        help_text=_("One question. Leave empty to preserve everything of these accounts."),
        max_length=3_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    preserve_until = DayField(
        label=_("Preserve until"),
        help_text=_("Leave it empty for as long as the law of the service’s country gives, or else your own term."),
        required=False,
    )
    legal_basis = forms.CharField(
        label=_("The power under which you ask"), help_text=_("Act and section, or the order’s number."), max_length=500
    )
    contact = forms.EmailField(label=_("Whom the service can ask"), help_text=_("A mailbox that somebody reads."))
    do_not_alert_until = DayField(
        label=_("Do not alert the subject until"),
        help_text=_("The service must confirm that it will not tell the account’s holder. Leave empty if it may."),
        required=False,
    )

    def __init__(self, *arguments: Any, proposal: RequestProposal, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["service_id"].choices = [(str(of), name) for of, name in proposal.services]  # type: ignore[attr-defined]

    def request(self) -> NewDataRequest:
        """The request as entered; of a valid form."""
        given = self.cleaned_data
        lines = tuple(line.strip() for line in given["identifiers"].splitlines() if line.strip())
        return NewDataRequest(
            kind=given["kind"],
            service_id=given["service_id"],
            identifiers=lines,
            text=given["text"],
            legal_basis=given["legal_basis"],
            contact=given["contact"],
            do_not_alert_until=given["do_not_alert_until"],
            preserve_until=given["preserve_until"],
        )


class ExtensionForm(FaultNamingForm):
    """For how much longer, and by which power."""

    until = DayField(label=_("Preserve until"))
    legal_basis = forms.CharField(
        label=_("The power under which you ask"), help_text=_("Act and section, or the order’s number."), max_length=500
    )

    def extension(self) -> NewExtension:
        """The extension as entered; of a valid form."""
        return NewExtension(**self.cleaned_data)


class ReleaseForm(FaultNamingForm):
    """Why data are no longer needed."""

    reason = forms.CharField(
        label=_("Why are they no longer needed?"),
        help_text=_("The service does not see this."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class AnswerForm(FaultNamingForm):
    """What the service answers."""

    kind = forms.TypedChoiceField(label=_("Your answer"), coerce=AnswerKind, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("In words"),
        help_text=_("Needed for an answer, and where it cannot be done."),
        max_length=10_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    acknowledges_do_not_alert = forms.BooleanField(required=False)

    def __init__(self, *arguments: Any, view: RequestView, **named: Any) -> None:
        super().__init__(*arguments, **named)
        said = {answer.kind for answer in view.current_answers}
        fitting = [kind for kind in ANSWERS_TO[view.kind] if kind not in said]
        self.fields["kind"].choices = [(kind.value, ANSWER_NAMES[kind]) for kind in fitting]  # type: ignore[attr-defined]
        if view.do_not_alert_until is None or view.do_not_alert_acknowledged:
            del self.fields["acknowledges_do_not_alert"]
        else:
            until = date_format(view.do_not_alert_until, "SHORT_DATE_FORMAT")
            self.fields["acknowledges_do_not_alert"].label = _(
                "We will not tell the account’s holder before %(until)s"
            ) % {"until": until}

    def answer(self, asked_at: str) -> NewAnswer:
        """The answer as entered, of a valid form; `asked_at` is what the page that was read says, in ISO 8601."""
        given = self.cleaned_data
        return NewAnswer(
            kind=given["kind"],
            text=given["text"],
            acknowledges_do_not_alert=given.get("acknowledges_do_not_alert", False),
            asked_at=_moment(asked_at),
        )


def _moment(given: str) -> datetime | None:
    try:
        return datetime.fromisoformat(given)
    except ValueError:
        return None
