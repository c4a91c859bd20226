"""Forms by which a supervisor sets up the desk: decisions and times, the order of kinds, the floor of sparing."""

from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.road.candidates.ordering import LEAST_HOURS, MOST_HOURS, MOST_HOURS_IN_DANGER, Rule
from causeway.hub.road.candidates.settings import BASIS_CHARACTERS, BOUNDS, FLOORS, Settings
from causeway.hub.road.candidates.words import DECISION_NAMES, RULE_NAMES
from causeway.vocabulary.candidates import Decision


def _narrow_number() -> forms.TextInput:
    return forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"})


def _whole(name: str, label: Any, help_text: Any) -> forms.IntegerField:
    low, high = BOUNDS[name]
    return forms.IntegerField(label=label, help_text=help_text, min_value=low, max_value=high, widget=_narrow_number())


class SettingsForm(FaultNamingForm):
    """How the desk is set up."""

    second_opinion_for = forms.TypedMultipleChoiceField(
        label=_("For which decisions is a second opinion needed?"),
        help_text=_(
            "The second person does not see what the first decided. Choose more than one: else whoever is asked can "
            "guess it."
        ),
        choices=[(one.value, DECISION_NAMES[one]) for one in Decision],
        coerce=Decision,
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    lock_minutes = _whole(
        "lock_minutes",
        _("For how many minutes does somebody hold a candidate?"),
        _("After that others can take it on."),
    )
    days_undecided = _whole(
        "days_undecided",
        _("After how many days is a candidate erased that nobody decided on?"),
        _("With its files. The counts remain."),
    )
    days_dismissed = _whole(
        "days_dismissed",
        _("After how many days is a candidate erased in which nothing harmful was found?"),
        _("With its files. Earlier decisions on an account are shown for as long. The counts remain."),
    )
    days_appealable = _whole(
        "days_appealable",
        _("After how many days is a candidate erased that was decided otherwise and not referred?"),
        _(
            "Account holders in the European Union have six months to appeal. Without the candidate, nobody can answer "
            "them."
        ),
    )
    shorter_because = forms.CharField(
        label=_("If that is less than six months: on what ground?"),
        help_text=_("For example: we are a small enterprise, to which article 20 does not apply; who assessed it."),
        max_length=BASIS_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    checks_percent = _whole(
        "checks_percent",
        _("How many checks with a known answer come with a hundred candidates?"),
        _("From 0 to 10, and only where a supervisor has kept some."),
    )
    break_after_looks = _whole(
        "break_after_looks",
        _("After how many looks at pictures is somebody reminded of a break?"),
        _("0 for no reminder. Ten minutes without a look are a break."),
    )
    break_after_minutes = _whole(
        "break_after_minutes",
        _("After how many minutes of looking is somebody reminded of a break?"),
        _("0 for no reminder."),
    )
    clear_looks_a_day = _whole(
        "clear_looks_a_day",
        _("How many pictures may one person see clear in a day?"),
        _("0 for no limit. Where a child may be in danger, a person can lift it for that candidate with a reason."),
    )
    appeal_days = _whole(
        "appeal_days",
        _("Within how many days is an appeal of an account’s holder answered?"),
        _("It holds for appeals that come from now on."),
    )

    @classmethod
    def initial_of(cls, chosen: Settings) -> dict[str, Any]:
        """What the fields hold for settings."""
        numbers = {name: getattr(chosen, name) for name in BOUNDS}
        told = {"second_opinion_for": [one.value for one in chosen.second_opinion_for]}
        return {**numbers, **told, "shorter_because": chosen.shorter_because}

    def settings(self, chosen: Settings) -> Settings:
        """The settings with these in their place; of a form that was validated."""
        told = self.cleaned_data
        numbers = {name: told[name] for name in BOUNDS}
        texts = {"shorter_because": told["shorter_because"].strip()}
        return replace(chosen, second_opinion_for=frozenset(told["second_opinion_for"]), **texts, **numbers)


class OrderForm(FaultNamingForm):
    """How long each kind of candidate may wait, which is the order of the list."""

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        for rule, name in RULE_NAMES.items():
            most = MOST_HOURS_IN_DANGER if rule is Rule.DANGER else MOST_HOURS
            self.fields[rule.value] = forms.IntegerField(
                label=str(name), min_value=LEAST_HOURS, max_value=most, widget=_narrow_number()
            )

    @classmethod
    def initial_of(cls, chosen: Settings) -> dict[str, Any]:
        """What the fields hold for settings."""
        return {rule.value: hours for rule, hours in chosen.may_wait_hours.items()}

    def settings(self, chosen: Settings) -> Settings:
        """The settings with these in their place; of a form that was validated."""
        return replace(chosen, may_wait_hours={rule: self.cleaned_data[rule.value] for rule in Rule})


class FloorForm(FaultNamingForm):
    """How everybody at the desk is spared at least, and whether texts are shown."""

    floor_asks_first = forms.BooleanField(
        label=_("Nothing appears before somebody asks for it, not even blurred"), required=False
    )
    floor_grey = forms.BooleanField(label=_("Pictures are grey, also when they are shown clear"), required=False)
    floor_small = forms.BooleanField(label=_("Pictures are small, also when they are shown clear"), required=False)
    text_basis = forms.CharField(
        label=_("On what basis may your reviewers read texts that came with a candidate?"),
        help_text=_(
            "For example your terms, or a section of an act and who assessed it. Without one, no text is shown."
        ),
        max_length=BASIS_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    @classmethod
    def initial_of(cls, chosen: Settings) -> dict[str, Any]:
        """What the fields hold for settings."""
        return {name: getattr(chosen, name) for name in (*FLOORS, "text_basis")}

    def settings(self, chosen: Settings) -> Settings:
        """The settings with these in their place; of a form that was validated."""
        told = self.cleaned_data
        return replace(chosen, text_basis=told["text_basis"].strip(), **{name: told[name] for name in FLOORS})
