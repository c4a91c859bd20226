"""Forms of retention: how long, why held, why released."""

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.acting.reasons import REASON_CHARACTERS
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.timing import RetentionRule


class ReasonForm(FaultNamingForm):
    """A reason, and no more."""

    reason = forms.CharField(label=_("Why?"), max_length=REASON_CHARACTERS, widget=forms.Textarea(attrs={"rows": 4}))


class RetentionForm(FaultNamingForm):
    """So many days, with the reason."""

    days = forms.IntegerField(label=_("Days"))
    reason = forms.CharField(
        label=_("Why?"),
        help_text=_("Name the law, policy or decision."),
        max_length=REASON_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *arguments: object, rule: RetentionRule, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        limits = {"least": rule.least_days, "most": rule.most_days}
        self.fields["days"].help_text = _("Between %(least)d and %(most)d.") % limits
