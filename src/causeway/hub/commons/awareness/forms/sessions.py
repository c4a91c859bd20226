"""Forms of sessions."""

from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from causeway.hub.base.acting.reasons import SHORT_REASON_CHARACTERS
from causeway.hub.base.organisations.queries.directory import Listing
from causeway.hub.base.theme.days import DayField
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.commons.awareness.commands.hold_session import (
    NOTE_CHARACTERS,
    TITLE_CHARACTERS,
    HeldCounts,
    PlannedSession,
)
from causeway.hub.commons.awareness.forms.fields import (
    age_field,
    choices_of,
    chosen_id,
    count_field,
    language_field,
    text_field,
)
from causeway.hub.commons.awareness.queries.sessions import SessionView
from causeway.hub.commons.awareness.words import AUDIENCE_NAMES, SESSION_STATE_NAMES, Audience


class SessionForm(FaultNamingForm):
    """A session as it is planned."""

    title = forms.CharField(label=_("What is it about?"), max_length=TITLE_CHARACTERS)
    held_on = DayField(label=_("On which day?"))
    school = forms.ChoiceField(label=_("At which school or partner?"), required=False)
    place = forms.CharField(label=_("If it is not in the list: where?"), max_length=TITLE_CHARACTERS, required=False)
    audience = forms.ChoiceField(label=_("With whom?"), choices=choices_of(AUDIENCE_NAMES), widget=forms.RadioSelect)
    age_from = age_field(_("Youngest age"), help_text=_("For pupils only."))
    age_to = age_field(_("Oldest age"))
    language = language_field()
    materials = forms.MultipleChoiceField(
        label=_("Which material is used?"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self, *arguments: Any, schools: list[Listing], materials: list[tuple[UUID, str]], **named: Any
    ) -> None:
        super().__init__(*arguments, **named)
        offered = [(str(school.id), school.name) for school in schools]
        self.fields["school"].choices = [("", _("Another place")), *offered]  # type: ignore[attr-defined]
        chosen = [(str(key), title) for key, title in materials]
        self.fields["materials"].choices = chosen  # type: ignore[attr-defined]
        if not chosen:
            del self.fields["materials"]

    def told(self) -> PlannedSession:
        """What was filled in."""
        given = dict(self.cleaned_data)
        chosen = tuple(UUID(each) for each in given.pop("materials", ()))
        return PlannedSession(
            **given
            | {"audience": Audience(given["audience"]), "school": chosen_id(given["school"]), "materials": chosen}
        )


def session_initial(view: SessionView) -> dict[str, Any]:
    """The form's beginning for a session that is planned."""
    return {
        "title": view.title,
        "held_on": view.held_on,
        "school": str(view.school_id or ""),
        "place": "" if view.school_id else view.place,
        "audience": view.audience.value,
        "age_from": view.age_from,
        "age_to": view.age_to,
        "language": view.language,
        "materials": [str(each) for each in view.material_ids],
    }


class HeldForm(FaultNamingForm):
    """With how many it was held. Only numbers: nobody is named."""

    attended = count_field(_("How many were there?"))
    asked = count_field(
        _("How many answered “Do you know whom to tell?” before and after?"),
        required=False,
        help_text=_("A show of hands is enough. Leave empty if you did not ask."),
    )
    knew_before = count_field(_("Of these, how many knew before?"), required=False)
    knew_after = count_field(_("And how many knew after?"), required=False)
    came_forward = count_field(_("How many asked for help afterwards?"), required=False)
    note = text_field(
        4,
        label=_("Notes for yourselves"),
        help_text=_("Only your organisation reads this. Name no child; worry about one is a referral."),
        max_length=NOTE_CHARACTERS,
        required=False,
    )

    def told(self) -> HeldCounts:
        """What was filled in."""
        return HeldCounts(**self.cleaned_data)


class ReasonForm(FaultNamingForm):
    """Why a thing does not go on."""

    reason = text_field(3, label=_("Why?"), max_length=SHORT_REASON_CHARACTERS)


class ChangedForm(FaultNamingForm):
    """What came of a session."""

    changed = text_field(
        4,
        label=_("What changed since?"),
        help_text=_("A rule, a lesson, a person to go to; or that nothing did."),
        max_length=NOTE_CHARACTERS,
    )


class SessionFilterForm(FaultNamingForm):
    """What the list of sessions is narrowed to."""

    state = forms.ChoiceField(
        label=pgettext_lazy("awareness", "Sessions"),
        choices=[("", _("All")), *choices_of(SESSION_STATE_NAMES)],
        required=False,
    )
    audience = forms.ChoiceField(
        label=_("With whom"), choices=[("", _("Anybody")), *choices_of(AUDIENCE_NAMES)], required=False
    )
    since = DayField(label=_("From"), required=False)
    until = DayField(label=_("Until"), required=False)
