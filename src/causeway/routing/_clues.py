"""What in a referral says where somebody is: every clue with whose it is, what it rests on and how sure it is.

A reason never repeats an address, number or full postcode: the outward half of a postcode or the name of a town is the
most it says.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from causeway.routing._authorities import authority
from causeway.routing._countries import CountryOfIp
from causeway.routing._forces import countries_with_forces, force
from causeway.routing._places import PlaceNames, country_code
from causeway.routing._postcodes import Postcode, Postcodes, parse_postcode
from causeway.selectors import SelectorError, country_of_phone, normalise_phone
from causeway.vocabulary.findings import RouteBasis
from causeway.vocabulary.places import Address, EstimatedLocation
from causeway.vocabulary.referral import EventKind, IpEvent, Phone

EVENT_ORDER = (
    EventKind.UPLOAD,
    EventKind.LOGIN,
    EventKind.REGISTRATION,
    EventKind.PURCHASE,
    EventKind.OTHER,
    EventKind.UNKNOWN,
)
"""An upload shows who did it; a login is weaker (Stanford Internet Observatory 2024)."""

_WITH_POSTCODES = frozenset({"GB", "GG", "JE", "IM"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """One thing that points to a country, and perhaps to a force.

    `doubt` orders clues of one basis, 0 is the surest.
    """

    basis: RouteBasis
    about: str
    country: str | None
    force: str | None
    reason: str
    doubt: int = 0
    is_proxy: bool = False
    country_was_given: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Gazetteer:
    """Everything that turns a clue into a place."""

    countries: CountryOfIp
    places: PlaceNames
    postcodes: Postcodes


def school_clues(school: str | None, about: str, gazetteer: Gazetteer) -> Iterator[Clue]:
    """The school, where the table of places knows it. Its name is not repeated."""
    code = gazetteer.places.given(school) if school else None
    if code:
        reason = f"The school of {about} lies in the area of {force(code).name}."
        yield Clue(basis=RouteBasis.SCHOOL, about=about, country=force(code).country, force=code, reason=reason)


def address_clues(address: Address, about: str, gazetteer: Gazetteer) -> Iterator[Clue]:
    """The postcode of an address where it is British, and its town, region and country."""
    country = country_code(address.country)
    postcode = parse_postcode(address.postcode) if address.postcode else None
    if postcode is not None and (country in _WITH_POSTCODES or not (address.country or "").strip()):
        yield from _postcode_clue(postcode, about, gazetteer)
    names = (address.city, address.region, address.country)
    yield from _named(names, country, address.country, RouteBasis.ADDRESS, about, gazetteer)


def location_clues(location: EstimatedLocation | None, about: str, gazetteer: Gazetteer) -> Iterator[Clue]:
    """The place at which the sender believes somebody to be."""
    if location is not None:
        names = (location.city, location.region, location.country)
        country = country_code(location.country)
        yield from _named(names, country, location.country, RouteBasis.DECLARED_PLACE, about, gazetteer)


def phone_clues(phone: Phone, about: str) -> Iterator[Clue]:
    """The country of a calling code."""
    try:
        country = country_of_phone(normalise_phone(phone).value)
    except SelectorError:
        return
    if country:
        reason = f"The calling code of a phone of {about} belongs to {country}."
        yield Clue(basis=RouteBasis.PHONE, about=about, country=country, force=None, reason=reason)


def ip_clues(event: IpEvent, about: str, gazetteer: Gazetteer) -> Iterator[Clue]:
    """The country of an IP address; an upload, and a sighting with port and time, are surer."""
    answer = gazetteer.countries.country(event.address)
    if answer.country is None:
        return
    seen = "an IP address" if event.kind is EventKind.UNKNOWN else f"an IP address seen at {event.kind.value}"
    reason = f"{seen[0].upper()}{seen[1:]} of {about} belongs to {answer.country}, {answer.reason}."
    has_port_and_time = event.port is not None and event.at is not None
    if not has_port_and_time:
        reason += " It came without port and time, so it may not name one subscriber."
    if event.possible_proxy:
        reason += " It may be a proxy, so the person may be elsewhere."
    yield Clue(
        basis=RouteBasis.IP,
        about=about,
        country=answer.country.upper(),
        force=None,
        reason=reason,
        doubt=2 * EVENT_ORDER.index(event.kind) + (not has_port_and_time),
        is_proxy=bool(event.possible_proxy),
    )


def _postcode_clue(postcode: Postcode, about: str, gazetteer: Gazetteer) -> Iterator[Clue]:
    codes = gazetteer.postcodes.authorities(postcode)
    found = [authority(code, postcode_area=postcode.area) for code in sorted(codes)]
    where = f"The postcode district {postcode.outward} of {about}"
    if not found:
        return  # Not a postcode in use: the town and the country of the address still speak.
    served_by = {item.force for item in found}
    lands = {item.country for item in found}
    code = served_by.pop() if len(served_by) == 1 else None
    country = lands.pop() if len(lands) == 1 else None
    if code is not None:
        reason = f"{where} lies in the area of {force(code).name}."
    elif len(found) == 1 and found[0].why_no_force:
        reason = f"{where} is known, yet {found[0].why_no_force}."
    else:
        reason = f"{where} lies in the areas of several forces; the full postcode would tell."
    doubt = 0 if gazetteer.postcodes.is_listed(postcode) else 1
    yield Clue(basis=RouteBasis.POSTCODE, about=about, country=country, force=code, reason=reason, doubt=doubt)


def _named(
    names: tuple[str | None, ...],
    country: str | None,
    country_text: str | None,
    basis: RouteBasis,
    about: str,
    gazetteer: Gazetteer,
) -> Iterator[Clue]:
    """The first name that tells a force, else the country. A foreign country's towns are not looked up among ours."""
    source = "address" if basis is RouteBasis.ADDRESS else "declared place"
    abroad = country is not None and country not in countries_with_forces()
    unread_country = bool(country_text and country_text.strip()) and country is None
    is_shared = False
    for name in names:
        if not name or abroad or unread_country:
            continue
        found = gazetteer.places.find(name, country)
        if found is not None and found.force is not None:
            reason = f"The {source} of {about}, {name.strip()}, lies in the area of {force(found.force).name}."
            if country is None:
                reason += " No country was given; the name is known there."
            yield Clue(
                basis=basis,
                about=about,
                country=found.country,
                force=found.force,
                reason=reason,
                doubt=0 if country else 1,
                country_was_given=country is not None,
            )
            return
        is_shared = is_shared or found is not None
    if country is not None:
        reason = f"The {source} of {about} is in {country}."
        if is_shared:
            reason += " Several forces share the name of the place."
        yield Clue(basis=basis, about=about, country=country, force=None, reason=reason)
