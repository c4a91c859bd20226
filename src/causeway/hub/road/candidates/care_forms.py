"""The form by which a person asks to be spared more."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.road.candidates.commands.set_own_care import Wanted
from causeway.hub.road.candidates.queries.care import CareView
from causeway.hub.road.candidates.sparing import Limits


class CareForm(FaultNamingForm):
    """How one person is spared, beyond what holds for everybody. A field left empty is no more than that."""

    is_small = forms.BooleanField(label=_("Show pictures small to me, also when I see them clear"), required=False)
    break_after_looks = forms.IntegerField(label=_("Remind me of a break after so many looks"), required=False)
    break_after_minutes = forms.IntegerField(
        label=_("Remind me of a break after so many minutes of looking"), required=False
    )
    clear_looks_a_day = forms.IntegerField(label=_("Show me no more pictures clear in a day than"), required=False)

    def __init__(self, *arguments: Any, view: CareView, **named: Any) -> None:
        super().__init__(*arguments, **named)
        self.initial["is_small"] = view.wants_small
        for name in Limits.__dataclass_fields__:
            self.initial[name], floor = getattr(view.own, name) or None, getattr(view.floor, name)
            self.fields[name].widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "govuk-input--width-4"})
            self.fields[name].help_text = (
                _("For everybody at your desk it is %(number)d. You can choose less, and not more.") % {"number": floor}
                if floor
                else _("Your desk asks for none. Leave it empty for none.")
            )

    def wanted(self) -> Wanted:
        """As the command takes it; of a form that was validated."""
        told = self.cleaned_data
        numbers = {name: told[name] or 0 for name in Limits.__dataclass_fields__}
        return Wanted(is_small=told["is_small"], limits=Limits(**numbers))
