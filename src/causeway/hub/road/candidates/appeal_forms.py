"""Forms for appeals of account holders: filled in at the desk, and answered there."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.acting.reasons import REASON_CHARACTERS
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.road.candidates.commands.answer_appeal import Answer, corrections_of
from causeway.hub.road.candidates.commands.receive_appeal import REFERENCE_CHARACTERS, TEXT_CHARACTERS
from causeway.hub.road.candidates.words import CORRECTION_NAMES, MEASURE_NAMES, OUTCOME_NAMES
from causeway.hub.road.intake.forms.fields import MomentField, line
from causeway.vocabulary.candidates import AccountAppeal, AppealOutcome, Decision, Measure

_ANEW = "anew"


class AppealForm(FaultNamingForm):
    """An appeal that reached the service otherwise, filled in by a member."""

    measure = forms.TypedChoiceField(
        label=_("What did your service do?"),
        choices=[(one.value, name) for one, name in MEASURE_NAMES.items()],
        coerce=Measure,
        widget=forms.RadioSelect,
    )
    text = forms.CharField(
        label=_("What do they say against it?"),
        help_text=_("In their own words, as far as you can."),
        max_length=TEXT_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 8}),
    )
    made_at = MomentField(label=_("When did they appeal?"))
    reference = line(_("Your own reference"), length=REFERENCE_CHARACTERS)

    def appeal(self) -> AccountAppeal:
        """As the command takes it; of a form that was validated."""
        told = self.cleaned_data
        return AccountAppeal(
            measure=told["measure"], text=told["text"], made_at=told["made_at"], reference=told["reference"] or None
        )


class AnswerForm(FaultNamingForm):
    """The answer. `decision` stands now; where a referral was sent, nothing can be decided anew and a statement is
    needed for those who have it.
    """

    outcome = forms.TypedChoiceField(
        label=_("What comes of the appeal?"),
        choices=[(one.value, OUTCOME_NAMES[one]) for one in AppealOutcome],
        coerce=AppealOutcome,
        widget=forms.RadioSelect,
    )
    corrected_to = forms.TypedChoiceField(
        label=_("If it is turned: what holds instead?"), coerce=str, empty_value=None, required=False
    )
    reasons = forms.CharField(
        label=_("Your reasons, for the account’s holder"),
        help_text=_("Your service gives them these words. Write nothing of a referral, of police, or of who reported."),
        max_length=REASON_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    statement = forms.CharField(
        label=_("If it is turned: what are those told who have the referral?"),
        help_text=_("It is added to the referral, for the clearing-house and the police. What was sent first stays."),
        max_length=REASON_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *arguments: Any, decision: Decision | None, has_referral: bool, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._has_referral = has_referral
        milder = corrections_of(decision) if decision else ()
        choices = [(one.value, CORRECTION_NAMES[one]) for one in milder]
        if not has_referral:
            choices.append((_ANEW, _("It is decided anew, by somebody who has not decided on it")))
            del self.fields["statement"]
        field = self.fields["corrected_to"]
        field.choices = [("", _("Choose one")), *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("outcome") is AppealOutcome.TURNED:
            if not told.get("corrected_to") and "corrected_to" not in self.errors:
                self.add_error("corrected_to", _("Choose what holds instead"))
            if self._has_referral and not told.get("statement") and "statement" not in self.errors:
                self.add_error("statement", _("Say what those are told who have the referral"))
        return told

    def answer(self) -> Answer:
        """As the command takes it; of a form that was validated."""
        told = self.cleaned_data
        turned_to = told["corrected_to"]
        return Answer(
            outcome=told["outcome"],
            reasons=told["reasons"],
            corrected_to=None if turned_to in {None, _ANEW} else Decision(turned_to),
            statement=told.get("statement", ""),
        )
