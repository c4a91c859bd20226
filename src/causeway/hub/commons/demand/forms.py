"""Forms of demand: the period that a page is about, and a country of the published figures."""

from datetime import date, timedelta

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.days import DayField
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.commons.demand.parts.public_figures import country_name
from causeway.hub.commons.demand.periods import DEFAULT_WEEKS, WEEKS_OFFERED, Period
from causeway.hub.commons.demand.public_figures import public_figures

_LONGEST_AGO = timedelta(days=3_660)
"""As long as anything is usually kept: ten years, and some days."""
_WEEKS = {
    4: _("4 weeks"),
    13: _("13 weeks (a quarter)"),
    26: _("26 weeks (half a year)"),
    52: _("52 weeks (a year)"),
}


class PeriodForm(FaultNamingForm):
    """How many weeks, and the day with which they end. A field with a fault says so; the page then shows the usual
    period.
    """

    weeks = forms.ChoiceField(
        label=_("How long"),
        choices=[(weeks, _WEEKS[weeks]) for weeks in WEEKS_OFFERED],
        required=False,
        error_messages={"invalid_choice": _("Choose a length from the list")},
    )
    until = DayField(
        label=_("Last day"),
        required=False,
        error_messages={"invalid": _("Last day must be a date, like 31 12 2026")},
    )

    def __init__(self, *arguments: object, today: date, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        self.today = today

    def clean_until(self) -> date | None:
        until: date | None = self.cleaned_data["until"]
        if until is not None and not self.today - _LONGEST_AGO <= until <= self.today:
            raise forms.ValidationError(_("Last day must not lie in the future, nor more than ten years ago"))
        return until

    def period(self, zone: str) -> Period:
        """The period that is asked for."""
        self.is_valid()
        weeks = self.cleaned_data.get("weeks") or DEFAULT_WEEKS
        return Period(last=self.cleaned_data.get("until") or self.today, weeks=int(weeks), zone=zone)


class CountryForm(FaultNamingForm):
    """One country of the published figures."""

    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        field = self.fields["country"]
        if isinstance(field, forms.ChoiceField):
            named_countries = [(code, country_name(each)) for code, each in public_figures().countries.items()]
            field.choices = [("", _("None")), *sorted(named_countries, key=lambda pair: str(pair[1]))]
