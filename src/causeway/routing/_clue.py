"""One thing in a referral that says where somebody is, and everything that turns such a thing into a place."""

from dataclasses import dataclass, field

from causeway.routing._countries import CountryOfIp
from causeway.routing._named_places import NamedPlaces, NoPlaces
from causeway.routing._places import PlaceNames
from causeway.routing._postcodes import Postcodes
from causeway.vocabulary.findings import RouteBasis
from causeway.vocabulary.phrases import Phrase


@dataclass(frozen=True, slots=True, kw_only=True)
class Clue:
    """One thing that points to a country, and perhaps to a force; with no country, only its reason helps a person.

    `doubt` orders clues of one basis, 0 is the surest. Where no country was given, a name alone is a guess until
    something else agrees; `desk_may_agree` says whether the desk's own country is enough.
    """

    basis: RouteBasis
    about: Phrase
    country: str | None
    force: str | None
    reasons: tuple[Phrase, ...]
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
    named: NamedPlaces = field(default_factory=NoPlaces)
