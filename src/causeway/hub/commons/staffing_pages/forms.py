"""The form of a desk as figures, and how it becomes a scenario and back."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.components import BAND_NAMES
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.commons.staffing_pages.commands.keep import NAME_CHARACTERS
from causeway.hub.commons.staffing_pages.queries.scenarios import Kept, Measured
from causeway.staffing import BandDemand, Handling, Scenario, Shift, Team, usual_band, usual_scenario
from causeway.vocabulary.findings import BAND_ORDER, Band

DAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))
_WHOLE_MINUTES = 60_000


class Wanted(StrEnum):
    """What the reader wants to know."""

    FARE = "fare"
    OFFICERS = "officers"
    LEVERS = "levers"


def _number(label: Any, most: float, *, least: float = 0, places: int = 0, **named: Any) -> forms.Field:
    attributes = {"class": "govuk-input--width-5", "inputmode": "decimal"}
    widget = forms.TextInput(attrs=attributes)
    if places:
        return forms.FloatField(label=label, min_value=least, max_value=most, widget=widget, **named)
    return forms.IntegerField(label=label, min_value=int(least), max_value=int(most), widget=widget, **named)


class BandsForm(FaultNamingForm):
    """Referrals a week and minutes of work for each band; the page draws it as a table."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for band in BAND_ORDER:
            name = BAND_NAMES[band]
            arrivals = _now("%(band)s: referrals a week") % {"band": name}
            minutes = _now("%(band)s: minutes of work") % {"band": name}
            self.fields[f"{band.value}_per_week"] = _number(arrivals, 20_000, places=1)
            self.fields[f"{band.value}_minutes"] = _number(minutes, _WHOLE_MINUTES, least=1, places=1)

    def rows(self) -> list[tuple[Any, forms.BoundField, forms.BoundField]]:
        """For each band its name and two fields."""
        return [
            (BAND_NAMES[band], self[f"{band.value}_per_week"], self[f"{band.value}_minutes"]) for band in BAND_ORDER
        ]

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        arrivals = [told.get(f"{band.value}_per_week") for band in BAND_ORDER]
        if all(count == 0 for count in arrivals):
            self.add_error(f"{BAND_ORDER[0].value}_per_week", _("Enter at least some referrals a week"))
        return told


class DeskForm(FaultNamingForm):
    """Who is on duty, and when."""

    trained = _number(_("Trained officers"), 500, least=1)
    untrained = _number(_("Officers without training"), 500)
    days = forms.MultipleChoiceField(
        label=_("On duty on"),
        choices=[(str(place), name) for place, name in enumerate(DAYS)],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one day")},
    )
    from_hour = _number(_("From which hour?"), 23, help_text=_("0 to 23."))
    to_hour = _number(
        _("Until which hour?"), 47, least=1, help_text=_("Past 24 is the next morning: 30 is six o’clock.")
    )
    trained_only = forms.BooleanField(
        label=_("Only trained officers take very high and high"), required=False, initial=True
    )

    def clean(self) -> dict[str, Any]:
        told = self.cleaned_data
        begin, end = told.get("from_hour"), told.get("to_hour")
        if begin is not None and end is not None and not begin < end <= begin + 24:
            self.add_error("to_hour", _("Enter an hour after the first, by at most 24"))
        return told


class AssumptionsForm(FaultNamingForm):
    """What is assumed where nobody has measured."""

    absence = _number(_("Days on which an officer is absent, per cent"), 95)
    desk_share = _number(_("Time on duty that goes to this desk, per cent"), 100, least=5)
    follow_up = _number(_("Referrals that come back once, per cent"), 100)
    follow_up_minutes = _number(_("Minutes of work when they come back"), _WHOLE_MINUTES, least=1)
    duplicates = _number(_("Referrals that tell of an event told before, per cent"), 95)
    misjudged = _number(_("Referrals put one band too low or too high, per cent"), 90)
    is_bundled = forms.BooleanField(label=_("Duplicates are bundled on arrival"), required=False)
    is_interrupting = forms.BooleanField(label=_("A new referral interrupts work on a lower band"), required=False)


class QuestionForm(FaultNamingForm):
    """What the reader wants to know."""

    wanted = forms.TypedChoiceField(
        label=_("What do you want to know?"),
        choices=[
            (Wanted.FARE.value, _("How would this desk fare?")),
            (Wanted.OFFICERS.value, _("How many trained officers do we need?")),
            (Wanted.LEVERS.value, _("What else would help?")),
        ],
        coerce=Wanted,
        widget=forms.RadioSelect,
    )
    share = forms.FloatField(
        label=_("For the number of officers: which share of very high and high, per cent?"),
        min_value=1,
        max_value=99.9,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "decimal"}),
    )
    within_days = forms.FloatField(
        label=_("Seen within how many days?"),
        min_value=0.1,
        max_value=365,
        widget=forms.TextInput(attrs={"class": "govuk-input--width-5", "inputmode": "decimal"}),
    )


