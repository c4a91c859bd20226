"""Where a referral about somebody in another country goes: to that country's central desk, or to a person here.

It goes by itself only where one central desk is known and the country is certain. A clue that may be a proxy or that
something contradicts is never enough; nor is a phone's calling code or an IP address while another part of the referral
points to another country.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from causeway.vocabulary.findings import Route, RouteBasis
from causeway.vocabulary.phrases import Phrase, phrase

_WEAK = frozenset({RouteBasis.PHONE, RouteBasis.IP})


@dataclass(frozen=True, slots=True, kw_only=True)
class CentralDesk:
    """A body that takes referrals for whole countries (ISO alpha-2)."""

    id: UUID
    name: str
    countries: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Abroad:
    """What the rules say of a referral for another country. Without `desk` a person decides; `why` says it either way.
    `desks` are all that could take it; `is_certain` is of the country.
    """

    country: str
    desk: CentralDesk | None
    desks: tuple[CentralDesk, ...]
    why: Phrase
    is_certain: bool


def abroad(routes: Sequence[Route], desks: Sequence[CentralDesk], *, home: str | None) -> Abroad | None:
    """Where the best route goes if it names another country than the desk's own, `home`; None where it does not."""
    best = routes[0] if routes else None
    if best is None or best.country is None or best.country == home:
        return None
    country = best.country
    able = tuple(desk for desk in desks if country in desk.countries)
    unsure = _unsure(best, routes)
    if not able:
        why = phrase("No central desk of {country} is registered; register one, or send it by hand.", country=country)
    elif unsure is not None:
        why = unsure
    elif len(able) > 1:
        names = tuple(desk.name for desk in able)
        why = phrase("Several central desks take referrals for {country}: {names}.", country=country, names=names)
    else:
        why = phrase("It goes to the central desk of {country}: {desk}.", country=country, desk=able[0].name)
    is_clear = unsure is None and len(able) == 1
    return Abroad(country=country, desk=able[0] if is_clear else None, desks=able, why=why, is_certain=unsure is None)


def _unsure(best: Route, routes: Sequence[Route]) -> Phrase | None:
    if best.is_doubtful:
        return phrase("This is too uncertain to send a referral abroad; a person must decide.")
    others = {route.country for route in routes if route.country and not route.is_doubtful} - {best.country}
    if best.basis in _WEAK and others:
        return phrase("Other parts point to another country, so a person must decide before it goes abroad.")
    return None
