"""A file, or a web address without one, and what the sender says of it."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.road.intake.forms.advice import advice_on
from causeway.hub.road.intake.forms.fields import (
    AddressField,
    FilesField,
    MomentField,
    choices_of,
    known_or_not,
    line,
    prose,
    whole_number,
)
from causeway.hub.road.intake.forms.rows import HIGHEST_PORT
from causeway.hub.road.referrals.words import FLAG_NAMES
from causeway.vocabulary.referral import Attachment, EventKind, FileFlag, IpEvent

FILE_LIMIT_BYTES = 2 * 1024**3
"""Through a browser; larger ones come through the API."""

INDUSTRY_CLASSES = [
    ("", _("Not classified")),
    ("A1", _("A1: before puberty, sex act")),
    ("A2", _("A2: before puberty, lascivious")),
    ("B1", _("B1: after puberty, sex act")),
    ("B2", _("B2: after puberty, lascivious")),
]
"""The industry classification of the Tech Coalition, as the CyberTipline's `industryClassification` lists it."""


class AboutForm(FaultNamingForm):
    """What the sender says of a file or an address."""

    viewed = forms.ChoiceField(
        label=_("Did a person at your organisation view this very file?"),
        help_text=advice_on("viewed"),
        choices=[("True", _("Yes")), ("False", _("No, nobody viewed it")), ("", _("We do not know"))],
        widget=forms.RadioSelect,
        required=False,
    )
    url = forms.URLField(
        label=_("Web address at which it stands or stood"), required=False, max_length=2083, assume_scheme="https"
    )
    upload_address = AddressField(label=_("IP address of the upload"), required=False, help_text=advice_on("upload_ip"))
    upload_port = whole_number(
        _("Source port of the upload"),
        _("In your access log for the upload request, beside the address."),
        low=1,
        high=HIGHEST_PORT,
    )
    uploaded_at = MomentField(label=_("When was it uploaded?"))
    publicly_available = known_or_not(_("Could everybody see it?"))
    flags = forms.MultipleChoiceField(
        label=_("What do you say of it?"),
        help_text=_("No answer here makes a file less urgent by itself."),
        choices=choices_of(FLAG_NAMES),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    industry_class = forms.ChoiceField(label=_("Industry classification"), choices=INDUSTRY_CLASSES, required=False)
    original_name = line(_("Name under which it was uploaded"), length=2056)
    notes = prose(_("Anything else"), rows=2)

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("upload_port") and not told.get("upload_address") and "upload_address" not in self.errors:
            self.add_error("upload_address", _("Enter the address that this port belongs to"))
        return told

    @classmethod
    def initial_of(cls, attachment: Attachment) -> dict[str, Any]:
        """What the fields hold for an attachment."""
        event = attachment.upload_event
        return {
            "viewed": "" if attachment.viewed_by_sender is None else str(attachment.viewed_by_sender),
            "url": attachment.url,
            "upload_address": event.address if event else "",
            "upload_port": event.port if event else None,
            "uploaded_at": attachment.uploaded_at,
            "publicly_available": "" if attachment.publicly_available is None else str(attachment.publicly_available),
            "flags": [flag.value for flag in attachment.flags],
            "industry_class": attachment.industry_class,
            "original_name": attachment.original_name,
            "notes": attachment.notes,
        }

    def applied_to(self, attachment: Attachment) -> Attachment:
        """The attachment with the valid fields."""
        told = self.cleaned_data
        viewed = told.get("viewed")
        event = None
        if told.get("upload_address"):
            event = IpEvent(
                address=told["upload_address"],
                port=told.get("upload_port"),
                at=told.get("uploaded_at"),
                kind=EventKind.UPLOAD,
            )
        return replace(
            attachment,
            viewed_by_sender=viewed == "True" if viewed else None,
            url=told.get("url") or None,
            upload_event=event,
            uploaded_at=told.get("uploaded_at"),
            publicly_available=told.get("publicly_available"),
            flags=tuple(FileFlag(flag) for flag in told.get("flags", ())),
            industry_class=told.get("industry_class") or None,
            original_name=told.get("original_name") or None,
            notes=told.get("notes") or None,
        )


class FilesForm(AboutForm):
    """New files, all with the same answers; each can be changed afterwards."""

    field_order = ["files"]

    files = FilesField(  # type: ignore[assignment]  # a field is no attribute of the form
        limit_bytes=FILE_LIMIT_BYTES,
        label=_("Files"),
        help_text=_("They are sealed as they arrive. The answers below go for all of them; you can change each later."),
    )


class AddressOnlyForm(AboutForm):
    """A web address without a file, viewed or not."""

    url = forms.URLField(
        label=_("Web address"),
        help_text=_("The whole address. Nobody need have opened it."),
        max_length=2083,
        assume_scheme="https",
        error_messages={"required": _("Enter the web address")},
    )
    field_order = ["url"]
