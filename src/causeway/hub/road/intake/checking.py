"""What no door lets in, whatever its format: each refusal names the field and the fault, never the value.

The checks are few on purpose: a referral that is thin is still a referral, and completeness says what it lacks.
"""

from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from causeway.hub.base.acting.errors import Invalid
from causeway.hub.road.referrals.checking import MOST_ATTACHMENTS, check_counts, check_values
from causeway.vocabulary.referral import REFERRAL_SCHEMA_VERSION, Referral

CLOCK_SKEW = timedelta(minutes=5)
"""By how much a sender's clock may run ahead of ours (our choice)."""


def check_referral(referral: Referral, *, file_count: int, now: datetime, may_be_bare: bool = False) -> None:
    """Refuse what cannot be kept or acted on. With `may_be_bare` a referral may say no more than its concern.

    Raises:
        Invalid: the first fault found; `field` is its path in the document, such as `parties[0].ip_events[2].port`.
    """
    if referral.schema_version != REFERRAL_SCHEMA_VERSION:
        raise Invalid(
            _("This hub reads schema version %(version)s.") % {"version": REFERRAL_SCHEMA_VERSION},
            field="schema_version",
        )
    check_counts(referral)
    if file_count > MOST_ATTACHMENTS:
        raise Invalid(_("One referral can hold %(most)s files at most.") % {"most": MOST_ATTACHMENTS}, field="files")
    if not may_be_bare:
        _check_says_something(referral, file_count)
    check_values(referral)
    if referral.occurred_at is not None and referral.occurred_at > now + CLOCK_SKEW:
        raise Invalid(_("This time lies in the future."), field="occurred_at")
    _check_associates(referral)


def told_or_none(text: str | None) -> str | None:
    """The text as it was told; None where it holds nothing but spaces, which tell nothing."""
    return text if text and text.strip() else None


def _check_says_something(referral: Referral, file_count: int) -> None:
    says_something = referral.parties or referral.attachments or referral.incidents or file_count
    if not says_something and not (referral.narrative or "").strip():
        raise Invalid(
            _(
                "There is nothing here to act on: tell of a person, a place where it happened, a file, "
                "or what happened."
            ),
            field="narrative",
        )


def _check_associates(referral: Referral) -> None:
    for index, party in enumerate(referral.parties):
        owner = party.associate_of
        if owner is not None and (not 0 <= owner < len(referral.parties) or owner == index):
            raise Invalid(
                _("This must be the place of another party, counted from 0."), field=f"parties[{index}].associate_of"
            )
