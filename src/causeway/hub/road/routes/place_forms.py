"""Forms of the schools and places by which a desk routes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.acting.reasons import REASON_CHARACTERS
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.road.routes.words import PLACE_KIND_NAMES
from causeway.routing import PlaceKind, forces


class LoadForm(FaultNamingForm):
    """A file, tried or loaded."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("CSV in UTF-8, at most 50 megabytes and 200,000 rows. The columns are described below."),
    )
    reason = forms.CharField(
        label=_("Where is it from, and why is it loaded?"),
        required=False,
        max_length=REASON_CHARACTERS,
        help_text=_("Not needed to try it."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    is_trial = forms.BooleanField(
        label=_("Only try it: say what would be refused, and keep nothing"), required=False, initial=True
    )

    def clean(self) -> dict[str, object]:
        """What is kept needs a reason."""
        kept: dict[str, object] = super().clean() or {}
        if not kept.get("is_trial") and not str(kept.get("reason") or "").strip():
            self.add_error("reason", _("Say where it is from, and why it is loaded."))
        return kept


class FindForm(FaultNamingForm):
    """By what places are found."""

    name = forms.CharField(label=_("Name"), required=False, max_length=200)
    kind = forms.ChoiceField(
        label=_("Kind"),
        required=False,
        choices=[("", _("Any")), *((kind.value, name) for kind, name in PLACE_KIND_NAMES.items())],
    )
    force = forms.ChoiceField(label=_("Force"), required=False)

    def __init__(self, *arguments: object, **named: object) -> None:
        super().__init__(*arguments, **named)  # type: ignore[arg-type]
        field = self.fields["force"]
        if isinstance(field, forms.ChoiceField):
            by_name = sorted((force.name, force.code) for force in forces())
            field.choices = [("", _("Any")), *((code, name) for name, code in by_name)]

    def asked(self) -> dict[str, Any]:
        """What the query takes; a field with a fault asks for nothing."""
        self.is_valid()
        given = self.cleaned_data
        return {
            "name": given.get("name") or "",
            "kind": PlaceKind(given["kind"]) if given.get("kind") else None,
            "force_code": given.get("force") or "",
        }


class UseForm(FaultNamingForm):
    """Why another version, or none, is put into force."""

    reason = forms.CharField(label=_("Why?"), max_length=REASON_CHARACTERS, widget=forms.Textarea(attrs={"rows": 2}))
