"""The one way in which forms name a fault: at which field, and what is wrong with it.

Django's own words name no field ("This field is required."), so that a page with six faults said one thing six times.
A form may bring better words of its own; whatever it does not bring is said here.
"""

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_FILL_IN = _("Fill in “%(label)s”.")
_CHOOSE = _("Choose an answer under “%(label)s”.")
_CHOOSE_FILE = _("Choose a file under “%(label)s”.")
_UNREADABLE = _("What stands under “%(label)s” cannot be read.")

_WORDS: tuple[tuple[type[forms.Field], dict[str, Promise]], ...] = (
    (forms.BooleanField, {"required": _("Tick “%(label)s”.")}),
    (forms.ChoiceField, {"required": _CHOOSE, "invalid_choice": _CHOOSE, "invalid_list": _CHOOSE}),
    (
        forms.FileField,
        {
            "required": _CHOOSE_FILE,
            "missing": _CHOOSE_FILE,
            "empty": _("The file under “%(label)s” is empty."),
            "max_length": _("The name of the file under “%(label)s” is too long."),
        },
    ),
    (forms.FloatField, {"invalid": _("Enter a number under “%(label)s”.")}),
    (forms.IntegerField, {"invalid": _("Enter a whole number under “%(label)s”.")}),
    (forms.EmailField, {"invalid": _("Enter an address such as name@example.org under “%(label)s”.")}),
    (forms.URLField, {"invalid": _("Enter an address such as https://example.org under “%(label)s”.")}),
    (
        forms.IntegerField,
        {
            "min_value": _("“%(label)s” must be %(limit_value)s or more."),
            "max_value": _("“%(label)s” must be %(limit_value)s or less."),
        },
    ),
    (forms.SlugField, {"invalid": _("Use only letters without accents, digits, - and _ under “%(label)s”.")}),
    (
        forms.CharField,
        {
            "min_length": _("“%(label)s” has %(show_value)d characters, and must have %(limit_value)d or more."),
            "max_length": _("“%(label)s” has %(show_value)d characters, and must have %(limit_value)d or fewer."),
            "null_characters_not_allowed": _("“%(label)s” holds a character that cannot be kept."),
        },
    ),
    (forms.Field, {"required": _FILL_IN}),
)
"""By kind of field, the first that fits before the next: Django's codes of faults, those of its validators too."""

_ALONE = frozenset({"required", "missing", "empty", "invalid_list"})
"""The codes whose words Django shows as they are; into others it puts values, so that a % is one only when doubled."""


class FaultNamingForm(forms.Form):
    """What every form of ours is: its faults name the field at which they are. Where a page holds several of a kind,
    `about_in_faults` says of which one the summary of faults speaks.
    """

    about_in_faults: str = ""

    def full_clean(self) -> None:
        for name, field in self.fields.items():
            name_faults(field, str(self[name].label))
        super().full_clean()


def name_faults(field: forms.Field, label: str) -> None:
    """Give a field words of ours wherever it has none of its own."""
    ours: dict[str, Promise] = {}
    for kind, words in _WORDS:
        if isinstance(field, kind):
            ours = {**words, **ours}
    for code in {*ours, *field.error_messages}:
        if code not in field.error_messages or is_djangos(field, code):
            said = ours.get(code, _UNREADABLE)
            field.error_messages[code] = _naming(str(said), label, is_alone=code in _ALONE)


def is_djangos(field: forms.Field, code: str) -> bool:
    """Whether a field says of a fault what Django says."""
    return any(
        field.error_messages[code] is vars(kind).get("default_error_messages", {}).get(code)
        for kind in type(field).__mro__
        if kind.__module__.startswith("django.")
    )


def _naming(said: str, label: str, *, is_alone: bool) -> str:
    return said.replace("%(label)s", label if is_alone else label.replace("%", "%%"))
