"""Where to find what a field asks for, in the words of the completeness table: said once, shown at field and panel."""

from django.utils.translation import gettext_lazy

from causeway.hub.road.intake.forms.fields import Text
from causeway.triage import completeness_policy


def advice_on(feature: str) -> Text:
    """The advice of a completeness feature, in the language of whoever reads it."""
    return gettext_lazy(completeness_policy().words[feature].advice)
