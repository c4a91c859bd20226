"""Forms of whoever learns: a rating, and a certificate from outside."""

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.acting.reasons import SHORT_REASON_CHARACTERS
from causeway.hub.base.theme.days import DayField
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.hub.knowledge.training.commands.rate_module import MISSING_CHARACTERS
from causeway.hub.knowledge.training.skills import SKILL_NAMES, Skill


class RatingForm(FaultNamingForm):
    """What somebody thought of a module."""

    useful = forms.TypedChoiceField(
        label=_("How useful was it for your work?"),
        choices=[
            ("1", _("1, of no use")),
            ("2", _("2, of little use")),
            ("3", _("3, of some use")),
            ("4", _("4, useful")),
            ("5", _("5, very useful")),
        ],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose from 1 to 5")},
    )
    missing = forms.CharField(
        label=_("What was missing?"),
        help_text=_("Say nothing of a case, and name nobody."),
        max_length=MISSING_CHARACTERS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ClaimForm(FaultNamingForm):
    """A certificate from outside."""

    skill = forms.TypedChoiceField(
        label=_("For which skill?"),
        choices=[("", _("Choose")), *((skill.value, SKILL_NAMES[skill]) for skill in Skill)],
        coerce=Skill,
        error_messages={"required": _("Choose a skill")},
    )
    title = forms.CharField(
        label=_("Title of the course"), max_length=200, error_messages={"required": _("Enter the title of the course")}
    )
    provider = forms.CharField(
        label=_("Who gave it?"), max_length=200, error_messages={"required": _("Say who gave the course")}
    )
    issued_on = DayField(label=_("Issued on"), error_messages={"required": _("Enter the day of issue")})
    expires_on = DayField(label=_("Expires on"), help_text=_("Leave empty if it does not expire."), required=False)
    evidence = forms.FileField(
        label=_("A file that shows it"),
        help_text=_("Such as a scan. At most 2 megabytes. It is kept as it is and never opened here."),
        required=False,
    )


class CertificateFileForm(FaultNamingForm):
    """A file of certificates."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_(
            "Columns: email, skill, title, provider, issued_on, expires_on. Days as 2026-12-31. All rows come in, or"
            " none."
        ),
        error_messages={"required": _("Choose a file"), "empty": _("This file is empty")},
    )


class RevokeForm(FaultNamingForm):
    """Why a certificate is taken back."""

    reason = forms.CharField(
        label=_("Why is it taken back?"), max_length=SHORT_REASON_CHARACTERS, widget=forms.Textarea(attrs={"rows": 3})
    )


class CheckForm(FaultNamingForm):
    """A code to check, and the name that it should be of."""

    code = forms.CharField(
        label=_("Code of the certificate"),
        help_text=_("24 letters and digits, such as ABCD-EFGH-…"),
        max_length=60,
        error_messages={"required": _("Enter the code")},
    )
    name = forms.CharField(
        label=_("Name of the person"),
        help_text=_("If you type a name, this page says whether the certificate is theirs. It never shows a name."),
        max_length=200,
        required=False,
    )
