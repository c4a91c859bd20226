"""The one field for a day. All forms ask for days alike, and say alike what is wrong with one."""

from django import forms
from django.utils.translation import gettext_lazy as _


class DayInput(forms.DateInput):
    """A browser's own date field; one without it shows a line of text."""

    input_type = "date"

    def __init__(self) -> None:
        # Such a field takes a day in this form only, whatever the language.
        super().__init__(format="%Y-%m-%d", attrs={"class": "govuk-input--width-10"})


class DayField(forms.DateField):
    """A day of the calendar, without a time. A form may bring messages of its own."""

    widget = DayInput
    default_error_messages = {"required": _("Enter a day"), "invalid": _("Enter a day such as 2026-04-30")}
