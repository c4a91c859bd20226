"""How long law asks a service to keep what it reported, with the source."""

from dataclasses import dataclass

from causeway.timing._deadlines import Allowance, Years


@dataclass(frozen=True, slots=True, kw_only=True)
class Standard:
    """One limit: its stable code, how long, and who says so."""

    code: str
    allowance: Allowance
    source: str


KEEP_CONTENT = Standard(
    code="keep_content",
    allowance=Years(count=1),
    source="Online Safety Act 2023 regulations, from 7 April 2026: content, submission and judgement, one year",
)
KEEP_REFERENCE = Standard(
    code="keep_reference",
    allowance=Years(count=5),
    source="Online Safety Act 2023 regulations, from 7 April 2026: the reference, five years",
)
