"""From a candidate's document to the columns by which it is found and ordered."""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from causeway.hub.base.rows.documents import from_document
from causeway.hub.road.candidates.hits import all_hits_now
from causeway.hub.road.candidates.models import Candidate as CandidateRow
from causeway.hub.road.candidates.models import CandidateFile
from causeway.hub.road.candidates.ordering import place_of
from causeway.hub.road.candidates.settings import settings_of_desk
from causeway.hub.road.referrals.references import PREFIX, new_reference
from causeway.selectors import SelectorError, normalise_account
from causeway.vocabulary.candidates import Candidate

_OWN_PREFIX, _APPEAL_PREFIX = "CA-", "AA-"


def new_candidate_reference() -> str:
    """A fresh reference, such as `CA-7K3D9QXA`: made like a referral's, and told from one."""
    return _OWN_PREFIX + new_reference().removeprefix(PREFIX)


def new_appeal_reference() -> str:
    """The same for an appeal of an account's holder, such as `AA-7K3D9QXA`."""
    return _APPEAL_PREFIX + new_reference().removeprefix(PREFIX)


def subject_key_of(candidate: Candidate, candidate_id: UUID) -> str:
    """What is equal for candidates of one account (SHA-256, hex); without an account the candidate's own id."""
    accounts = candidate.holder.accounts if candidate.holder else ()
    for account in accounts:
        try:
            value = normalise_account(account, platform=candidate.platform).value
        except SelectorError:
            continue
        return hashlib.sha256(value.encode("utf-8", "replace")).hexdigest()
    return candidate_id.hex


def project(row: CandidateRow, candidate: Candidate, *, now: datetime, compared: Iterable[CandidateFile] = ()) -> None:
    """Set the columns that come from the document, and from where the signals stand now that screening named or this
    hub found in the files it `compared`. Runs inside the caller's transaction.
    """
    states = [one.state for one in all_hits_now(candidate, compared, now)]
    place = place_of(candidate, states, settings_of_desk().may_wait)
    row.source = candidate.source.value
    row.rule = place.rule.value
    row.subject_key = subject_key_of(candidate, row.id)
    row.score = candidate.warning.score if candidate.warning else None
    row.due_at = (row.reopened_at or row.received_at) + place.may_wait


def document_of(row: CandidateRow) -> Candidate:
    """The candidate as it was told."""
    return from_document(Candidate, row.document)
