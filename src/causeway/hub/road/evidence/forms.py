"""Forms for content: an authority, and how a person wants content shown."""

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.road.evidence.commands.record_authority import REFERENCE_CHARACTERS, SCOPE_CHARACTERS, AuthorityKind
from causeway.hub.road.evidence.words import AUTHORITY_NAMES


class AuthorityForm(FaultNamingForm):
    """Why this organisation may look."""

    kind = forms.TypedChoiceField(
        label=_("What kind of authority is it?"),
        choices=[(kind.value, AUTHORITY_NAMES[kind]) for kind in AuthorityKind],
        coerce=AuthorityKind,
        widget=forms.RadioSelect,
    )
    reference = forms.CharField(
        label=_("Its reference"),
        help_text=_("The number of the warrant or order, or the section of the act."),
        max_length=REFERENCE_CHARACTERS,
    )
    granted_by = forms.CharField(
        label=_("Who granted it"), help_text=_("Name or office, as it stands on it."), max_length=REFERENCE_CHARACTERS
    )
    scope = forms.CharField(
        label=_("What it covers"),
        help_text=_("Which files, for what, until when."),
        max_length=SCOPE_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 4}),
    )


class DisplayForm(FaultNamingForm):
    """How content is shown to this person."""

    is_blurred_first = forms.BooleanField(label=_("Show every picture blurred first"), required=False)
    is_grey = forms.BooleanField(label=_("Show pictures in grey"), required=False)
    loads_by_itself = forms.BooleanField(
        label=_("Load the blurred picture when I open a file’s page, without asking"), required=False
    )
