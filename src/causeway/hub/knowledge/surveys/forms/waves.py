"""The forms by which a wave is prepared, run and opened."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.days import DayField
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.knowledge.surveys.commands.prepare_wave import WaveDates
from causeway.hub.knowledge.surveys.sheets import LONGEST_STRATUM
from causeway.hub.knowledge.surveys.stages import KEPT_BY_DEFAULT
from causeway.hub.knowledge.surveys.table_files import LARGEST_FILE_BYTES

LARGEST_KEY_BYTES = 4096


class WaveForm(FaultNamingForm):
    """A wave's title and dates."""

    title = forms.CharField(
        label=_("Title"),
        help_text=_("For you and your colleagues. Those who answer see the instrument’s title."),
        max_length=200,
        error_messages={"required": _("Give the wave a title")},
    )
    opens_on = DayField(
        label=_("First day"), help_text=_("Invitations go out when you start the wave; links open on this day.")
    )
    closes_on = DayField(label=_("Last day"), help_text=_("You can move it on while the wave is not closed."))
    keep_until = DayField(label=_("Keep the answers until"), help_text=_("You are reminded to delete them then."))

    def dates(self) -> WaveDates:
        """The dates as the commands take them."""
        told = self.cleaned_data
        return WaveDates(opens_on=told["opens_on"], closes_on=told["closes_on"], keep_until=told["keep_until"])


class NewWaveForm(WaveForm):
    """A new wave of a published instrument."""

    instrument = forms.ChoiceField(
        label=_("Instrument"),
        help_text=_("Published versions only: a wave’s questions never change."),
        error_messages={"required": _("Choose an instrument")},
    )
    field_order = ["instrument", "title", "opens_on", "closes_on", "keep_until"]

    def __init__(self, choices: list[tuple[str, str]], data: object = None, initial: object = None) -> None:
        super().__init__(data, initial=initial)  # type: ignore[arg-type]
        self.fields["instrument"].choices = choices  # type: ignore[attr-defined]


class TableForm(FaultNamingForm):
    """A CSV file."""

    file = forms.FileField(
        label=_("CSV file"),
        error_messages={"required": _("Choose a file"), "empty": _("This file is empty")},
    )

    def content(self) -> bytes:
        """What is in the file; one byte too many shows that it is too long."""
        return bytes(self.cleaned_data["file"].read(LARGEST_FILE_BYTES + 1))


class MembersForm(FaultNamingForm):
    """The organisation's own members, all in one stratum."""

    force = forms.CharField(label=_("Force"), max_length=LONGEST_STRATUM)
    rank = forms.CharField(label=_("Rank"), max_length=LONGEST_STRATUM)


class KeyForm(FaultNamingForm):
    """The file of a wave's key."""

    key = forms.FileField(
        label=_("The wave’s key"),
        help_text=_("The file that you downloaded when the key was made. It is used now and not kept."),
        error_messages={"required": _("Choose the file of the key"), "empty": _("This file is empty")},
    )

    def text(self) -> str:
        """What is in the file, as far as it can be a key."""
        return bytes(self.cleaned_data["key"].read(LARGEST_KEY_BYTES)).decode("ascii", errors="replace")


class SureForm(FaultNamingForm):
    """That somebody means it."""

    is_sure = forms.BooleanField(label=_("Yes, I am sure"), error_messages={"required": _("Tick the box to go on")})


def first_dates(today: date) -> dict[str, date]:
    """Dates to begin with: from next week, for four weeks, kept for five years."""
    opens = today + timedelta(days=7)
    closes = opens + timedelta(days=27)
    return {"opens_on": opens, "closes_on": closes, "keep_until": closes + KEPT_BY_DEFAULT}
