"""What in a referral says where somebody is: every clue with whose it is, what it rests on and how sure it is.

A reason never repeats an address, number or full postcode: the outward half of a postcode or the name of a town is the
most it says.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from causeway.routing._authorities import authority
from causeway.routing._countries import CountryOfIp
from causeway.routing._forces import countries_with_forces, force
from causeway.routing._places import PlaceNames, country_code, country_named
from causeway.routing._postcodes import Postcode, Postcodes, parse_postcode
from causeway.selectors import SelectorError, country_of_phone, normalise_ip, normalise_phone
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
    """One thing that points to a country, and perhaps to a force; with no country, only its reason helps a person.

    `doubt` orders clues of one basis, 0 is the surest. Where no country was given, a name alone is a guess until
    something else agrees; `desk_may_agree` says whether the desk's own country is enough.
    """

    basis: RouteBasis
    about: str
    country: str | None
    force: str | None
    reason: str
    doubt: int = 0
    is_proxy: bool = False
    country_was_given: bool = True
    desk_may_agree: bool = False


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
    yield from _named(address, RouteBasis.ADDRESS, about, gazetteer)


def location_clues(location: EstimatedLocation | None, about: str, gazetteer: Gazetteer) -> Iterator[Clue]:
    """The place at which the sender believes somebody to be."""
    if location is not None:
        yield from _named(location, RouteBasis.DECLARED_PLACE, about, gazetteer)


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
    has_port_and_time = _port(event) is not None and event.at is not None
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


def _port(event: IpEvent) -> int | None:
    """The port as given, or as written behind the address."""
    try:
        return normalise_ip(event).port
    except SelectorError:
        return event.port


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


def _named(place: Address | EstimatedLocation, basis: RouteBasis, about: str, gazetteer: Gazetteer) -> Iterator[Clue]:
    """The first name that tells a force, else the country. A foreign country's towns are not looked up among ours, nor
    is any where the country cannot be read.
    """
    is_unsaid = not (place.country or "").strip()
    country = country_named(place.region) if is_unsaid else country_code(place.country)
    is_ours = is_unsaid or country in countries_with_forces()
    where = f"The {'address' if basis is RouteBasis.ADDRESS else 'declared place'} of {about}"
    shared_by: tuple[str, ...] = ()
    for name in (place.city, place.region, place.country) if is_ours else ():
        found = gazetteer.places.find(name, country) if name else None
        if name and found is not None and found.force is not None:
            tells = f"lies in the area of {force(found.force).name}."
            if country is None:
                tells = f"comes without a country; a place of that name {tells}"
            yield Clue(
                basis=basis,
                about=about,
                country=found.country,
                force=found.force,
                reason=f"{where}, {name.strip()}, {tells}",
                doubt=0 if country else 1,
                country_was_given=country is not None,
                desk_may_agree=_is_ours(place.region, gazetteer),
            )
            return
        shared_by = shared_by or (found.candidates if found else ())
    reason = f"{where} is in {country}." if country else f"{where} comes without a country."
    if shared_by:
        reason += f" Several places have its name, in the areas of {_listed(shared_by)}."
    if country or shared_by:
        yield Clue(basis=basis, about=about, country=country, force=None, reason=reason)


def _is_ours(region: str | None, gazetteer: Gazetteer) -> bool:
    """Whether a region is not said or is one of ours. A town in a region that nobody here knows may lie anywhere."""
    return not (region or "").strip() or gazetteer.places.find(str(region)) is not None


def _listed(codes: Iterable[str]) -> str:
    *most, last = (force(code).name for code in codes)
    return f"{', '.join(most)} and {last}" if most else last
