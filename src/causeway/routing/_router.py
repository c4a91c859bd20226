"""From a referral to the countries and forces that could reach the child, best first, each with its reason.

Whose place comes first: a victim's, or any child's, because a child can be reached there; then the subject's, with the
address from which a file came; then the incident's and other people's. Then what it rests on, in the order of
`RouteBasis`. A clue that may be a proxy, and a town's name that other clues of the same person contradict, stand behind
everything else. Nothing is guessed: what nobody can tell is a route to no force, with the reason, and a person decides.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from causeway.routing._clues import (
    Clue,
    Gazetteer,
    address_clues,
    ip_clues,
    location_clues,
    phone_clues,
    school_clues,
)
from causeway.routing._countries import CountryOfIp
from causeway.routing._forces import countries_with_forces, force
from causeway.routing._places import PlaceNames
from causeway.routing._postcodes import Postcodes
from causeway.vocabulary.findings import Route, RouteBasis
from causeway.vocabulary.referral import ADULT_AGE_YEARS, Incident, Party, PartyRole, Referral

_BASIS_ORDER = {basis: place for place, basis in enumerate(RouteBasis)}
_CHILD, _SUBJECT, _INCIDENT, _OTHERS = range(4)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Ranked:
    clue: Clue
    whose: int
    is_doubtful: bool

    @property
    def key(self) -> tuple[bool, int, int, int]:
        return self.is_doubtful, self.whose, _BASIS_ORDER[self.clue.basis], self.clue.doubt


class Router:
    """Routes referrals.

    `places` names schools and other places with the code of their force; `postcodes` defaults to the installed table.
    """

    def __init__(
        self, countries: CountryOfIp, places: Mapping[str, str] | None = None, *, postcodes: Postcodes | None = None
    ) -> None:
        self._gazetteer = Gazetteer(
            countries=countries,
            places=PlaceNames(places),
            postcodes=postcodes if postcodes is not None else Postcodes(),
        )

    def route(self, referral: Referral) -> tuple[Route, ...]:
        """The candidates, best first and never none; each pair of country and force once."""
        ranked = sorted(self._ranked(referral), key=lambda item: item.key)
        clues = _once_each([item.clue for item in ranked if item.clue.country is not None])
        if not clues:
            return (Route(country=None, force=None, basis=None, about=None, reason=self._why_unknown(referral)),)
        ordered = _most_precise(clues)
        return tuple(_route(clue, rivals=ordered[1:] if place == 0 else ()) for place, clue in enumerate(ordered))

    def _ranked(self, referral: Referral) -> Iterator[_Ranked]:
        on = referral.occurred_at.date() if referral.occurred_at else None
        for party in referral.parties:
            is_child = _is_child(party, on)
            yield from _ranks(list(self._of_party(party, _about(party, is_child))), _whose(party, is_child))
        for incident in referral.incidents:
            yield from _ranks(list(self._of_incident(incident)), _INCIDENT)
        for attachment in referral.attachments:
            if attachment.upload_event is not None:
                clues = list(ip_clues(attachment.upload_event, "the sender of a file", self._gazetteer))
                yield from _ranks(clues, _SUBJECT)

    def _of_party(self, party: Party, about: str) -> Iterator[Clue]:
        for address in party.addresses:
            yield from address_clues(address, about, self._gazetteer)
        yield from school_clues(party.school, about, self._gazetteer)
        yield from location_clues(party.location, about, self._gazetteer)
        for phone in party.phones:
            yield from phone_clues(phone, about)
        for event in party.ip_events:
            yield from ip_clues(event, about, self._gazetteer)

    def _of_incident(self, incident: Incident) -> Iterator[Clue]:
        for address in incident.addresses:
            yield from address_clues(address, "the incident", self._gazetteer)
        for phone in incident.phones:
            yield from phone_clues(phone, "the incident")
        for event in incident.ip_events:
            yield from ip_clues(event, "the incident", self._gazetteer)

    def _why_unknown(self, referral: Referral) -> str:
        events = [event for party in referral.parties for event in party.ip_events]
        events += [event for incident in referral.incidents for event in incident.ip_events]
        events += [item.upload_event for item in referral.attachments if item.upload_event is not None]
        places = any(party.addresses or party.location or party.school or party.phones for party in referral.parties)
        if events and not places:
            why = self._gazetteer.countries.country(events[0].address).reason
            return f"No IP address could be placed in a country ({why}), and nothing else says where anybody is."
        if events or places or any(item.addresses or item.phones for item in referral.incidents):
            return "What the referral says of places could not be understood; a person must read it."
        return "Nothing in the referral says where anybody is."


def _ranks(clues: Sequence[Clue], whose: int) -> Iterator[_Ranked]:
    stated = {clue.country for clue in clues if clue.country_was_given and not clue.is_proxy and clue.country}
    for clue in clues:
        is_contradicted = not clue.country_was_given and bool(stated) and clue.country not in stated
        yield _Ranked(clue=clue, whose=whose, is_doubtful=clue.is_proxy or is_contradicted)


def _once_each(clues: Sequence[Clue]) -> list[Clue]:
    first: dict[tuple[str | None, str | None], Clue] = {}
    for clue in clues:
        first.setdefault((clue.country, clue.force), clue)
    return list(first.values())


def _most_precise(clues: Sequence[Clue]) -> list[Clue]:
    """A clue to a country alone gives its place to the first that names a force in that country: they agree, and one
    says more.
    """
    ordered: list[Clue] = []
    for clue in clues:
        better = next((other for other in clues if other.country == clue.country and other.force), None)
        chosen = clue if clue.force or better is None else better
        if chosen not in ordered:
            ordered.append(chosen)
    return ordered


def _route(clue: Clue, *, rivals: Sequence[Clue]) -> Route:
    reason = clue.reason
    if clue.force is None and clue.country in countries_with_forces():
        reason += " No force can be told from it; a person at the country's desk decides."
    elif clue.force is None:
        reason += f" No force of {clue.country} takes referrals here; it goes to the country's desk."
    if rivals:
        named = ", ".join(dict.fromkeys(_destination(rival) for rival in rivals))
        reason += f" Other parts of the referral point to {named}."
    return Route(country=clue.country, force=clue.force, basis=clue.basis, about=clue.about, reason=reason)


def _destination(clue: Clue) -> str:
    return force(clue.force).name if clue.force else str(clue.country)


def _whose(party: Party, is_child: bool) -> int:
    if party.role is PartyRole.VICTIM or is_child:
        return _CHILD
    return _SUBJECT if party.role is PartyRole.SUBJECT else _OTHERS


def _about(party: Party, is_child: bool) -> str:
    if is_child and party.role is not PartyRole.VICTIM:
        return f"a child who is the {party.role.value}"
    return f"the {party.role.value}"


def _is_child(party: Party, on: date | None) -> bool:
    """As the referral says it, by the day of the incident where a date of birth is all there is."""
    if on is not None:
        return party.child(on) is True
    if party.is_child is not None:
        return party.is_child
    return party.age_years is not None and party.age_years < ADULT_AGE_YEARS
