"""The forms of policies of priority."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.days import DayField
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.road.assessments.commands.policies import NOTE_CHARACTERS
from causeway.triage import LONGEST_POLICY

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


def _why(label: "_StrPromise", help_text: "str | _StrPromise" = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=NOTE_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why.")},
    )


class ProposeForm(FaultNamingForm):
    """A policy as a file, and why."""

    file = forms.FileField(
        label=_("Policy"),
        help_text=_("A TOML file. Nobody is judged by it until it was compared and a second person puts it live."),
        error_messages={"required": _("Choose a file.")},
    )
    note = _why(_("What changes, and why"))

    def clean_file(self) -> str:
        """The text of the file."""
        file = self.cleaned_data["file"]
        if file.size > 4 * LONGEST_POLICY:
            raise forms.ValidationError(_("The file is too large for a policy."))
        try:
            return str(file.read().decode("utf-8"))
        except UnicodeDecodeError:
            raise forms.ValidationError(_("The file is no text in UTF-8.")) from None


class PutLiveForm(FaultNamingForm):
    """From when on, and why."""

    live_from = DayField(
        label=_("From the beginning of this day (optional)"),
        help_text=_("In your organisation’s time zone. Leave it empty to begin at once."),
        required=False,
    )
    reason = _why(_("Why"), _("What you saw in the comparison."))
    recall_reason = _why(
        _("Why although fewer of what was confirmed would stand first"),
        _("It stands in the ledger and beside the decision."),
    )

    def __init__(self, *arguments: Any, lowers_recall: bool | None, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if lowers_recall is False:
            del self.fields["recall_reason"]
        elif lowers_recall is None:
            self.fields["recall_reason"].label = _("Why although it could not be measured what would stand first")


class GoBackForm(FaultNamingForm):
    """Why."""

    reason = _why(_("Why"))
