"""Forms for outcomes. What makes an outcome whole stands in `rules`; a form only asks and shows."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.days import DayField
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.road.outcomes.rules import NOTE_CHARACTERS, SHARES, faults_of
from causeway.hub.road.outcomes.words import CLOSURE_NAMES, NOT_USEFUL_NAMES, STATUS_NAMES, missing_choices
from causeway.vocabulary.outcomes import ClosureReason, NotUsefulReason, Outcome, OutcomeStatus
from causeway.vocabulary.referral import SenderKind

_UNKNOWN = ("", _("Not known or not yet decided"))
_SHARE_NAMES: dict[str, Promise] = {
    "useful": _("Whether it was useful"),
    "missing": _("What was missing"),
    "note": _("Your note to them"),
    "status": _("Whether the work goes on or has ended, without any arrest"),
    "closure_reason": _("Why it was closed"),
    "children": _("How many children were identified and safeguarded"),
    "arrest": _("An arrest or a conviction, where the work stands so"),
}
_YES_NO = (("yes", _("Yes")), ("no", _("No")), ("", _("Not known")))


def _yes_no(value: str) -> bool | None:
    return {"yes": True, "no": False}.get(value)


class OutcomeForm(FaultNamingForm):
    """What came of one referral, and what of it the sender may know."""

    status = forms.TypedChoiceField(
        label=_("Where the work stands"),
        choices=[(status.value, STATUS_NAMES[status]) for status in OutcomeStatus],
        coerce=OutcomeStatus,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say where the work stands.")},
    )
    closure_reason = forms.TypedChoiceField(
        label=_("If closed without further action: why"),
        choices=[_UNKNOWN, *((reason.value, CLOSURE_NAMES[reason]) for reason in ClosureReason)],
        coerce=ClosureReason,
        empty_value=None,
        required=False,
    )
    children_safeguarded = forms.IntegerField(label=_("Children safeguarded"), min_value=0, required=False)
    victims_identified = forms.IntegerField(label=_("Victims identified"), min_value=0, required=False)
    arrests = forms.IntegerField(
        label=_("Arrests"),
        min_value=0,
        required=False,
        help_text=_("For your own records. The number is never told on."),
    )
    self_produced = forms.ChoiceField(
        label=_("Did the child make the material?"),
        choices=_YES_NO,
        initial="",
        required=False,
        widget=forms.RadioSelect,
    )
    is_useful = forms.ChoiceField(
        label=_("Was the referral useful?"), choices=_YES_NO, initial="", required=False, widget=forms.RadioSelect
    )
    not_useful_reason = forms.TypedChoiceField(
        label=_("If not useful: why"),
        choices=[("", _("Choose")), *((reason.value, NOT_USEFUL_NAMES[reason]) for reason in NotUsefulReason)],
        coerce=NotUsefulReason,
        empty_value=None,
        required=False,
    )
    missing = forms.MultipleChoiceField(
        label=_("What would have made it faster?"), required=False, widget=forms.CheckboxSelectMultiple
    )
    note_to_sender = forms.CharField(
        label=_("A note to the sender"),
        help_text=_("Written for them to read. Name nobody, and nothing that could warn a subject."),
        max_length=NOTE_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    shares = forms.MultipleChoiceField(
        label=_("What the sender may know"),
        help_text=_("No name is ever told, and an arrest only where you tick it. What is not ticked stays with you."),
        choices=[*_SHARE_NAMES.items()],
        initial=["useful", "missing", "note"],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    share_from = DayField(
        label=_("Not before this day"), help_text=_("Leave empty to tell the sender now."), required=False
    )

    def __init__(self, *arguments: Any, sender_kind: SenderKind | None = None, about: str = "", **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.about_in_faults = about
        self.fields["missing"].choices = missing_choices(sender_kind)  # type: ignore[attr-defined]
        for name in SHARES:
            self.fields[f"{name}_from"] = DayField(
                label=_("Not before this day: %(what)s") % {"what": _SHARE_NAMES[name]}, required=False
            )
        # A narrow field says that a narrow answer is expected.
        for name in ("children_safeguarded", "victims_identified", "arrests"):
            self.fields[name].widget.attrs["class"] = "govuk-input--width-4"

    @property
    def main_fields(self) -> list[forms.BoundField]:
        """All but the days of single fields, which few need."""
        return [self[name] for name in self.fields if not name.endswith("_from") or name == "share_from"]

    @property
    def own_days(self) -> list[forms.BoundField]:
        """A day for each thing that may be shared."""
        return [self[f"{name}_from"] for name in SHARES]

    @property
    def has_own_days(self) -> bool:
        """Whether any of these days is filled in, or at fault."""
        return any(field.value() or field.errors for field in self.own_days)

    def clean(self) -> dict[str, Any]:
        """Check the whole outcome by the same rules as the command."""
        cleaned = super().clean() or {}
        if not self.errors:
            for fault in faults_of(self.outcome()):
                self.add_error(fault.field if fault.field in self.fields else None, fault.message)
        return cleaned

    def outcome(self) -> Outcome:
        """The outcome as entered; of a valid form."""
        given = self.cleaned_data
        shares: dict[str, Any] = {f"share_{name}": name in given["shares"] for name in SHARES}
        shares |= {f"share_{name}_from": given[f"{name}_from"] for name in SHARES}
        return Outcome(
            status=given["status"],
            closure_reason=given["closure_reason"],
            children_safeguarded=given["children_safeguarded"],
            victims_identified=given["victims_identified"],
            arrests=given["arrests"],
            self_produced=_yes_no(given["self_produced"]),
            is_useful=_yes_no(given["is_useful"]),
            not_useful_reason=given["not_useful_reason"],
            missing=tuple(given["missing"]),
            note_to_sender=given["note_to_sender"] or None,
            share_from=given["share_from"],
            **shares,
        )


def initial_of(outcome: Outcome | None) -> dict[str, Any]:
    """What a form begins with: the newest outcome, so that a correction starts from what stands."""
    if outcome is None:
        return {}
    say = {True: "yes", False: "no", None: ""}
    return {
        "status": outcome.status.value,
        "closure_reason": outcome.closure_reason,
        "children_safeguarded": outcome.children_safeguarded,
        "victims_identified": outcome.victims_identified,
        "arrests": outcome.arrests,
        "self_produced": say[outcome.self_produced],
        "is_useful": say[outcome.is_useful],
        "not_useful_reason": outcome.not_useful_reason,
        "missing": list(outcome.missing),
        "note_to_sender": outcome.note_to_sender or "",
        "shares": [name for name in SHARES if getattr(outcome, f"share_{name}")],
        "share_from": outcome.share_from,
        **{f"{name}_from": getattr(outcome, f"share_{name}_from") for name in SHARES},
    }


class OutcomeFileForm(FaultNamingForm):
    """A CSV file of outcomes."""

    file = forms.FileField(
        label=_("CSV file"), help_text=_("One row for each referral, with the columns reference and status at least.")
    )


class OutcomeTextForm(FaultNamingForm):
    """The same file again, once somebody has looked at what it would do."""

    text = forms.CharField(widget=forms.HiddenInput, strip=False)
