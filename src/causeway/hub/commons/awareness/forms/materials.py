"""Forms of material."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.commons.awareness.commands.keep_material import (
    BODY_CHARACTERS,
    SUMMARY_CHARACTERS,
    TITLE_CHARACTERS,
    NewMaterial,
)
from causeway.hub.commons.awareness.forms.fields import age_field, choices_of, language_field, text_field
from causeway.hub.commons.awareness.queries.materials import MaterialView
from causeway.hub.commons.awareness.words import (
    AUDIENCE_NAMES,
    LANGUAGE_NAMES,
    MATERIAL_KIND_NAMES,
    Audience,
    MaterialKind,
)


class MaterialForm(FaultNamingForm):
    """A material's words and for whom they are."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_CHARACTERS)
    kind = forms.ChoiceField(label=_("What is it?"), choices=choices_of(MATERIAL_KIND_NAMES), widget=forms.RadioSelect)
    audience = forms.ChoiceField(
        label=_("For whom is it?"), choices=choices_of(AUDIENCE_NAMES), widget=forms.RadioSelect
    )
    age_from = age_field(_("Suitable from age"), help_text=_("For pupils only."))
    age_to = age_field(_("Up to age"), help_text=_("Leave empty if there is no upper age."))
    language = language_field()
    minutes = age_field(_("Minutes that it takes"), help_text=_("For a lesson."))
    summary = text_field(2, label=_("What is it about, in a sentence?"), max_length=SUMMARY_CHARACTERS)
    body = text_field(
        18,
        label=_("The material"),
        help_text=_("Speak of what to do and whom to tell. Describe no abuse, and name no child, school or account."),
        max_length=BODY_CHARACTERS,
    )

    def told(self, translation_of: Any = None) -> NewMaterial:
        """What was filled in."""
        given = dict(self.cleaned_data)
        return NewMaterial(
            **given
            | {
                "kind": MaterialKind(given["kind"]),
                "audience": Audience(given["audience"]),
                "translation_of": translation_of,
            }
        )


def material_initial(view: MaterialView) -> dict[str, Any]:
    """The form's beginning for a material that there is."""
    line = view.line
    return {
        "title": line.title,
        "kind": line.kind.value,
        "audience": line.audience.value,
        "age_from": line.age_from,
        "age_to": line.age_to,
        "language": line.language,
        "minutes": line.minutes,
        "summary": line.summary,
        "body": view.body,
    }


class MaterialFilterForm(FaultNamingForm):
    """What the library is narrowed to."""

    audience = forms.ChoiceField(
        label=_("For whom"), choices=[("", _("Anybody")), *choices_of(AUDIENCE_NAMES)], required=False
    )
    age = age_field(_("A pupil of age"))
    language = forms.ChoiceField(label=_("Language"), choices=[("", _("Any")), *LANGUAGE_NAMES.items()], required=False)
    mine = forms.BooleanField(label=_("Only ours, drafts too"), required=False)
