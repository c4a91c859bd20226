"""From a place, address, postcode, phone or IP address to a country and a police force, with the reason and the source.

The data lie beside the code, each table with its source and licence. An IP address gives a country and never a force.
"""

from causeway.routing._abroad import Abroad, CentralDesk, abroad
from causeway.routing._authorities import CROWN_DEPENDENCIES, Authority, authority
from causeway.routing._clues_kept import PlaceClues, place_clues
from causeway.routing._countries import CountryOfIp, IpCountry, MmdbCountries, Overlay
from causeway.routing._country_names import country_name, country_names
from causeway.routing._errors import RoutingError
from causeway.routing._forces import Force, ForceLevel, countries_with_forces, force, forces
from causeway.routing._named_places import (
    MOST_NAMED,
    NamedPlace,
    NamedPlaces,
    NoPlaces,
    PlaceKind,
    alike_key,
    place_key,
)
from causeway.routing._place_rows import (
    LARGEST_PLACES_BYTES,
    MOST_PLACES,
    PLACE_COLUMNS,
    PlaceRow,
    Readable,
    RefusedRow,
    read_places,
)
from causeway.routing._places import PlaceFound, PlaceNames, country_code
from causeway.routing._postcodes import Postcode, Postcodes, parse_postcode
from causeway.routing._replay import FEWEST, Correction, RuleErred, Verdict, replay, verdict_on
from causeway.routing._router import BETWEEN, Router

__all__ = [
    "BETWEEN",
    "CROWN_DEPENDENCIES",
    "FEWEST",
    "LARGEST_PLACES_BYTES",
    "MOST_NAMED",
    "MOST_PLACES",
    "PLACE_COLUMNS",
    "Abroad",
    "Authority",
    "CentralDesk",
    "Correction",
    "CountryOfIp",
    "Force",
    "ForceLevel",
    "IpCountry",
    "MmdbCountries",
    "NamedPlace",
    "NamedPlaces",
    "NoPlaces",
    "Overlay",
    "PlaceClues",
    "PlaceFound",
    "PlaceKind",
    "PlaceNames",
    "PlaceRow",
    "Postcode",
    "Postcodes",
    "Readable",
    "RefusedRow",
    "Router",
    "RoutingError",
    "RuleErred",
    "Verdict",
    "abroad",
    "alike_key",
    "authority",
    "countries_with_forces",
    "country_code",
    "country_name",
    "country_names",
    "force",
    "forces",
    "parse_postcode",
    "place_clues",
    "place_key",
    "read_places",
    "replay",
    "verdict_on",
]
