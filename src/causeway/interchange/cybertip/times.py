"""Dates and times that are written back as they came.

XML Schema lets a dateTime go without a zone. We take such a time as UTC, and remember that it had none, so that what
we write out is equal to what we read. (W3C XML Schema Part 2, sections 3.2.7 and 3.2.9.)
"""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Self

from causeway.interchange.cybertip.errors import InvalidDocument, LexicalError

_ZONE = r"(?P<zone>Z|[+-](?:0\d|1[0-3]):[0-5]\d|[+-]14:00)?"
_DATE = r"(?P<date>\d{4}-\d{2}-\d{2})"
_DATE_FORM = re.compile(_DATE + _ZONE, re.ASCII)
_DATE_TIME_FORM = re.compile(
    _DATE + r"T(?:(?P<time>(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d)(?P<fraction>\.\d{1,30})?|24:00:00(?:\.0{1,30})?)" + _ZONE,
    re.ASCII,
)
_MICROSECOND_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class WireDateTime:
    """A dateTime: `text` as it stood, `value` in UTC (digits below the microsecond are dropped from `value` alone)."""

    text: str
    value: datetime

    @property
    def has_zone(self) -> bool:
        """Whether the sender named the zone; without it the time is only assumed to be UTC."""
        return self.text.endswith("Z") or self.text[-6] in "+-"

    @classmethod
    def of(cls, moment: datetime) -> Self:
        """From an aware datetime; raises `InvalidDocument` for one without a zone."""
        if moment.tzinfo is None:
            raise InvalidDocument("a time without a zone cannot be written")
        value = moment.astimezone(UTC)
        return cls(text=value.isoformat().replace("+00:00", "Z"), value=value)

    @classmethod
    def parse(cls, text: str) -> Self:
        """From the XML form; raises `LexicalError`."""
        form = _DATE_TIME_FORM.fullmatch(text)
        if form is None:
            raise LexicalError("is not a dateTime such as 2026-01-31T12:00:00Z")
        fraction = (form["fraction"] or ".0")[1:][:_MICROSECOND_DIGITS].ljust(_MICROSECOND_DIGITS, "0")
        try:
            local = datetime.fromisoformat(f"{form['date']}T{form['time'] or '00:00:00'}.{fraction}")
            local += timedelta(days=0 if form["time"] else 1)
            value = local.replace(tzinfo=_zone(form["zone"])).astimezone(UTC)
        except (ValueError, OverflowError):
            raise LexicalError("is not a possible date and time") from None
        return cls(text=text, value=value)


@dataclass(frozen=True, slots=True, kw_only=True)
class WireDate:
    """A date: `text` as it stood (it may carry a zone), `value` the calendar day."""

    text: str
    value: date

    @classmethod
    def of(cls, day: date) -> Self:
        """From a date."""
        return cls(text=day.isoformat(), value=day)

    @classmethod
    def parse(cls, text: str) -> Self:
        """From the XML form; raises `LexicalError`."""
        form = _DATE_FORM.fullmatch(text)
        if form is None:
            raise LexicalError("is not a date such as 2026-01-31")
        try:
            return cls(text=text, value=date.fromisoformat(form["date"]))
        except ValueError:
            raise LexicalError("is not a possible date") from None


def _zone(text: str | None) -> timezone:
    if text is None or text == "Z":
        return UTC
    offset = timedelta(hours=int(text[1:3]), minutes=int(text[4:6]))
    return timezone(-offset if text[0] == "-" else offset)
