"""The one screening of this process; one that is forked from it decodes by processes of its own."""

from django.conf import settings

from causeway.client import Screened, Screening, WhenNotScreened
from causeway.client.screening import FaultCode

PASSING = frozenset({FaultCode.LIST_ABSENT, FaultCode.LIST_DAMAGED, FaultCode.LIST_STALE})
"""Faults of the list and not of the upload: screened again later, it may be found whole."""

screening = Screening(
    settings.SIGNALS,
    when_not_screened=WhenNotScreened.ASK_REVIEW if settings.FAIL_CLOSED else WhenNotScreened.LET_THROUGH,
)


def is_to_be_screened_again(screened: Screened) -> bool:
    """Whether only the list, or a machine without room, kept this from being screened."""
    return any(fault.code in PASSING or fault.detail == "not_decoded" for fault in screened.faults)
