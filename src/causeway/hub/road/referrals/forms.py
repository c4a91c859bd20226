"""Forms about a referral."""

from django import forms
from django.utils.translation import gettext_lazy as _

from causeway.hub.base.theme.faults import FaultNamingForm

QUESTION_CHARACTERS = 3_000


class QuestionForm(FaultNamingForm):
    """One question to the sender."""

    text = forms.CharField(
        label=_("Your question"),
        help_text=_("Ask for one thing. The sender sees it with the referral, and nothing else of your work."),
        max_length=QUESTION_CHARACTERS,
        widget=forms.Textarea(attrs={"rows": 5}),
    )
