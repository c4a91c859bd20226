"""Forms of whoever leads a team: rules, paths, reviews, signatures."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.acting.reasons import SHORT_REASON_CHARACTERS
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.knowledge.training.commands.at_work import NOTE_CHARACTERS
from causeway.hub.knowledge.training.commands.set_rules import LONGEST_MONTHS, MOST_MENTORED
from causeway.hub.knowledge.training.skills import NEVER_GATED_SKILLS, Skill
from causeway.hub.knowledge.training.words import RULE_NAMES, Rule

_NARROW = {"class": "govuk-input--width-3"}


class RuleForm(FaultNamingForm):
    """The rule of one skill."""

    rule = forms.TypedChoiceField(
        label=_("Where somebody without a valid certificate takes such a task"), coerce=Rule, widget=forms.RadioSelect
    )
    mentored_tasks = forms.IntegerField(
        label=_("First tasks that a mentor signs"),
        help_text=_("0 for none. A mentor holds the certificate and works in your organisation."),
        min_value=0,
        max_value=MOST_MENTORED,
        widget=forms.NumberInput(attrs=_NARROW),
    )

    def __init__(self, *arguments: Any, skill: Skill, **named: Any) -> None:
        super().__init__(*arguments, **named)
        possible = [rule for rule in Rule if rule is not Rule.GATE or skill not in NEVER_GATED_SKILLS]
        self.fields["rule"].choices = [(rule.value, RULE_NAMES[rule]) for rule in possible]  # type: ignore[attr-defined]


class ShareCountsForm(FaultNamingForm):
    """Whether the desk sees exact counts."""

    is_shared = forms.BooleanField(label=_("Let the desk see exact counts, also those under ten"), required=False)


class PathStepForm(FaultNamingForm):
    """A module to put on a path."""

    module_id = forms.TypedChoiceField(
        label=_("Module"), coerce=UUID, error_messages={"required": _("Choose a module")}
    )
    is_required = forms.TypedChoiceField(
        label=_("Is it required?"),
        choices=[("yes", _("Required")), ("no", _("Advised"))],
        coerce=lambda value: value == "yes",
        initial="yes",
        widget=forms.RadioSelect,
    )
    valid_months = forms.IntegerField(
        label=_("For how many months does passing it count?"),
        min_value=1,
        max_value=LONGEST_MONTHS,
        initial=24,
        widget=forms.NumberInput(attrs=_NARROW),
    )

    def __init__(self, *arguments: Any, modules: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["module_id"].choices = [("", _("Choose")), *modules]  # type: ignore[attr-defined]


class OverrideForm(FaultNamingForm):
    """Whom to let do a task, and why it cannot wait."""

    member_id = forms.TypedChoiceField(
        label=_("Who does it now?"), coerce=UUID, error_messages={"required": _("Choose a member")}
    )
    reason = forms.CharField(
        label=_("Why can it not wait for somebody who holds the certificate?"),
        help_text=_("It is entered in the ledger, and somebody else looks at it afterwards."),
        max_length=SHORT_REASON_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say why it cannot wait")},
    )

    def __init__(self, *arguments: Any, people: list[tuple[str, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["member_id"].choices = [("", _("Choose")), *people]  # type: ignore[attr-defined]


class ReviewOverrideForm(FaultNamingForm):
    """What was found afterwards."""

    was_justified = forms.TypedChoiceField(
        label=_("Was it right to let it be done?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or no")},
    )
    note = forms.CharField(
        label=_("What did you find?"),
        max_length=SHORT_REASON_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Say what you found")},
    )


class SignForm(FaultNamingForm):
    """A mentor's signature."""

    is_good = forms.TypedChoiceField(
        label=_("Was the task done well?"),
        choices=[("yes", _("Yes: it counts")), ("no", _("Not yet: one more beside a mentor"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose yes or not yet")},
    )
    note = forms.CharField(
        label=_("What went well, and what to do next time?"),
        help_text=_("The member reads it. Say nothing of the case itself."),
        max_length=NOTE_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Write a note")},
    )
