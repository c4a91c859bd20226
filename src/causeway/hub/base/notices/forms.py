"""Adding a webhook."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.ledger.act_texts import ACT_TEXTS
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.notices.acts import ACTS_OF_KIND
from causeway.hub.base.organisations.forms.choices import offer
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.vocabulary.organisations import OrganisationKind


class WebhookForm(FaultNamingForm):
    """Where to, and what of."""

    # A plain field: what a webhook's address may be, the command says (a name without a dot is one in a test).
    url = forms.CharField(
        label=_("Address"),
        max_length=500,
        help_text=_("An https address of your own that answers 2xx within ten seconds."),
        widget=forms.TextInput(attrs={"inputmode": "url", "spellcheck": "false", "autocomplete": "off"}),
    )
    acts = forms.MultipleChoiceField(
        label=_("What shall it be told of?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )

    def __init__(self, kind: OrganisationKind, *arguments: Any, **named: Any) -> None:
        super().__init__(*arguments, **named)
        offer(self, "acts", [(act.value, ACT_TEXTS[act]) for act in ACTS_OF_KIND[kind]])

    def chosen_acts(self) -> list[Act]:
        """The acts as values."""
        return [Act(act) for act in self.cleaned_data["acts"]]
