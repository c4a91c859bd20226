"""What no candidate is taken with: each refusal names the field and the fault, never the value."""

import math
import re
from datetime import datetime

from django.utils.translation import gettext as _

from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.reasons import given_reason
from causeway.hub.road.intake.checking import CLOCK_SKEW
from causeway.hub.road.referrals.checking import check_values
from causeway.vocabulary.candidates import CANDIDATE_SCHEMA_VERSION, AccountWarning, Candidate, CandidateSource
from causeway.vocabulary.findings import MediaDigests

MOST_FILES = 20
"""What one candidate shows together; a batch is several candidates (our choice)."""
MOST_HITS = 100
MOST_REASONS = 200
MOST_SELECTORS = 1_000
"""Of each kind: far more than one account has (our choice)."""
LONGEST_TEXT = 20_000
LONGEST_TYPE = 100
_ROUNDING = 1e-6
"""The reasons sum to the score up to what floating point loses on the way through JSON."""

_WARNING_LISTS = ("reasons", "stages", "missing", "made_under")
_HEX = {"sha256": 64, "sha1": 40, "md5": 32, "pdq": 64, "pdq_other": 64}
_TEXTS = {"reference": 255, "platform": 256, "seen": LONGEST_TEXT}
_SELECTORS = ("accounts", "emails", "phones", "ip_events", "devices", "addresses", "prior_references")


def check_reason(text: str, *, most: int, field: str = "reason") -> str:
    """Why somebody acts, as `given_reason`; where it is missing, the refusal names the limit. Raises Invalid."""
    missing = _("Say why, in no more than %(most)s characters.") % {"most": most}
    return given_reason(text, most=most, field=field, missing=missing)


def check_candidate(candidate: Candidate, *, file_count: int, now: datetime) -> None:
    """Refuse what cannot be kept, or says nothing to look at.

    Raises:
        Invalid: the first fault found; `field` is its path in the document, such as `upload.hits[2].value`.
    """
    if candidate.schema_version != CANDIDATE_SCHEMA_VERSION:
        raise Invalid(
            _("This hub reads schema version %(version)s.") % {"version": CANDIDATE_SCHEMA_VERSION},
            field="schema_version",
        )
    if file_count > MOST_FILES:
        raise Invalid(_("One candidate can hold %(most)s files at most.") % {"most": MOST_FILES}, field="files")
    _check_sizes(candidate)
    check_values(candidate)
    _check_times(candidate, now)
    _check_says_why(candidate, file_count)
    if candidate.upload is not None and candidate.upload.digests is not None:
        _check_digests(candidate.upload.digests)
    if candidate.warning is not None:
        _check_sum(candidate.warning)


def _check_sizes(candidate: Candidate) -> None:
    for name, most in _TEXTS.items():
        if len(getattr(candidate, name) or "") > most:
            raise Invalid(_("This is longer than %(most)s characters.") % {"most": most}, field=name)
    upload, warning, holder = candidate.upload, candidate.warning, candidate.holder
    counts = (
        [("upload.hits", len(upload.hits), MOST_HITS), ("upload.faults", len(upload.faults), MOST_HITS)]
        if upload
        else []
    )
    if upload and upload.digests:
        counts.append(("upload.digests.frames", len(upload.digests.frames), MOST_SELECTORS))
    if warning:
        counts += [(f"warning.{name}", len(getattr(warning, name)), MOST_REASONS) for name in _WARNING_LISTS]
    if holder:
        counts += [(f"holder.{name}", len(getattr(holder, name)), MOST_SELECTORS) for name in _SELECTORS]
    for path, count, most in counts:
        if count > most:
            raise Invalid(_("There can be %(most)s of these at most.") % {"most": most}, field=path)


def _check_digests(digests: MediaDigests) -> None:
    stated = [(name, getattr(digests, name), length) for name, length in _HEX.items()]
    stated += [(f"frames[{place}]", frame, _HEX["pdq"]) for place, frame in enumerate(digests.frames)]
    for name, value, length in stated:
        if value is not None and not re.fullmatch(f"[0-9a-f]{{{length}}}", value):
            raise Invalid(
                _("This must be %(length)d hexadecimal digits in lower case.") % {"length": length},
                field=f"upload.digests.{name}",
            )
    if not 0 < len(digests.media_type) <= LONGEST_TYPE:
        raise Invalid(_("This is no media type."), field="upload.digests.media_type")


def _check_times(candidate: Candidate, now: datetime) -> None:
    upload = candidate.upload
    for path, at in (("at", candidate.at), ("upload.uploaded_at", upload.uploaded_at if upload else None)):
        if at is not None and at > now + CLOCK_SKEW:
            raise Invalid(_("This time lies in the future."), field=path)


def _check_says_why(candidate: Candidate, file_count: int) -> None:
    upload = candidate.upload
    if candidate.source is CandidateSource.SCREENING and (upload is None or not (upload.hits or upload.faults)):
        raise Invalid(_("Say which signals it matched, or why it was not screened whole."), field="upload")
    if candidate.source is CandidateSource.EARLY_WARNING:
        if candidate.warning is None:
            raise Invalid(_("Say what the warning is."), field="warning")
        if candidate.holder is None or not candidate.holder.accounts:
            raise Invalid(_("Say of which account the warning is."), field="holder.accounts")
    has_account = candidate.holder is not None and bool(candidate.holder.accounts)
    if candidate.source is CandidateSource.USER_REPORT and not (
        (candidate.seen or "").strip() or has_account or file_count
    ):
        raise Invalid(_("Say what was seen, or name an account or a file."), field="seen")


def _check_sum(warning: AccountWarning) -> None:
    total = math.fsum(reason.amount for reason in warning.reasons)
    if abs(total - warning.score) > _ROUNDING * max(1.0, abs(warning.score)):
        raise Invalid(_("The reasons do not sum to the score."), field="warning.reasons")
    for name in ("probability", "probability_low", "probability_high"):
        value = getattr(warning, name)
        if value is not None and not 0 <= value <= 1:
            raise Invalid(_("A probability lies between 0 and 1."), field=f"warning.{name}")
