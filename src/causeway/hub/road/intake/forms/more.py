"""Something more for a referral that was sent: words, and files."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.road.intake.forms.advice import advice_on
from causeway.hub.road.intake.forms.fields import FilesField
from causeway.hub.road.intake.forms.files import FILE_LIMIT_BYTES


class SupplementForm(FaultNamingForm):
    """What is added, or answered."""

    text = forms.CharField(
        label=_("What do you want to say?"), required=False, max_length=10_000, widget=forms.Textarea(attrs={"rows": 6})
    )
    files = FilesField(  # type: ignore[assignment]  # a field is no attribute of the form
        limit_bytes=FILE_LIMIT_BYTES, required=False, label=_("Files")
    )
    viewed = forms.ChoiceField(
        label=_("Did a person at your organisation view these very files?"),
        help_text=advice_on("viewed"),
        choices=[("True", _("Yes")), ("False", _("No, nobody viewed them")), ("", _("No files, or we do not know"))],
        widget=forms.RadioSelect,
        required=False,
    )

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not told.get("text") and not told.get("files") and not self.errors:
            self.add_error("text", _("Write something, or choose a file"))
        return told
