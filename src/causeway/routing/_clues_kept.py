"""What may be kept of the places in a referral once it is gone: enough to route it again, and nobody's name, number or
address.

Kept are who each person is to the referral and whether a child, towns, regions and countries, of a postcode another of
the same district and authority, of a phone a number that belongs to nobody in the same country, and of an IP address
its country, behind a documentation address (RFC 5737). A name with a digit in it may be a street and is left out, as is
a school's name.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import phonenumbers

from causeway.routing._countries import CountryOfIp
from causeway.routing._postcodes import Postcodes, parse_postcode
from causeway.selectors import SelectorError, country_of_phone, normalise_phone
from causeway.vocabulary.places import Address, EstimatedLocation
from causeway.vocabulary.referral import (
    ADULT_AGE_YEARS,
    Attachment,
    Concern,
    Incident,
    IncidentKind,
    IpEvent,
    Party,
    Phone,
    Referral,
)

_LONGEST_NAME = 60
_A_PORT = 40_000
"""Whether there was a port counts for a clue, and not which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceClues:
    """A referral in which only places are left, and the country (ISO alpha-2) of each documentation address in it."""

    referral: Referral
    countries: tuple[tuple[str, str], ...] = ()


def place_clues(referral: Referral, *, countries: CountryOfIp, postcodes: Postcodes) -> PlaceClues:
    """The places of a referral, stripped of whatever could lead to a person."""
    return _Stripping(countries, postcodes).of(referral)


class _Stripping:
    def __init__(self, countries: CountryOfIp, postcodes: Postcodes) -> None:
        self._countries = countries
        self._postcodes = postcodes
        self._stand_ins: dict[str, str] = {}

    def of(self, referral: Referral) -> PlaceClues:
        on = referral.occurred_at.date() if referral.occurred_at else None
        events = [item.upload_event for item in referral.attachments if item.upload_event is not None]
        stripped = Referral(
            concern=Concern.OTHER,
            parties=tuple(
                self._party(party, is_child=party.child(on) if on else _stated_child(party))
                for party in referral.parties
            ),
            incidents=tuple(self._incident(each) for each in referral.incidents),
            attachments=tuple(Attachment(upload_event=event) for event in self._events(events)),
        )
        networks = tuple((address, country) for country, address in self._stand_ins.items())
        return PlaceClues(referral=stripped, countries=networks)

    def _party(self, party: Party, *, is_child: bool | None) -> Party:
        return Party(
            role=party.role,
            is_child=is_child,
            addresses=tuple(self._address(each) for each in party.addresses),
            location=_location(party.location),
            phones=_phones(party.phones),
            ip_events=self._events(party.ip_events),
        )

    def _incident(self, incident: Incident) -> Incident:
        return Incident(
            kind=IncidentKind.OFFLINE,
            addresses=tuple(self._address(each) for each in incident.addresses),
            phones=_phones(incident.phones),
            ip_events=self._events(incident.ip_events),
        )

    def _address(self, address: Address) -> Address:
        postcode = parse_postcode(address.postcode) if address.postcode else None
        kept = self._postcodes.stand_in(postcode) if postcode else None
        return Address(
            city=_name(address.city),
            region=_name(address.region),
            country=_name(address.country),
            postcode=f"{kept.outward} {kept.inward or ''}".strip() if kept else None,
        )

    def _events(self, events: Sequence[IpEvent]) -> tuple[IpEvent, ...]:
        return tuple(stripped for event in events if (stripped := self._event(event)) is not None)

    def _event(self, event: IpEvent) -> IpEvent | None:
        country = self._countries.country(event.address).country
        if country is None:
            return None
        address = self._stand_ins.setdefault(country.upper(), f"192.0.2.{len(self._stand_ins) + 1}")
        return IpEvent(
            address=address,
            kind=event.kind,
            port=_A_PORT if event.port is not None and event.at is not None else None,
            at=event.at.replace(month=1, day=1, hour=0, minute=0, second=0, microsecond=0) if event.at else None,
            possible_proxy=event.possible_proxy,
        )


def _stated_child(party: Party) -> bool | None:
    if party.is_child is not None or party.age_years is None:
        return party.is_child
    return party.age_years < ADULT_AGE_YEARS


def _location(location: EstimatedLocation | None) -> EstimatedLocation | None:
    if location is None:
        return None
    return EstimatedLocation(city=_name(location.city), region=_name(location.region), country=_name(location.country))


def _phones(phones: Sequence[Phone]) -> tuple[Phone, ...]:
    return tuple(Phone(number=number) for phone in phones if (number := _sample(phone)) is not None)


def _sample(phone: Phone) -> str | None:
    """The example number of the country, by Google's libphonenumber."""
    try:
        country = country_of_phone(normalise_phone(phone).value)
    except SelectorError:
        return None
    example = phonenumbers.example_number(country) if country else None
    return phonenumbers.format_number(example, phonenumbers.PhoneNumberFormat.E164) if example else None


def _name(text: str | None) -> str | None:
    """The name of a place as it was written, unless it may hold more than a name."""
    if text is None or len(text) > _LONGEST_NAME or any(letter.isdigit() or letter == "@" for letter in text):
        return None
    return text
