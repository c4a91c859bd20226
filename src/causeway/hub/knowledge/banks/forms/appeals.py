"""The public form of an appeal, the form that follows one, and the desk's decision. In plain words, for anybody."""

import re
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.knowledge.banks.commands.decide_appeal import REASONS_CHARACTERS
from causeway.hub.knowledge.banks.commands.make_appeal import TEXT_CHARACTERS, NewAppeal
from causeway.hub.knowledge.banks.normalising import normalised
from causeway.vocabulary.signals import SignalKind

_NUMBER = "number"
_SUCH_AS = "1b4e28ba-2fa1-41d2-883f-0016d3cca427"
_SEPARATED = re.compile(r"[\s\u2010-\u2015-]+")
"""Hyphens, and what a telephone or a letter makes of them."""
_IS_NUMBER = re.compile("-".join(f"[0-9a-f]{{{length}}}" for length in (8, 4, 4, 4, 12)))
_IS_DIGEST = re.compile("[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64}")
"""MD5, SHA-1, and SHA-256 or PDQ, in hexadecimal."""


class AppealForm(FaultNamingForm):
    """What somebody challenges, and why. Nobody is asked who they are."""

    what = forms.ChoiceField(
        label=_("What is this about?"),
        choices=[
            (SignalKind.ACCOUNT.value, _("My account")),
            (SignalKind.URL.value, _("A web page")),
            (_NUMBER, _("A number that a service gave me")),
        ],
        widget=forms.RadioSelect,
    )
    service = forms.CharField(
        label=_("At which service or app?"), help_text=_("Only for an account."), max_length=200, required=False
    )
    value = forms.CharField(
        label=_("The account’s name, the web address or the number"),
        help_text=format_lazy(_("A number has five groups of digits and letters, such as {number}."), number=_SUCH_AS),
        max_length=2_000,
        strip=True,
    )
    text = forms.CharField(
        label=_("Why is it wrong?"),
        help_text=_("You need not say who you are."),
        max_length=TEXT_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    homepage = forms.CharField(required=False, label=_("Leave this field empty"))

    def __init__(self, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.fields["homepage"].widget = forms.HiddenInput()

    def clean_homepage(self) -> str:
        """Only a program fills it in."""
        if self.cleaned_data.get("homepage"):
            raise ValidationError(_("Please empty this field: only programs fill it in"))
        return ""

    def clean(self) -> dict[str, Any]:
        """What is named must be readable: a slip of the finger is not to look like a signal that is not there."""
        given = super().clean() or {}
        what, value = given.get("what"), given.get("value")
        if what and value:
            try:
                given["normalised"] = _read(what, value, given.get("service", ""))
            except Invalid as fault:
                self.add_error("value", fault.message)
        return given

    def new_appeal(self) -> NewAppeal:
        """The appeal as entered; of a valid form."""
        given = self.cleaned_data
        found = given["normalised"]
        if isinstance(found, UUID):
            return NewAppeal(kind=None, value="", signal_id=found, text=given["text"])
        return NewAppeal(kind=SignalKind(given["what"]), value=found, signal_id=None, text=given["text"])


def _read(what: str, value: str, service: str) -> str | UUID:
    """What is challenged. Raises Invalid."""
    return _number(value) if what == _NUMBER else normalised(SignalKind(what), value, service=service)


def _number(value: str) -> UUID:
    """A signal's own number. A file's digest is none, though an MD5 has as many letters and digits."""
    written = _SEPARATED.sub("-", value.lower())
    if _IS_NUMBER.fullmatch(written):
        return UUID(written)
    if _IS_DIGEST.fullmatch(value.lower()):
        raise Invalid(
            _(
                "This is a digest of a file, not the number of a signal. Ask the service for the signal’s number. It "
                "has five groups of digits and letters, such as %(number)s."
            )
            % {"number": _SUCH_AS}
        )
    raise Invalid(
        _("This number is not whole. It has five groups of digits and letters, such as %(number)s.")
        % {"number": _SUCH_AS}
    )


class FollowForm(FaultNamingForm):
    """The code of an appeal."""

    reference = forms.CharField(label=_("Reference"), help_text=_("It begins with AP."), max_length=20)
    secret = forms.CharField(
        label=_("Secret code"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )


class DecisionForm(FaultNamingForm):
    """The desk's decision."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[
            ("upheld", _("The appeal is right: withdraw the signal")),
            ("dismissed", _("The appeal is not right: keep the signal")),
        ],
        widget=forms.RadioSelect,
    )
    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_("Whoever appealed reads this. Use plain words, and name no person."),
        max_length=REASONS_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 6}),
    )
