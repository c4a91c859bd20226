"""Values and numbers of things that nobody can tell, at first or later: each refusal names the field and the fault,
never the value.
"""

import math
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from datetime import UTC, date, datetime
from typing import Any, Protocol

from django.utils.translation import gettext as _

from causeway.hub.base.acting.errors import Invalid
from causeway.hub.base.acting.reasons import can_be_kept
from causeway.vocabulary.referral import Account, Attachment, Device, Email, Incident, IpEvent, Party, Phone

FIRST_YEAR = 1900
LAST_YEAR = 2100
"""Nobody alive was born before the one, and no deadline lies after the other. What lies further out is a slip, and the
database keeps moments that no reader of it can take (our choice).
"""

MOST_ATTACHMENTS = 1_000
MOST_PARTIES = 1_000
MOST_INCIDENTS = 1_000
"""A thousand of each is far more than one event holds; a batch belongs into several referrals (our choice)."""

MOST_SELECTORS = 50_000
"""Accounts, addresses, numbers and devices together: one CyberTipline document has room for 40,000 IP events."""

MOST_SELECTORS_OF_ATTACHMENT = MOST_SELECTORS // MOST_ATTACHMENTS
"""So that all attachments together have as many as the rest, and each can be checked when it comes (our choice)."""

LONGEST: dict[str, int] = {
    "platform": 256,
    "sender_reference": 255,
    "attachments[].name": 2056,
    "attachments[].original_name": 2056,
}
"""In characters: the CyberTipline's limits for the same facts; `sender_reference` is ours."""

OLDEST_AGE_YEARS = 150
HIGHEST_PORT = 65_535


class Telling(Protocol):
    """A referral, or what is added to one."""

    @property
    def parties(self) -> tuple[Party, ...]: ...
    @property
    def incidents(self) -> tuple[Incident, ...]: ...
    @property
    def attachments(self) -> tuple[Attachment, ...]: ...


_MOST = {"attachments": MOST_ATTACHMENTS, "parties": MOST_PARTIES, "incidents": MOST_INCIDENTS}
_SELECTOR_KINDS = (Account, Device, Email, IpEvent, Phone)


def check_counts(told: Telling) -> None:
    """Refuse more attachments, parties, incidents or selectors than one telling holds.

    Raises:
        Invalid: `field` names what there is too much of.
    """
    for name, most in _MOST.items():
        if len(getattr(told, name)) > most:
            raise Invalid(_("One referral can hold %(most)s of these at most.") % {"most": most}, field=name)
    if _selector_count((told.parties, told.incidents)) > MOST_SELECTORS:
        raise Invalid(
            _("One referral can hold %(most)s accounts, addresses, numbers and devices at most.")
            % {"most": MOST_SELECTORS},
            field="parties",
        )
    for place, attachment in enumerate(told.attachments):
        check_attachment(attachment, f"attachments[{place}]")


def check_attachment(attachment: Attachment, path: str) -> None:
    """Refuse more selectors than one attachment holds.

    Raises:
        Invalid: `field` is the path given.
    """
    if _selector_count(attachment) > MOST_SELECTORS_OF_ATTACHMENT:
        raise Invalid(
            _("One file can have %(most)s addresses and devices at most.") % {"most": MOST_SELECTORS_OF_ATTACHMENT},
            field=path,
        )


def check_values(value: object, path: str = "") -> None:
    """Refuse single values that cannot be stored or would mislead: times without zone or far from any life, impossible
    numbers, unstorable characters.

    Raises:
        Invalid: the first fault found; `field` is its path in the document, such as `parties[0].ip_events[2].port`.
    """
    for where, found in _leaves(value, path):
        fault = _fault(where, found)
        if fault:
            raise Invalid(fault, field=where)


def is_possible_time(value: date) -> bool:
    """Whether a day, or a moment with a zone, lies in the years that are taken, wherever it is read."""
    if isinstance(value, datetime):
        try:
            value = value.astimezone(UTC)
        except OverflowError:
            return False
    return FIRST_YEAR <= value.year <= LAST_YEAR


def _selector_count(value: object) -> int:
    if isinstance(value, tuple):
        return sum(map(_selector_count, value))
    if isinstance(value, _SELECTOR_KINDS):
        return 1
    return sum(_selector_count(getattr(value, field.name)) for field in fields(value)) if is_dataclass(value) else 0


def _leaves(value: object, path: str) -> Iterator[tuple[str, Any]]:
    if is_dataclass(value):
        for field in fields(value):
            yield from _leaves(getattr(value, field.name), f"{path}.{field.name}" if path else field.name)
    elif isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _leaves(item, f"{path}[{index}]")
    elif value is not None:
        yield path, value


def _fault(path: str, value: object) -> str | None:
    if isinstance(value, str):
        return _text_fault(path, value)
    if isinstance(value, date):
        return _time_fault(value)
    if isinstance(value, float):
        return None if math.isfinite(value) and _is_possible(path, value) else _("This is not a possible number.")
    if isinstance(value, int) and not isinstance(value, bool):
        return None if _is_possible(path, value) else _("This is not a possible number.")
    return None


def _time_fault(value: date) -> str | None:
    if isinstance(value, datetime) and value.utcoffset() is None:
        return _("This time has no time zone: end it in Z or an offset.")
    if is_possible_time(value):
        return None
    return _("This is not between the years %(first)d and %(last)d.") % {"first": FIRST_YEAR, "last": LAST_YEAR}


def _text_fault(path: str, value: str) -> str | None:
    if not can_be_kept(value):
        return _("This holds a character that is not text.")
    longest = LONGEST.get(_general(path))
    if longest is not None and len(value) > longest:
        return _("This is longer than %(most)s characters.") % {"most": longest}
    return None


def _general(path: str) -> str:
    """A path without the places: `attachments[3].name` is `attachments[].name`."""
    return "".join(part for part in path if not part.isdigit())


def _is_possible(path: str, value: float) -> bool:
    name = path.rpartition(".")[2]
    bounds = {
        "port": (1, HIGHEST_PORT),
        "age_years": (0, OLDEST_AGE_YEARS),
        "latitude": (-90, 90),
        "longitude": (-180, 180),
    }
    lowest, highest = bounds.get(name, (-(2**63), 2**63 - 1))
    return lowest <= value <= highest
