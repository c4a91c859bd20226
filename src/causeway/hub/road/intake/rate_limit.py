"""So many requests of one credential, at all web processes together.

It keeps a client that went wrong from taking every thread. It is no fairness between senders: that is the worker's,
which takes owed work by turns.
"""

from uuid import UUID

from django.utils import timezone

from causeway.hub.base.organisations.limits import Limit

BURST = 500
_SECONDS = 10
"""Fifty a second. A report with files takes about ten requests; a clearing-house hears 12 reports a second in bursts,
from all senders together (design numbers).
"""


class PerCredential:
    """A limit whose keys are credentials."""

    def __init__(self, limit: Limit) -> None:
        self._limit = limit

    def wait_seconds(self, credential_id: UUID | None) -> float:
        """Count one request and give 0, or give for how long to wait."""
        return self._limit.wait_seconds(str(credential_id), timezone.now())


per_credential = PerCredential(Limit("credential", most=BURST, seconds=_SECONDS))
