"""Forms by which people found and share banks, add signals and say what they think of them."""

from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.organisations.words import PURPOSE_NAMES
from causeway.hub.base.theme.days import DayField
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.knowledge.banks.categories import categories_of
from causeway.hub.knowledge.banks.commands.add_signals import (
    BASIS_CHARACTERS,
    CATEGORY_CHARACTERS,
    LONGEST_LIFE,
    NOTE_CHARACTERS,
    SOURCE_CHARACTERS,
    NewSignal,
)
from causeway.hub.knowledge.banks.standing import Verdict
from causeway.hub.knowledge.banks.words import (
    KIND_NAMES,
    OPINION_NAMES,
    SCHEME_NAMES,
    STATE_NAMES,
    VERDICT_NAMES,
)
from causeway.interchange.hashlists import CategoryScheme
from causeway.vocabulary.organisations import PURPOSES_OF, Category, Purpose
from causeway.vocabulary.signals import ABOUT_PEOPLE, OpinionKind, SignalKind


def _lines(label: Any, *, most: int = 500, required: bool = True, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=most, required=required, help_text=help_text, widget=forms.Textarea(attrs={"rows": 3})
    )


class BankForm(FaultNamingForm):
    """A new bank."""

    name = forms.CharField(label=_("Name of the bank"), max_length=200)
    description = _lines(_("What belongs in it?"), required=False)
    scheme = forms.TypedChoiceField(
        label=_("By which scheme does it grade?"),
        choices=[(one.value, name) for one, name in SCHEME_NAMES.items()],
        coerce=CategoryScheme,
    )


class ShareForm(FaultNamingForm):
    """With whom a bank is shared."""

    receiver = forms.TypedChoiceField(label=_("Share with"), coerce=UUID, widget=forms.RadioSelect)

    def __init__(self, *arguments: Any, receivers: tuple[tuple[UUID, str], ...], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["receiver"].choices = [(str(of), name) for of, name in receivers]  # type: ignore[attr-defined]


def _offer_categories(form: forms.Form, scheme: str) -> None:
    """A list to choose from, where the bank's scheme has one."""
    if known := categories_of(scheme):
        field = form.fields["category"]
        names = [("", _("Not stated")), *((each, each) for each in known)]
        form.fields["category"] = forms.ChoiceField(
            label=field.label, help_text=field.help_text, choices=names, required=field.required
        )


class SignalForm(FaultNamingForm):
    """One signal."""

    kind = forms.TypedChoiceField(
        label=_("What is it?"), choices=[(kind.value, KIND_NAMES[kind]) for kind in SignalKind], coerce=SignalKind
    )
    value = forms.CharField(
        label=_("The digest, account, address or keyword"),
        help_text=_("A digest in hexadecimal; an account’s name as its service shows it."),
        max_length=2_000,
    )
    service = forms.CharField(label=_("Service"), help_text=_("Of an account."), max_length=200, required=False)
    category = forms.CharField(
        label=_("Category"), help_text=_("In the bank’s scheme."), max_length=CATEGORY_CHARACTERS, required=False
    )
    confidence = forms.IntegerField(
        label=_("How sure are you, from 0 to 100?"), min_value=0, max_value=100, required=False
    )
    source = forms.CharField(label=_("Where does it come from?"), max_length=SOURCE_CHARACTERS, required=False)
    note = _lines(
        _("Note"), most=NOTE_CHARACTERS, required=False, help_text=_("For others who judge it. Name no person.")
    )
    purposes = forms.TypedMultipleChoiceField(
        label=_("For which purposes may it be used?"),
        coerce=Purpose,
        widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "An account, address or keyword needs these and all below. A digest takes no purpose and no basis."
        ),
        required=False,
    )
    basis = _lines(_("Lawful basis"), most=BASIS_CHARACTERS, required=False)
    expires_at = DayField(
        label=_("Until which day may it be used?"),
        help_text=_("At most 90 days from now for an account, address or keyword."),
        required=False,
    )
    is_no_child = forms.BooleanField(
        label=_("I have made sure that this does not name a child or lead to one"), required=False
    )

    def __init__(self, *arguments: Any, scheme: str, purposes: frozenset[Purpose], **named: Any) -> None:
        super().__init__(*arguments, **named)
        _offer_categories(self, scheme)
        offered = self.fields["purposes"]
        offered.choices = [(each.value, PURPOSE_NAMES[each]) for each in Purpose if each in purposes]  # type: ignore[attr-defined]
        if purposes < PURPOSES_OF[Category.SIGNAL]:
            more = _("Your agreement with the curator of this bank is for these alone.")
            offered.help_text = format_lazy("{} {}", offered.help_text, more)

    def new_signal(self, zone: str) -> NewSignal:
        """The signal as entered; of a valid form. It holds to the end of its last day in this zone."""
        given = self.cleaned_data
        last = given["expires_at"]
        ends = _end_of(last, ZoneInfo(zone), given["kind"]) if last else None
        return NewSignal(
            kind=given["kind"],
            value=given["value"],
            service=given["service"],
            category=given["category"],
            confidence=given["confidence"],
            purposes=tuple(given["purposes"]),
            basis=given["basis"],
            source=given["source"],
            note=given["note"],
            expires_at=ends,
            is_no_child=given["is_no_child"],
        )


