"""Kinds and states of awareness work, and the words in which they are shown."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causeway.vocabulary.organisations import OrganisationKind


class MaterialKind(StrEnum):
    """What a material is."""

    LESSON = "lesson"
    LEAFLET = "leaflet"
    LETTER = "letter"
    POSTER = "poster"
    GUIDE = "guide"


class Audience(StrEnum):
    """Who is taught or told."""

    PUPILS = "pupils"
    PARENTS = "parents"
    STAFF = "staff"


class SessionState(StrEnum):
    """Where a session stands."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class HelpKind(StrEnum):
    """What a partner asks for."""

    SESSION = "session"
    ADVICE = "advice"
    MATERIAL = "material"
    OTHER = "other"


class Readers(StrEnum):
    """For whom a bulletin is written. Every member may read it all the same."""

    EVERYBODY = "everybody"
    SCHOOLS = "schools"
    PARTNERS = "partners"
    FORCES = "forces"
    SERVICES = "services"


MATERIAL_KIND_NAMES: dict[MaterialKind, Promise] = {
    MaterialKind.LESSON: _("Lesson"),
    MaterialKind.LEAFLET: _("Leaflet"),
    MaterialKind.LETTER: _("Letter"),
    MaterialKind.POSTER: _("Poster"),
    MaterialKind.GUIDE: _("Guide"),
}
AUDIENCE_NAMES: dict[Audience, Promise] = {
    Audience.PUPILS: _("Pupils"),
    Audience.PARENTS: _("Parents and carers"),
    Audience.STAFF: _("Staff"),
}
SESSION_STATE_NAMES: dict[SessionState, Promise] = {
    SessionState.PLANNED: _("Planned"),
    SessionState.HELD: _("Held"),
    SessionState.CANCELLED: _("Cancelled"),
}
HELP_KIND_NAMES: dict[HelpKind, Promise] = {
    HelpKind.SESSION: _("A session with pupils, parents or staff"),
    HelpKind.ADVICE: _("Advice on how to keep children safe online"),
    HelpKind.MATERIAL: _("Material to teach with"),
    HelpKind.OTHER: _("Something else"),
}
READERS_NAMES: dict[Readers, Promise] = {
    Readers.EVERYBODY: _("Everybody"),
    Readers.SCHOOLS: _("Schools"),
    Readers.PARTNERS: _("Charities, children’s services and other partners"),
    Readers.FORCES: _("Police forces"),
    Readers.SERVICES: _("Online services"),
}

LANGUAGE_NAMES: dict[str, str] = {
    "en": "English",
    "nl": "Nederlands",
    "it": "Italiano",
    "cy": "Cymraeg",
    "ga": "Gaeilge",
    "fr": "Français",
    "de": "Deutsch",
    "es": "Español",
    "pl": "Polski",
    "ro": "Română",
    "ar": "العربية",
    "uk": "Українська",
}
"""Each language in its own words; schools teach in more languages than the site speaks."""

HELPING_KINDS = frozenset({OrganisationKind.POLICE_FORCE, OrganisationKind.CLEARING_HOUSE, OrganisationKind.HOTLINE})
"""Whom a partner may ask, besides other partners."""


def ages_in_words(age_from: int | None, age_to: int | None) -> str:
    """The years for which something is: "7 to 11", "11 and over"; empty where nothing is said."""
    if age_from is None and age_to is None:
        return ""
    if age_to is None:
        return str(_("%(age)d and over")) % {"age": age_from}
    if age_from is None:
        return str(_("up to %(age)d")) % {"age": age_to}
    if age_from == age_to:
        return str(age_from)
    return str(_("%(low)d to %(high)d")) % {"low": age_from, "high": age_to}
