"""Forms of a hand-over: to whom and why, and why not."""

from collections.abc import Sequence
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.acting.reasons import REASON_CHARACTERS
from causeway.hub.base.theme.faults import FaultNamingForm


class HandOverForm(FaultNamingForm):
    """Another force, or the desk, with the reason."""

    receiver = forms.TypedChoiceField(label=_("Whose is it?"), coerce=UUID, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Why is it not ours?"),
        help_text=_("The other force and the desk read this."),
        max_length=REASON_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def __init__(self, *arguments: object, choices: Sequence[tuple[UUID, str]], **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        field = self.fields["receiver"]
        if isinstance(field, forms.ChoiceField):
            field.choices = [(str(number), name) for number, name in choices]


class DeclineForm(FaultNamingForm):
    """Why it is not ours either."""

    reason = forms.CharField(
        label=_("Why is it not ours?"),
        help_text=_("The force that proposed it and the desk read this."),
        max_length=REASON_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
