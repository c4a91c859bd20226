"""Forms of the desk."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.acting.reasons import REASON_CHARACTERS, SHORT_REASON_CHARACTERS
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.road.candidates.checking import LONGEST_TEXT, MOST_FILES
from causeway.hub.road.candidates.commands.judge_candidate import NewJudgement
from causeway.hub.road.candidates.ordering import Rule
from causeway.hub.road.candidates.words import DECISION_HINTS, DECISION_NAMES, RULE_NAMES, SOURCE_NAMES
from causeway.hub.road.intake.forms.fields import FilesField, MomentField, line
from causeway.hub.road.intake.forms.files import FILE_LIMIT_BYTES
from causeway.hub.road.referrals.words import CONCERN_NAMES
from causeway.vocabulary.candidates import Candidate, CandidateSource, Decision
from causeway.vocabulary.referral import Account, Concern, Party, PartyRole


class JudgementForm(FaultNamingForm):
    """What somebody decides. `may_ask`: a second opinion can be asked for now; `go_with` is how many other warnings of
    the account wait.
    """

    decision = forms.TypedChoiceField(
        label=_("What do you decide?"),
        choices=[(one.value, DECISION_NAMES[one]) for one in Decision],
        coerce=Decision,
        widget=forms.RadioSelect,
    )
    concern = forms.TypedChoiceField(
        label=_("If you refer it: what kind of harm do you fear?"),
        choices=[("", _("Choose one")), *((one.value, name) for one, name in CONCERN_NAMES.items())],
        coerce=Concern,
        empty_value=None,
        required=False,
    )
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("In a few words. It goes with a referral, and whoever looks later reads it."),
        max_length=REASON_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    is_urgent = forms.BooleanField(
        label=_(
            "A child may be in danger now: the referral waits for no second opinion, and a duty officer is alerted"
        ),
        required=False,
    )
    asks_second = forms.BooleanField(
        label=_("I want a second opinion, of somebody who does not see what I decided"),
        required=False,
    )

    deals_with_others = forms.BooleanField(
        label=_("If you refer it: the account’s other warnings that wait go with it"),
        help_text=_("They are decided with it and named in its referral; no referral is made of them."),
        required=False,
    )

    def __init__(self, *arguments: Any, may_ask: bool, go_with: int, **named: Any) -> None:
        super().__init__(*arguments, **named)
        if not go_with:
            del self.fields["deals_with_others"]
        if not may_ask:
            del self.fields["asks_second"]

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if told.get("decision") is Decision.REFER and not told.get("concern"):
            self.add_error("concern", _("Choose what kind of harm you fear"))
        return told

    def judgement(self) -> NewJudgement:
        """As the command takes it; of a form that was validated."""
        told = self.cleaned_data
        return NewJudgement(
            decision=told["decision"],
            reason=told["reason"],
            concern=told["concern"],
            is_urgent=told["is_urgent"],
            asks_second=told.get("asks_second", False),
            deals_with_others=told.get("deals_with_others", False),
        )


HINTS = [(DECISION_NAMES[one], DECISION_HINTS[one]) for one in Decision]
"""What follows from each decision."""


class TakeOverForm(FaultNamingForm):
    """Why somebody takes over."""

    reason = forms.CharField(
        label=_("Why do you take it over?"),
        help_text=_("Whoever works on it now sees this, and it stands in the ledger."),
        max_length=SHORT_REASON_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class CheckForm(FaultNamingForm):
    """What was agreed on a candidate that becomes a check, and why."""

    agreed = forms.TypedChoiceField(
        label=_("What is the agreed answer?"),
        choices=[(one.value, DECISION_NAMES[one]) for one in Decision],
        coerce=Decision,
        widget=forms.RadioSelect,
    )
    why = forms.CharField(
        label=_("Why is it this answer?"),
        help_text=_("Whoever answers the check reads this afterwards, to learn from it."),
        max_length=REASON_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class LiftForm(FaultNamingForm):
    """Why somebody looks beyond the day's limit."""

    reason = forms.CharField(
        label=_("Why must you see it today?"),
        help_text=_("It stands in the ledger. You can also hand this candidate to somebody else, without a reason."),
        max_length=SHORT_REASON_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class DeskFilterForm(FaultNamingForm):
    """To what the list is narrowed; the view that is open stays open."""

    view = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    source = forms.TypedChoiceField(
        label=_("What put it here"),
        choices=[("", _("Anything")), *((one.value, name) for one, name in SOURCE_NAMES.items())],
        coerce=CandidateSource,
        empty_value=None,
        required=False,
    )
    rule = forms.TypedChoiceField(
        label=_("Which kind"),
        choices=[
            ("", _("Any")),
            *((one.value, name) for one, name in RULE_NAMES.items() if one is not Rule.RANDOM_AUDIT),
        ],
        coerce=Rule,
        empty_value=None,
        required=False,
    )


class ReportForm(FaultNamingForm):
    """A candidate that somebody puts up by hand: an account, what was seen, files; one of them is enough."""

    seen = forms.CharField(
        label=_("What was seen?"),
        help_text=_("Who saw what, where. No need to repeat what was written or shown."),
        required=False,
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
    handle = line(_("User name of the account"), length=255)
    identifier = line(_("The account’s lasting identifier"), length=255)
    platform = line(_("Product"), _("Where it was seen, if you have several."), length=256)
    at = MomentField(label=_("When was it seen?"))
    reference = line(_("Your own reference"), length=255)
    files = FilesField(  # type: ignore[assignment]  # a field is no attribute of the form
        limit_bytes=FILE_LIMIT_BYTES, label=_("Files"), required=False
    )

    def clean_files(self) -> Any:
        """Not more than a candidate shows together."""
        files = self.cleaned_data["files"]
        if len(files) > MOST_FILES:
            raise forms.ValidationError(_("Choose at most %(count)d files"), params={"count": MOST_FILES})
        return files

    def clean(self) -> dict[str, Any]:
        told = super().clean() or {}
        if not any(told.get(name) for name in ("seen", "handle", "identifier", "files")) and not self.errors:
            self.add_error("seen", _("Say what was seen, or name an account or a file"))
        return told

    def candidate(self, service: str) -> Candidate:
        """What was told, of an account at this service; of a form that was validated."""
        told = self.cleaned_data
        account = Account(
            service=told["platform"] or service, handle=told["handle"] or None, identifier=told["identifier"] or None
        )
        has_account = bool(told["handle"] or told["identifier"])
        return Candidate(
            source=CandidateSource.USER_REPORT,
            at=told["at"] or timezone.now(),
            reference=told["reference"] or None,
            platform=told["platform"] or None,
            holder=Party(role=PartyRole.SUBJECT, accounts=(account,)) if has_account else None,
            seen=told["seen"].strip() or None,
        )


class PeriodForm(FaultNamingForm):
    """Over how long figures are counted."""

    days = forms.ChoiceField(
        label=_("Over how long"),
        choices=[("30", _("30 days")), ("7", _("7 days")), ("90", _("90 days")), ("365", _("One year"))],
        required=False,
    )

    def chosen_days(self) -> int:
        """As many days as were asked for, or a month."""
        return int((self.is_valid() and self.cleaned_data["days"]) or 30)