class SaveForm(FaultNamingForm):
    """Under which name a scenario is kept."""

    name = forms.CharField(
        label=_("Keep this scenario as"),
        max_length=NAME_CHARACTERS,
        error_messages={"required": _("Give it a name")},
    )


class CompareForm(FaultNamingForm):
    """Which two scenarios are compared."""

    first = forms.ChoiceField(label=_("First"), error_messages={"required": _("Choose a scenario")})
    second = forms.ChoiceField(label=_("Second"), error_messages={"required": _("Choose a scenario")})

    def __init__(self, *arguments: Any, kept: list[Kept], **named: Any) -> None:
        super().__init__(*arguments, **named)
        for name in ("first", "second"):
            self.fields[name].choices = [("", _("Choose")), *((str(one.id), one.name) for one in kept)]  # type: ignore[attr-defined]


def initial_of(scenario: Scenario) -> dict[str, Any]:
    """The fields' values for a scenario; what the form cannot say of it is left out."""
    team = scenario.teams[0]
    shift = team.shift or Shift(days=tuple(range(7)), from_hour=0, to_hour=24)
    follow_ups = [one.follow_up for one in scenario.bands.values() if one.follow_up]
    values: dict[str, Any] = {
        "trained": team.trained,
        "untrained": team.untrained,
        "days": [str(day) for day in shift.days],
        "from_hour": int(shift.from_hour),
        "to_hour": int(shift.to_hour),
        "trained_only": any(one.needs_training for one in scenario.bands.values()),
        "absence": round(100 * scenario.absence),
        "desk_share": round(100 * scenario.desk_share),
        "follow_up": round(100 * follow_ups[0].share) if follow_ups else 0,
        "follow_up_minutes": round(follow_ups[0].handling.mean_minutes) if follow_ups else 60,
        "duplicates": round(100 * scenario.duplicate_share),
        "misjudged": round(100 * scenario.misjudged_share),
        "is_bundled": scenario.is_bundled,
        "is_interrupting": scenario.is_interrupting,
        "wanted": Wanted.FARE.value,
        "share": 99,
        "within_days": 7,
    }
    for band in BAND_ORDER:
        demand = scenario.bands.get(band)
        usual = usual_band(band, 0).handling
        values[f"{band.value}_per_week"] = round(demand.per_week, 1) if demand else 0
        values[f"{band.value}_minutes"] = round(demand.handling.mean_minutes if demand else usual.mean_minutes)
    return values


def scenario_of(told: Mapping[str, Any]) -> Scenario:
    """The scenario that the valid forms tell.

    Raises:
        ScenarioError: the engine refuses it.
    """
    shift = Shift(
        days=tuple(sorted(int(day) for day in told["days"])),
        from_hour=float(told["from_hour"]),
        to_hour=float(told["to_hour"]),
    )
    base = usual_scenario({band: told[f"{band.value}_per_week"] for band in BAND_ORDER}, trained=told["trained"])
    return replace(
        base,
        bands={band: _band(base.bands[band], band, told) for band in BAND_ORDER},
        teams=(Team(trained=told["trained"], untrained=told["untrained"], shift=shift),),
        absence=told["absence"] / 100,
        desk_share=told["desk_share"] / 100,
        duplicate_share=told["duplicates"] / 100,
        misjudged_share=told["misjudged"] / 100,
        is_bundled=told["is_bundled"],
        is_interrupting=told["is_interrupting"],
    )


def _band(usual: BandDemand, band: Band, told: Mapping[str, Any]) -> BandDemand:
    follow_up = usual.follow_up
    if follow_up is not None:
        again = Handling(mean_minutes=told["follow_up_minutes"], spread=follow_up.handling.spread)
        follow_up = replace(follow_up, share=told["follow_up"] / 100, handling=again)
    return replace(
        usual,
        handling=replace(usual.handling, mean_minutes=told[f"{band.value}_minutes"]),
        follow_up=follow_up if told["follow_up"] else None,
        needs_training=usual.needs_training and told["trained_only"],
    )


def scenario_to_begin_from(known: Measured) -> Scenario:
    """The hub's own figures, and the usual ones where it has none."""
    if not known.total:
        return usual_scenario(_EXAMPLE, trained=_EXAMPLE_OFFICERS)
    scenario = usual_scenario(known.per_week, trained=max(known.people, 1))
    if known.duplicate_share is not None:
        scenario = replace(scenario, duplicate_share=min(known.duplicate_share, 0.95))
    return scenario


_EXAMPLE: Mapping[Band, float] = {Band.VERY_HIGH: 3.0, Band.HIGH: 9.0, Band.MEDIUM: 18.0, Band.LOW: 30.0}
_EXAMPLE_OFFICERS = 4
"""An example of our own, where nothing has arrived yet."""
