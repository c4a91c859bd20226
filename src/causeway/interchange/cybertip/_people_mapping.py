"""Addresses, numbers, devices and events, both ways between the format and the vocabulary (see `mapping`)."""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import TypeVar

from causeway.interchange.cybertip import types as wire
from causeway.interchange.cybertip.enumerations import US_STATES, AddressType, EmailType, EventName, PhoneType
from causeway.interchange.cybertip.mapping import EVENTS
from causeway.interchange.cybertip.times import WireDateTime
from causeway.vocabulary.places import Address, EstimatedLocation
from causeway.vocabulary.referral import Device, Email, EventKind, IpEvent, Phone

E = TypeVar("E", bound=StrEnum)

_EVENT_NAMES = {kind: name for name, kind in EVENTS.items()}


def moment(value: WireDateTime | None) -> datetime | None:
    """The moment in UTC."""
    return None if value is None else value.value


def wire_moment(value: datetime | None) -> WireDateTime | None:
    """The moment as the format writes it."""
    return None if value is None else WireDateTime.of(value)


def named(members: type[E], value: str | None) -> E | None:
    """The member with this value; None where the format has no such word."""
    return next((member for member in members if member.value == value), None)


def full_name(first: str | None, last: str | None) -> str | None:
    """First and last name in one."""
    return " ".join(name for name in (first, last) if name) or None


def split_name(name: str | None) -> tuple[str | None, str | None]:
    """The last word as the last name, the rest before it: a guess that reads the same when joined again."""
    if not name:
        return None, None
    first, _, last = name.rpartition(" ")
    return first or None, last or None


def emails(given: Iterable[wire.Email]) -> tuple[Email, ...]:
    """E-mail addresses in our terms."""
    return tuple(
        Email(address=one.address, kind=one.type, verified=one.verified, verified_at=moment(one.verification_date))
        for one in given
    )


def wire_emails(given: Iterable[Email]) -> tuple[wire.Email, ...]:
    """E-mail addresses in the format's terms."""
    return tuple(
        wire.Email(
            address=one.address,
            type=named(EmailType, one.kind),
            verified=one.verified,
            verification_date=wire_moment(one.verified_at),
        )
        for one in given
    )


def phones(given: Iterable[wire.Phone]) -> tuple[Phone, ...]:
    """Telephone numbers in our terms."""
    return tuple(
        Phone(
            number=one.number,
            kind=one.type,
            calling_code=one.country_calling_code,
            verified=one.verified,
            verified_at=moment(one.verification_date),
            extension=one.extension,
        )
        for one in given
    )


def wire_phones(given: Iterable[Phone]) -> tuple[wire.Phone, ...]:
    """Telephone numbers in the format's terms."""
    return tuple(
        wire.Phone(
            number=one.number,
            type=named(PhoneType, one.kind),
            verified=one.verified,
            verification_date=wire_moment(one.verified_at),
            country_calling_code=one.calling_code,
            extension=one.extension,
        )
        for one in given
    )


def addresses(given: Iterable[wire.Address]) -> tuple[Address, ...]:
    """Addresses in our terms; a US state without a country is in the US."""
    return tuple(
        Address(
            street=one.address,
            city=one.city,
            postcode=one.zip_code,
            region=one.state or one.non_usa_state,
            country=_capitals(one.country) or ("US" if one.state else None),
            kind=one.type,
        )
        for one in given
    )


def wire_addresses(given: Iterable[Address]) -> tuple[wire.Address, ...]:
    """Addresses in the format's terms."""
    found = []
    for one in given:
        is_state = one.country == "US" and one.region in US_STATES
        found.append(
            wire.Address(
                type=named(AddressType, one.kind),
                address=one.street,
                city=one.city,
                zip_code=one.postcode,
                state=one.region if is_state else None,
                non_usa_state=None if is_state else one.region,
                country=one.country,
            )
        )
    return tuple(found)


def location(given: wire.EstimatedLocation | None) -> EstimatedLocation | None:
    """An estimated location in our terms."""
    if given is None:
        return None
    return EstimatedLocation(
        city=given.city,
        region=given.region,
        country=_capitals(given.country_code),
        verified=given.verified,
        at=moment(given.timestamp),
    )


def wire_location(given: EstimatedLocation | None) -> wire.EstimatedLocation | None:
    """An estimated location in the format's terms."""
    if given is None:
        return None
    return wire.EstimatedLocation(
        verified=given.verified,
        timestamp=wire_moment(given.at),
        city=given.city,
        region=given.region,
        country_code=given.country,
    )


def ip_events(given: Iterable[wire.IpCaptureEvent]) -> tuple[IpEvent, ...]:
    """IP events in our terms."""
    return tuple(
        IpEvent(
            address=one.ip_address,
            kind=_event(one.event_name),
            at=moment(one.date_time),
            port=one.port,
            possible_proxy=one.possible_proxy,
        )
        for one in given
    )


def wire_ip_events(given: Iterable[IpEvent]) -> tuple[wire.IpCaptureEvent, ...]:
    """IP events in the format's terms."""
    return tuple(
        wire.IpCaptureEvent(
            ip_address=one.address,
            event_name=_EVENT_NAMES[one.kind],
            date_time=wire_moment(one.at),
            possible_proxy=one.possible_proxy,
            port=one.port,
        )
        for one in given
    )


def devices(given: Iterable[wire.DeviceId]) -> tuple[Device, ...]:
    """Devices in our terms."""
    return tuple(
        Device(kind=one.id_type, value=one.id_value, at=moment(one.date_time), event=_event(one.event_name))
        for one in given
    )


def wire_devices(given: Iterable[Device]) -> tuple[wire.DeviceId, ...]:
    """Devices in the format's terms."""
    return tuple(
        wire.DeviceId(
            id_type=one.kind, id_value=one.value, event_name=_EVENT_NAMES[one.event], date_time=wire_moment(one.at)
        )
        for one in given
    )


def _event(name: EventName | None) -> EventKind:
    return EventKind.UNKNOWN if name is None else EVENTS[name]


def _capitals(country: str | None) -> str | None:
    return country.upper() if country else None
