"""Forms of what is handed to a central desk outside this hub."""

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.acting.reasons import REASON_CHARACTERS
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.road.routes.commands.outside import HOW_CHARACTERS, REFERENCE_CHARACTERS


class SentForm(FaultNamingForm):
    """By which way it went."""

    how = forms.CharField(
        label=_("How did you send it?"),
        max_length=HOW_CHARACTERS,
        help_text=_("By which secure way, and to whom. Name no child and no case."),
    )


class AnswerForm(FaultNamingForm):
    """What they answered."""

    their_reference = forms.CharField(label=_("Their reference"), max_length=REFERENCE_CHARACTERS)
    note = forms.CharField(
        label=_("Anything else that they said"),
        required=False,
        max_length=REASON_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class TakeBackForm(FaultNamingForm):
    """Why it comes back."""

    is_declined = forms.TypedChoiceField(
        label=_("What happened?"),
        choices=[("declined", _("They declined it")), ("withdrawn", _("It is not to go there"))],
        coerce=lambda text: text == "declined",
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(label=_("Why?"), max_length=REASON_CHARACTERS, widget=forms.Textarea(attrs={"rows": 3}))


class SendWaitingForm(FaultNamingForm):
    """Which of those that wait are sent, and why."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=REASON_CHARACTERS,
        initial=_("Its central desk is registered now."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
