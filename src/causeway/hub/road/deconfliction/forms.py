"""Forms of deconfliction."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.road.deconfliction.commands.consent import OFFICER_CHARACTERS, NewShare
from causeway.hub.road.deconfliction.queries.case_selectors import CaseSelector
from causeway.hub.road.deconfliction.registering import (
    LABEL_CHARACTERS,
    LASTS,
    MOST_AT_ONCE,
    REFERENCE_CHARACTERS,
    TELLS,
    Named,
    Terms,
)
from causeway.hub.road.deconfliction.words import KIND_NAMES
from causeway.selectors import SelectorError, typed_selector
from causeway.vocabulary.selectors import SelectorKind

_SHARED, _SILENT = "shared", "silent"


def _months(months: int) -> str:
    return ngettext("%(months)d month", "%(months)d months", months) % {"months": months}


def _lasts() -> list[tuple[int, str]]:
    return [(months, _months(months)) for months in LASTS]


def _tells() -> list[tuple[int, str]]:
    return [(months, _now("For %(time)s") % {"time": _months(months)} if months else _now("No")) for months in TELLS]


class TermsForm(FaultNamingForm):
    """On what terms an interest is registered."""

    told = forms.ChoiceField(
        label=_("Who is told when another force works on the same?"),
        choices=[
            (_SHARED, _("Both forces: each sees the other’s contact point")),
            (
                _SILENT,
                _("Only we: they learn nothing of us. Where both are silent, each learns only that there is another"),
            ),
        ],
        initial=_SHARED,
        widget=forms.RadioSelect,
    )
    months = forms.TypedChoiceField(
        label=_("For how long?"),
        choices=_lasts,
        coerce=int,
        initial=6,
        widget=forms.RadioSelect,
    )
    tells_months = forms.TypedChoiceField(
        label=_("After it has ended, may others still be told that you worked on it until then?"),
        choices=_tells,
        coerce=int,
        initial=0,
        widget=forms.RadioSelect,
    )

    def terms(self, **case: Any) -> Terms:
        """The terms as entered; of a valid form."""
        given = self.cleaned_data
        return Terms(
            is_silent=given["told"] == _SILENT, months=given["months"], tells_months=given["tells_months"], **case
        )


class CaseForm(TermsForm):
    """Which selectors of a case are registered. A box stands for a place in the list, whose values stay on the page."""

    chosen = forms.MultipleChoiceField(label=_("What to register"), widget=forms.CheckboxSelectMultiple)
    field_order = ["chosen", "told", "months", "tells_months"]

    def __init__(self, *arguments: Any, selectors: tuple[CaseSelector, ...], **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._selectors = {f"{each.named.selector.kind}:{each.named.selector.value}": each for each in selectors}
        chosen = self.fields["chosen"]
        chosen.choices = [(key, _line(each)) for key, each in self._selectors.items()]  # type: ignore[attr-defined]
        chosen.initial = [key for key, each in self._selectors.items() if not each.is_victims]

    def named(self) -> list[Named]:
        """What was chosen; of a valid form."""
        return [self._selectors[key].named for key in self.cleaned_data["chosen"]]


def _line(each: CaseSelector) -> str:
    line = f"{each.named.label}: {each.named.selector.value}"
    return _now("%(line)s (the child’s)") % {"line": line} if each.is_victims else line


class TypedForm(TermsForm):
    """Selectors typed in, one a line, all of one kind."""

    case_reference = forms.CharField(
        label=_("For which case?"),
        help_text=_("Its reference. It is kept as the reason, and only your force sees it."),
        max_length=REFERENCE_CHARACTERS,
    )
    kind = forms.TypedChoiceField(
        label=_("What do you type in?"),
        choices=[(kind.value, name) for kind, name in KIND_NAMES.items()],
        coerce=SelectorKind,
        widget=forms.RadioSelect,
    )
    lines = forms.CharField(
        label=_("One a line"),
        help_text=_("Phone: +44 7700 900123. Account: Harbour Chat: tidepool. Device: IMEI: 490154203237518."),
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
        max_length=MOST_AT_ONCE * 2_100,
    )
    label = forms.CharField(
        label=_("Your label for them"),
        help_text=_(
            "By which you know later what met. Do not write the selector here. A number is added to each line."
        ),
        max_length=LABEL_CHARACTERS - 5,
    )
    field_order = ["kind", "lines", "label", "case_reference", "told", "months", "tells_months"]

    def __init__(self, *arguments: Any, region: str, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self._region = region

    def clean(self) -> dict[str, Any]:
        """Each line as a selector."""
        given = super().clean() or {}
        if "kind" in given and "lines" in given:
            lines = [line.strip() for line in given["lines"].splitlines() if line.strip()]
            if len(lines) > MOST_AT_ONCE:
                self.add_error("lines", _now("Register no more than %(most)s at once.") % {"most": MOST_AT_ONCE})
            for number, line in enumerate(lines[:MOST_AT_ONCE], 1):
                self._read(given, number, line)
        return given

    def _read(self, given: dict[str, Any], number: int, line: str) -> None:
        try:
            selector = typed_selector(given["kind"], line, default_region=self._region)
        except SelectorError:
            self.add_error("lines", _now("Line %(number)s cannot be read.") % {"number": number})
        else:
            given.setdefault("selectors", []).append(selector)

    def named(self) -> list[Named]:
        """What was typed in, each selector once; of a valid form."""
        label, selectors = self.cleaned_data["label"], list(dict.fromkeys(self.cleaned_data["selectors"]))
        if len(selectors) == 1:
            return [Named(label=label, selector=selectors[0])]
        return [Named(label=f"{label} {number}", selector=one) for number, one in enumerate(selectors, 1)]


class RenewForm(FaultNamingForm):
    """For how long an interest is renewed."""

    months = forms.TypedChoiceField(
        label=_("For how long from today?"),
        choices=_lasts,
        coerce=int,
        initial=6,
        widget=forms.RadioSelect,
    )


class ShareForm(FaultNamingForm):
    """What the other side reads once both have agreed."""

    case_reference = forms.CharField(label=_("Your case’s reference"), max_length=REFERENCE_CHARACTERS)
    officer = forms.CharField(label=_("Who works on it"), max_length=OFFICER_CHARACTERS)
    contact = forms.EmailField(label=_("How that officer is reached"))

    def share(self) -> NewShare:
        """What is shared; of a valid form."""
        return NewShare(**self.cleaned_data)