def _end_of(last: date, zone: tzinfo, kind: SignalKind) -> datetime:
    """The end of a day; on the last day on which a signal that can lead to a person may end, the hour of now."""
    ends, latest = datetime.combine(last + timedelta(days=1), time(), zone), timezone.now() + LONGEST_LIFE
    is_last = kind in ABOUT_PEOPLE and last == latest.astimezone(zone).date()
    return min(ends, latest) if is_last else ends


class VoteForm(FaultNamingForm):
    """A vote."""

    verdict = forms.TypedChoiceField(
        label=_("What do you say of it?"),
        choices=[(each.value, VERDICT_NAMES[each]) for each in Verdict],
        coerce=Verdict,
        widget=forms.RadioSelect,
    )
    reason = _lines(_("Why?"), required=False, help_text=_("Needed where you dispute it. Name no person."))


class OpinionForm(FaultNamingForm):
    """What became of a match."""

    kind = forms.TypedChoiceField(
        label=_("What became of the match?"),
        choices=[(each.value, OPINION_NAMES[each]) for each in OpinionKind],
        coerce=OpinionKind,
        widget=forms.RadioSelect,
    )
    note = _lines(_("In words"), required=False, help_text=_("All who share the bank read this. Name no person."))


class ReasonForm(FaultNamingForm):
    """Why a signal is withdrawn."""

    reason = _lines(_("Why?"), help_text=_("All who share the bank read this. Name no person."))


class RenewForm(ReasonForm):
    """Which signals hold for another 90 days; all of them, unless somebody takes one out."""

    signals = forms.TypedMultipleChoiceField(
        label=_("Which of them?"), coerce=UUID, widget=forms.CheckboxSelectMultiple
    )
    field_order = ("signals", "reason")

    def __init__(self, *arguments: Any, lines: list[tuple[UUID, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        field = self.fields["signals"]
        field.choices = [(str(of), text) for of, text in lines]  # type: ignore[attr-defined]
        field.initial = [str(of) for of, _text in lines]


class RegradeForm(ReasonForm):
    """Another category."""

    category = forms.CharField(label=_("New category"), max_length=CATEGORY_CHARACTERS)
    field_order = ("category", "reason")

    def __init__(self, *arguments: Any, scheme: str, **named: Any) -> None:
        super().__init__(*arguments, **named)
        _offer_categories(self, scheme)


class MoveForm(ReasonForm):
    """Another bank."""

    bank = forms.TypedChoiceField(label=_("To which bank?"), coerce=UUID)
    category = forms.CharField(label=_("Category there"), max_length=CATEGORY_CHARACTERS, required=False)
    field_order = ("bank", "category", "reason")

    def __init__(self, *arguments: Any, banks: list[tuple[UUID, str]], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["bank"].choices = [(str(of), name) for of, name in banks]  # type: ignore[attr-defined]


class AcknowledgeForm(FaultNamingForm):
    """That changes reached an organisation's own systems."""

    undid = _lines(
        _("What did you undo in your own systems?"),
        help_text=_(
            "Such as: 2 accounts opened again. Say so, too, where there was nothing to undo. All who share the bank "
            "read this. Name no person."
        ),
    )


class BankFilterForm(FaultNamingForm):
    """To what the list of banks is narrowed."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    whose = forms.ChoiceField(
        label=_("Whose"),
        choices=[
            ("", _("All")),
            ("own", _("Our own")),
            ("others", _("Shared with us")),
            ("owed", _("We owe an acknowledgement")),
        ],
        required=False,
    )


class SignalFilterForm(FaultNamingForm):
    """To what a list of signals is narrowed."""

    q = forms.CharField(
        label=_("Value"), help_text=_("A whole digest, account, address or keyword."), max_length=500, required=False
    )
    state = forms.ChoiceField(
        label=_("State"),
        choices=[("", _("All")), *((state.value, name) for state, name in STATE_NAMES.items())],
        required=False,
    )
    kind = forms.ChoiceField(
        label=_("Kind"),
        choices=[("", _("All")), *((kind.value, name) for kind, name in KIND_NAMES.items())],
        required=False,
    )
