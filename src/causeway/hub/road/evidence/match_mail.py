"""The mail that says that a signal behind a match changed. It holds nothing of the signal or the case."""

from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _


def changed_match_mail(reference: str, referral_id: UUID) -> tuple[str, str]:
    """Subject and text, in the language that is active."""
    subject = _("A match of %(reference)s changed") % {"reference": reference}
    text = _(
        "A signal that this referral matched was withdrawn, suspended or moved, has expired, or is in use again. What "
        "you did on the match may have to be looked at anew. The referral says how it stands now."
    )
    return subject, f"{text}\n\n{settings.BASE_URL}/referrals/{referral_id}/\n"
