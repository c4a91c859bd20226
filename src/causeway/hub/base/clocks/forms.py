"""Forms of clocks: how long one gives, and which days are no working days."""

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.acting.reasons import REASON_CHARACTERS
from causeway.hub.base.clocks.commands.choose import LONGEST_ESCALATION_HOURS, NewClock
from causeway.hub.base.clocks.words import UNIT_NAMES, term_in_words
from causeway.hub.base.theme.days import DayField
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.timing import ClockRule, Term, Unit

_NARROW = {"class": "govuk-input--width-4"}


class ClockForm(FaultNamingForm):
    """Other terms for one clock."""

    count = forms.IntegerField(label=_("How many?"), min_value=1, widget=forms.NumberInput(attrs=_NARROW))
    unit = forms.ChoiceField(label=_("Of what?"))
    warn_hours = forms.IntegerField(
        label=_("How many hours before its end does it warn?"),
        help_text=_("Leave empty for its last quarter."),
        min_value=1,
        required=False,
        widget=forms.NumberInput(attrs=_NARROW),
    )
    escalate_hours = forms.IntegerField(
        label=_("How many hours after its end does it climb to a supervisor?"),
        help_text=_("Leave empty, or 0, for at once."),
        min_value=0,
        required=False,
        max_value=LONGEST_ESCALATION_HOURS,
        initial=0,
        widget=forms.NumberInput(attrs=_NARROW),
    )
    starts_on = DayField(
        label=_("From which day?"),
        help_text=_("Leave empty for at once. Clocks that run already keep their terms."),
        required=False,
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Name the law, policy or decision."),
        max_length=REASON_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *arguments: Any, rule: ClockRule, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["unit"].choices = [(unit.value, UNIT_NAMES[unit]) for unit in rule.units]  # type: ignore[attr-defined]
        limits = {"least": term_in_words(rule.least), "most": term_in_words(rule.most)}
        self.fields["count"].help_text = _("Between %(least)s and %(most)s.") % limits
        if rule.climbs_before_end:
            climbs = self.fields["escalate_hours"]
            climbs.label = _("How many hours before its end does it climb to a supervisor?")
            climbs.help_text = _("Fewer than it warns before. Leave empty, or 0, for at its end.")

    def chosen(self) -> NewClock:
        """What was chosen."""
        data = self.cleaned_data
        day: date | None = data["starts_on"]
        starts_at = timezone.make_aware(datetime.combine(day, time())) if day else None
        if day == timezone.localdate():
            starts_at = None
        return NewClock(
            term=Term(count=data["count"], unit=Unit(data["unit"])),
            warn_hours=data["warn_hours"],
            escalate_hours=data["escalate_hours"] or 0,
            reason=data["reason"],
            starts_at=starts_at,
        )


class CalendarForm(FaultNamingForm):
    """Whose holidays count, and further days off."""

    region = forms.ChoiceField(label=_("Whose public holidays count?"))
    days_off = forms.CharField(
        label=_("Other days on which nobody works"),
        help_text=_("One a line, such as 2026-04-30."),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    reason = forms.CharField(label=_("Why?"), max_length=REASON_CHARACTERS, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *arguments: Any, regions: list[tuple[str, Any]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["region"].choices = regions  # type: ignore[attr-defined]

    def clean_days_off(self) -> list[date]:
        """The days."""
        try:
            return [
                date.fromisoformat(line.strip()) for line in self.cleaned_data["days_off"].splitlines() if line.strip()
            ]
        except ValueError as fault:
            raise forms.ValidationError(_("Enter each day on a line of its own, such as 2026-04-30.")) from fault
