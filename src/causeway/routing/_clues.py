"""What in a referral says where somebody is: every clue with whose it is, what it rests on and how sure it is.

A reason never repeats an address, number or full postcode: the outward half of a postcode or the name of a town is the
most it says.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from causeway.routing._authorities import Authority, authority
from causeway.routing._clue import Clue, Gazetteer
from causeway.routing._forces import countries_with_forces, force
from causeway.routing._named_clues import place_clue
from causeway.routing._places import country_code, country_named
from causeway.routing._postcodes import Postcode, parse_postcode
from causeway.selectors import SelectorError, country_of_phone, normalise_ip, normalise_phone
from causeway.vocabulary.findings import RouteBasis
from causeway.vocabulary.phrases import Phrase, Value, phrase
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

_SEEN = {
    EventKind.UPLOAD: phrase("An IP address seen at upload of {about} belongs to {country}, {source}."),
    EventKind.LOGIN: phrase("An IP address seen at login of {about} belongs to {country}, {source}."),
    EventKind.REGISTRATION: phrase("An IP address seen at registration of {about} belongs to {country}, {source}."),
    EventKind.PURCHASE: phrase("An IP address seen at purchase of {about} belongs to {country}, {source}."),
    EventKind.OTHER: phrase("An IP address seen at another moment of {about} belongs to {country}, {source}."),
    EventKind.UNKNOWN: phrase("An IP address of {about} belongs to {country}, {source}."),
}

_WITH_POSTCODES = frozenset({"GB", "GG", "JE", "IM"})


@dataclass(frozen=True, slots=True, kw_only=True)
class _Where:
    """What can be said of a place that was named."""

    in_area: Phrase
    in_area_it_seems: Phrase
    in_country: Phrase
    nowhere: Phrase


_WHERE = {
    RouteBasis.ADDRESS: _Where(
        in_area=phrase("The address of {about}, {place}, lies in the area of {force}."),
        in_area_it_seems=phrase(
            "The address of {about}, {place}, comes without a country; a place of that name lies in the area of "
            "{force}."
        ),
        in_country=phrase("The address of {about} is in {country}."),
        nowhere=phrase("The address of {about} comes without a country."),
    ),
    RouteBasis.DECLARED_PLACE: _Where(
        in_area=phrase("The declared place of {about}, {place}, lies in the area of {force}."),
        in_area_it_seems=phrase(
            "The declared place of {about}, {place}, comes without a country; a place of that name lies in the area of "
            "{force}."
        ),
        in_country=phrase("The declared place of {about} is in {country}."),
        nowhere=phrase("The declared place of {about} comes without a country."),
    ),
}


def address_clues(address: Address, about: Phrase, gazetteer: Gazetteer) -> Iterator[Clue]:
    """The postcode of an address where it is British, and its town, region and country."""
    country = country_code(address.country)
    postcode = parse_postcode(address.postcode) if address.postcode else None
    if postcode is not None and (country in _WITH_POSTCODES or not (address.country or "").strip()):
        yield from _postcode_clue(postcode, about, gazetteer)
    yield from _named(address, RouteBasis.ADDRESS, about, gazetteer)


def location_clues(location: EstimatedLocation | None, about: Phrase, gazetteer: Gazetteer) -> Iterator[Clue]:
    """The place at which the sender believes somebody to be."""
    if location is not None:
        yield from _named(location, RouteBasis.DECLARED_PLACE, about, gazetteer)


def phone_clues(phone: Phone, about: Phrase) -> Iterator[Clue]:
    """The country of a calling code."""
    try:
        country = country_of_phone(normalise_phone(phone).value)
    except SelectorError:
        return
    if country:
        reason = phrase("The calling code of a phone of {about} belongs to {country}.", about=about, country=country)
        yield Clue(basis=RouteBasis.PHONE, about=about, country=country, force=None, reasons=(reason,))


def ip_clues(event: IpEvent, about: Phrase, gazetteer: Gazetteer) -> Iterator[Clue]:
    """The country of an IP address; an upload, and a sighting with port and time, are surer."""
    answer = gazetteer.countries.country(event.address)
    if answer.country is None:
        return
    country = answer.country.upper()
    reasons = [Phrase(_SEEN[event.kind].text, values={"about": about, "country": country, "source": answer.reason})]
    has_port_and_time = _port(event) is not None and event.at is not None
    if not has_port_and_time:
        reasons.append(phrase("It came without port and time, so it may not name one subscriber."))
    if event.possible_proxy:
        reasons.append(phrase("It may be a proxy, so the person may be elsewhere."))
    yield Clue(
        basis=RouteBasis.IP,
        about=about,
        country=country,
        force=None,
        reasons=tuple(reasons),
        doubt=2 * EVENT_ORDER.index(event.kind) + (not has_port_and_time),
        is_proxy=bool(event.possible_proxy),
    )


def _port(event: IpEvent) -> int | None:
    """The port as given, or as written behind the address."""
    try:
        return normalise_ip(event).port
    except SelectorError:
        return event.port


def _postcode_clue(postcode: Postcode, about: Phrase, gazetteer: Gazetteer) -> Iterator[Clue]:
    codes = gazetteer.postcodes.authorities(postcode)
    found = [authority(code, postcode_area=postcode.area) for code in sorted(codes)]
    if not found:
        return  # Not a postcode in use: the town and the country of the address still speak.
    served_by = {item.force for item in found}
    lands = {item.country for item in found}
    code = served_by.pop() if len(served_by) == 1 else None
    country = lands.pop() if len(lands) == 1 else None
    reason = _of_district(postcode.outward, about, code, found)
    doubt = 0 if gazetteer.postcodes.is_listed(postcode) else 1
    yield Clue(basis=RouteBasis.POSTCODE, about=about, country=country, force=code, reasons=(reason,), doubt=doubt)


def _of_district(district: str, about: Phrase, code: str | None, found: Sequence[Authority]) -> Phrase:
    if code is not None:
        return phrase(
            "The postcode district {district} of {about} lies in the area of {force}.",
            district=district,
            about=about,
            force=force(code).name,
        )
    if len(found) == 1 and found[0].why_no_force:
        return phrase(
            "The postcode district {district} of {about} is known, yet {why}.",
            district=district,
            about=about,
            why=found[0].why_no_force,
        )
    return phrase(
        "The postcode district {district} of {about} lies in the areas of several forces; the full postcode would "
        "tell.",
        district=district,
        about=about,
    )


def _named(
    place: Address | EstimatedLocation, basis: RouteBasis, about: Phrase, gazetteer: Gazetteer
) -> Iterator[Clue]:
    """The first name that tells a force, else the country. A foreign country's towns are not looked up among ours, nor
    is any where the country cannot be read.
    """
    is_unsaid = not (place.country or "").strip()
    country = country_named(place.region) if is_unsaid else country_code(place.country)
    is_ours = is_unsaid or country in countries_with_forces()
    is_region_ours = _is_ours(place.region, gazetteer)
    shared_by: tuple[str, ...] = ()
    for name in (place.city, place.region, place.country) if is_ours else ():
        found = gazetteer.places.find(name, country) if name else None
        if name and found is not None and found.force is not None:
            words = _WHERE[basis].in_area if country else _WHERE[basis].in_area_it_seems
            values: dict[str, Value] = {"about": about, "place": name.strip(), "force": force(found.force).name}
            yield Clue(
                basis=basis,
                about=about,
                country=found.country,
                force=found.force,
                reasons=(Phrase(words.text, values=values),),
                doubt=0 if country else 1,
                country_was_given=country is not None,
                desk_may_agree=is_region_ours,
            )
            return
        shared_by = shared_by or (found.candidates if found else ())
        if name and found is None:
            loaded = place_clue(name, basis, about, country, gazetteer, is_ours=is_region_ours)
            if loaded is not None:
                yield loaded
                if loaded.force is not None:
                    return
    words = _WHERE[basis].in_country if country else _WHERE[basis].nowhere
    reasons = [Phrase(words.text, values={"about": about, **({"country": country} if country else {})})]
    if shared_by:
        names = tuple(force(code).name for code in shared_by)
        reasons.append(phrase("Several places have its name, in the areas of {forces}.", forces=names))
    if country or shared_by:
        yield Clue(basis=basis, about=about, country=country, force=None, reasons=tuple(reasons))


def _is_ours(region: str | None, gazetteer: Gazetteer) -> bool:
    """Whether a region is not said or is one of ours. A town in a region that nobody here knows may lie anywhere."""
    return not (region or "").strip() or gazetteer.places.find(str(region)) is not None
