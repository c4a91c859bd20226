"""Fields that forms of referrals share: a moment as a log prints it, lists by line, yes, no or not known."""

import ipaddress
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causeway.hub.road.intake.checking import CLOCK_SKEW
from causeway.hub.road.referrals.checking import is_possible_time

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

    Text = str | _StrPromise
else:
    Text = str

E = TypeVar("E", bound=StrEnum)

SHORT = 254
"""Longest single line; RFC 5321 gives an e-mail address 254."""

LONG = 20_000
"""Longest free text of one field: some ten pages."""

LINES = 50
"""Most lines of a list, and most rows of a kind."""


def possible_day(value: date) -> None:
    """Refuse a day or moment far from any life; a validator."""
    if not is_possible_time(value):
        raise ValidationError(_("Check the year"))


class MomentField(forms.CharField):
    """A moment in ISO 8601, as it stands in a log. Without an offset it is read in the zone of the page.

    Only what is planned `may_be_ahead`.
    """

    def __init__(
        self, *, label: Text, help_text: Text = "", required: bool = False, may_be_ahead: bool = False
    ) -> None:
        hint = _(
            "For example 2026-03-01 14:05:09 +00:00. Without an offset we read it as your organisation’s local time."
        )
        super().__init__(label=label, help_text=help_text or hint, required=required)
        self.may_be_ahead = may_be_ahead
        self.widget.attrs.update(
            {"maxlength": "40", "class": "govuk-input--width-20", "spellcheck": "false", "autocomplete": "off"}
        )

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, datetime):
            return value
        shown = value.isoformat(sep=" ")
        return f"{shown[:-6]} {shown[-6:]}"

    def to_python(self, value: Any) -> Any:
        text = str(value or "").strip()
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(_without_gap_before_offset(text))
        except ValueError as error:
            raise ValidationError(_("Enter a date and time such as 2026-03-01 14:05:09 +00:00")) from error
        if timezone.is_naive(moment):
            moment = timezone.make_aware(moment)
        if moment > timezone.now() + CLOCK_SKEW and not self.may_be_ahead:
            raise ValidationError(_("This is in the future: check the date and the offset"))
        possible_day(moment)
        return moment.astimezone(UTC)

    def run_validators(self, value: Any) -> None:
        """Those of a text do not fit a moment."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return str(self.prepare_value(initial) or "") != str(data or "").strip()


def _without_gap_before_offset(text: str) -> str:
    head, gap, tail = text.rpartition(" ")
    return head + tail if gap and tail[:1] in "+-Z" else text


class LinesField(forms.CharField):
    """A list, one item a line; gives a tuple of non-empty lines."""

    def __init__(self, *, label: Text, help_text: Text = "", line_length: int = 2083) -> None:
        widget = forms.Textarea(attrs={"rows": 2, "spellcheck": "false"})
        hint = help_text or _("One on each line.")
        super().__init__(label=label, help_text=hint, required=False, widget=widget, max_length=LONG)
        self.line_length = line_length

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, tuple | list) else value

    def to_python(self, value: Any) -> Any:
        lines = tuple(line.strip() for line in str(value or "").splitlines() if line.strip())
        if len(lines) > LINES:
            raise ValidationError(_("Enter at most %(count)d lines") % {"count": LINES})
        if any(len(line) > self.line_length for line in lines):
            raise ValidationError(_("One of the lines is too long"))
        return lines

    def validate(self, value: Any) -> None:
        """Nothing is required."""

    def run_validators(self, value: Any) -> None:
        """Checked line by line already."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        return tuple(initial or ()) != tuple(line.strip() for line in str(data or "").splitlines() if line.strip())


class AddressField(forms.CharField):
    """An IPv4 or IPv6 address."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return text
        try:
            return str(ipaddress.ip_address(text.strip("[]")))
        except ValueError as error:
            raise ValidationError(_("Enter an address such as 192.0.2.7 or 2001:db8::7")) from error


class CountryField(forms.CharField):
    """A country as two letters, ISO 3166-1."""

    def __init__(self, *, label: Text = "") -> None:
        hint = _("Two letters, such as GB, IE, NL or IT.")
        super().__init__(label=label or _("Country"), required=False, max_length=2, help_text=hint)
        self.widget.attrs["class"] = "govuk-input--width-2"

    def to_python(self, value: Any) -> Any:
        text = (super().to_python(value) or "").upper()
        if text and not (len(text) == 2 and text.isascii() and text.isalpha()):
            raise ValidationError(_("Enter two letters, such as GB"))
        return text


class ManyFilesInput(forms.ClearableFileInput):
    """A file input that takes several."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One or more files, none longer than `limit_bytes`; gives a tuple."""

    def __init__(self, *, limit_bytes: int, label: Text, help_text: Text = "", required: bool = True) -> None:
        super().__init__(label=label, help_text=help_text, required=required, widget=ManyFilesInput())
        self.limit_bytes = limit_bytes

    def clean(self, data: Any, initial: Any = None) -> Any:
        given = data if isinstance(data, list | tuple) else [data] if data else []
        files: list[UploadedFile[Any]] = [super(FilesField, self).clean(one, initial) for one in given]
        if not files and self.required:
            raise ValidationError(_("Choose a file"), code="required")
        if len(files) > LINES:
            raise ValidationError(_("Choose at most %(count)d files at a time") % {"count": LINES})
        if any((file.size or 0) > self.limit_bytes for file in files):
            raise ValidationError(
                _("A file is larger than %(size)d megabytes") % {"size": self.limit_bytes // (1024 * 1024)}
            )
        return tuple(files)


def choices_of(names: dict[E, Promise]) -> list[tuple[str, Any]]:
    """Choices from words."""
    return [(value.value, text) for value, text in names.items()]


def line(label: Text, help_text: Text = "", *, required: bool = False, length: int = SHORT) -> forms.CharField:
    """A single line."""
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=length)


def prose(label: Text, help_text: Text = "", *, rows: int = 4, required: bool = False) -> forms.CharField:
    """Free text."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, help_text=help_text, required=required, max_length=LONG, widget=widget)


def known_or_not(label: Text, help_text: Text = "") -> forms.TypedChoiceField:
    """Yes, no or not known: True, False or None."""
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        required=False,
        choices=[("", _("Not known")), ("True", _("Yes")), ("False", _("No"))],
        coerce=lambda chosen: chosen == "True",
        empty_value=None,
    )


def shown(value: bool | None) -> str:
    """What a field of `known_or_not` holds for a value."""
    return "" if value is None else str(value)


def yes_no_or_unsure(label: Text, help_text: Text = "") -> forms.TypedChoiceField:
    """The same in a plain question that nobody need answer: True, False, or None where it is not certain or not
    said.
    """
    return forms.TypedChoiceField(
        label=label,
        help_text=help_text,
        required=False,
        choices=[("yes", _("Yes")), ("unsure", _("I’m not sure")), ("no", _("No"))],
        coerce={"yes": True, "no": False}.get,
        empty_value=None,
        widget=forms.RadioSelect,
    )


def whole_number(label: Text, help_text: Text = "", *, low: int, high: int) -> forms.IntegerField:
    """A whole number between two."""
    field = forms.IntegerField(
        label=label,
        help_text=help_text,
        required=False,
        min_value=low,
        max_value=high,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-5"}),
    )
    field.error_messages["invalid"] = _("Enter a whole number")
    return field
