"""Times as the formats write them: RFC 3339, in UTC."""

from datetime import UTC, datetime


def time_text(moment: datetime) -> str:
    """With a Z, and with a fraction only where there is one."""
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def time_in(text: str) -> datetime | None:
    """The moment in UTC; None where the text gives none, or names no zone."""
    try:
        moment = datetime.fromisoformat(text)
        return moment.astimezone(UTC) if moment.tzinfo is not None else None
    except (ValueError, OverflowError):
        return None
