"""The form by which a curator decides on what may name a child."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.knowledge.banks.commands.decide_doubt import REASONS_CHARACTERS

_NOT_LISTED = ("not_listed", _("It may name a child: it is not listed"))
_LET_IN = ("let_in", _("It names no child: it may be listed"))


class DoubtForm(FaultNamingForm):
    """The curator's decision. Whoever wanted to list it cannot let it in."""

    decision = forms.ChoiceField(label=_("Decision"), choices=[_NOT_LISTED, _LET_IN], widget=forms.RadioSelect)
    reasons = forms.CharField(
        label=_("Reasons"),
        help_text=_("They stay with your organisation. Name no person."),
        max_length=REASONS_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *given: Any, may_let_in: bool, **named: Any) -> None:
        super().__init__(*given, **named)
        decision = self.fields["decision"]
        if isinstance(decision, forms.ChoiceField) and not may_let_in:
            decision.choices = [_NOT_LISTED]
