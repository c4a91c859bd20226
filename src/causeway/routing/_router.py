"""From a referral to the countries and forces that could reach the child, best first, each with its reason.

Whose place comes first: a victim's, or any child's, because a child can be reached there; then the subject's, with the
address from which a file came; then the incident's and other people's. Then what it rests on, in the order of
`RouteBasis`. A clue that may be a proxy, and a town's name that other clues of the same person contradict, stand behind
everything else. Nothing is guessed: a town's name without a country counts only where another clue of the same person,
or the desk's own country, agrees; what nobody can tell is a route to no force, with the reason, and a person decides.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from causeway.routing._clue import Clue, Gazetteer
from causeway.routing._clues import address_clues, ip_clues, location_clues, phone_clues
from causeway.routing._countries import CountryOfIp
from causeway.routing._forces import countries_with_forces, force
from causeway.routing._named_clues import school_clues
from causeway.routing._named_places import NamedPlaces, NoPlaces
from causeway.routing._places import PlaceNames
from causeway.routing._postcodes import Postcodes
from causeway.vocabulary.findings import Route, RouteBasis
from causeway.vocabulary.phrases import Phrase, phrase, say_all
from causeway.vocabulary.referral import ADULT_AGE_YEARS, Incident, Party, PartyRole, Referral

_BASIS_ORDER = {basis: place for place, basis in enumerate(RouteBasis)}
_CHILD, _SUBJECT, _INCIDENT, _OTHERS = range(4)

BETWEEN = " "
"""What stands between the sentences of a route's reason."""

THE_INCIDENT = phrase("the incident")
THE_SENDER_OF_A_FILE = phrase("the sender of a file")
_ROLES = {
    PartyRole.SUBJECT: phrase("the subject"),
    PartyRole.VICTIM: phrase("the victim"),
    PartyRole.RECIPIENT: phrase("the recipient"),
    PartyRole.ASSOCIATE: phrase("the associate"),
}
_CHILDREN = {
    PartyRole.SUBJECT: phrase("a child who is the subject"),
    PartyRole.VICTIM: phrase("the victim"),
    PartyRole.RECIPIENT: phrase("a child who is the recipient"),
    PartyRole.ASSOCIATE: phrase("a child who is the associate"),
}


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

    `places` names schools and other places with the code of their force, `named_places` is where a desk's own are
    looked up; `postcodes` defaults to the installed table.
    """

    def __init__(
        self,
        countries: CountryOfIp,
        places: Mapping[str, str] | None = None,
        *,
        postcodes: Postcodes | None = None,
        named_places: NamedPlaces | None = None,
    ) -> None:
        self._gazetteer = Gazetteer(
            countries=countries,
            places=PlaceNames(places),
            postcodes=postcodes if postcodes is not None else Postcodes(),
            named=named_places if named_places is not None else NoPlaces(),
        )

    def with_countries(self, countries: CountryOfIp) -> "Router":
        """The same router with another source of countries for IP addresses; its other tables are shared."""
        other = copy(self)
        other._gazetteer = replace(self._gazetteer, countries=countries)  # noqa: SLF001 a copy of this one
        return other

    @property
    def postcodes(self) -> Postcodes:
        """The table of postcodes that it uses."""
        return self._gazetteer.postcodes

    @property
    def countries(self) -> CountryOfIp:
        """The source of countries that it uses."""
        return self._gazetteer.countries

    def route(self, referral: Referral, *, desk_country: str | None = None) -> tuple[Route, ...]:
        """The candidates, best first and never none; each pair of country and force once.

        `desk_country` (ISO alpha-2) is that of the desk which routes: to it, a town's name alone means the one at home.
        """
        ranked = sorted(self._ranked(referral, desk_country), key=lambda item: item.key)
        unplaced = dict.fromkeys(item.clue.reasons for item in ranked if item.clue.country is None)
        hints = tuple(chain.from_iterable(unplaced))
        ordered = _most_precise(_once_each([item for item in ranked if item.clue.country is not None]))
        if not ordered:
            why = (*hints, phrase("A person must decide.")) if hints else (self._why_unknown(referral),)
            return (_said(why),)
        first, *others = ordered
        return (_route(first, rivals=others, hints=hints), *(_route(clue) for clue in others))

    def _ranked(self, referral: Referral, desk_country: str | None) -> Iterator[_Ranked]:
        on = referral.occurred_at.date() if referral.occurred_at else None
        for party in referral.parties:
            is_child = _is_child(party, on)
            clues = list(self._of_party(party, _about(party, is_child)))
            yield from _ranks(clues, _whose(party, is_child), desk_country)
        for incident in referral.incidents:
            yield from _ranks(list(self._of_incident(incident)), _INCIDENT, desk_country)
        for attachment in referral.attachments:
            if attachment.upload_event is not None:
                clues = list(ip_clues(attachment.upload_event, THE_SENDER_OF_A_FILE, self._gazetteer))
                yield from _ranks(clues, _SUBJECT, desk_country)

    def _of_party(self, party: Party, about: Phrase) -> Iterator[Clue]:
        of_addresses = [clue for address in party.addresses for clue in address_clues(address, about, self._gazetteer)]
        yield from of_addresses
        near = {clue.force for clue in of_addresses if clue.force}
        yield from school_clues(party.school, about, self._gazetteer, near=near)
        yield from location_clues(party.location, about, self._gazetteer)
        for phone in party.phones:
            yield from phone_clues(phone, about)
        for event in party.ip_events:
            yield from ip_clues(event, about, self._gazetteer)

    def _of_incident(self, incident: Incident) -> Iterator[Clue]:
        for address in incident.addresses:
            yield from address_clues(address, THE_INCIDENT, self._gazetteer)
        for phone in incident.phones:
            yield from phone_clues(phone, THE_INCIDENT)
        for event in incident.ip_events:
            yield from ip_clues(event, THE_INCIDENT, self._gazetteer)

    def _why_unknown(self, referral: Referral) -> Phrase:
        events = [event for party in referral.parties for event in party.ip_events]
        events += [event for incident in referral.incidents for event in incident.ip_events]
        events += [item.upload_event for item in referral.attachments if item.upload_event is not None]
        places = any(party.addresses or party.location or party.school or party.phones for party in referral.parties)
        if events and not places:
            why = self._gazetteer.countries.country(events[0].address).reason
            return phrase(
                "No IP address could be placed in a country ({why}), and nothing else says where anybody is.", why=why
            )
        if events or places or any(item.addresses or item.phones for item in referral.incidents):
            return phrase("What the referral says of places could not be understood; a person must read it.")
        return phrase("Nothing in the referral says where anybody is.")


def _ranks(clues: Sequence[Clue], whose: int, desk_country: str | None) -> Iterator[_Ranked]:
    stated = {clue.country for clue in clues if clue.country_was_given and not clue.is_proxy and clue.country}
    for clue in clues:
        is_contradicted = not clue.country_was_given and bool(stated) and clue.country not in stated
        settled = clue if is_contradicted else _settled(clue, stated, desk_country)
        yield _Ranked(clue=settled, whose=whose, is_doubtful=clue.is_proxy or is_contradicted)


def _settled(clue: Clue, stated: Collection[str], desk_country: str | None) -> Clue:
    """A name that came without a country, with what agrees; where nothing does, it points nowhere."""
    if clue.country_was_given or clue.country is None:
        return clue
    if clue.country in stated:
        return replace(clue, reasons=(*clue.reasons, phrase("What else is known of the person agrees.")))
    if clue.desk_may_agree and clue.country == desk_country:
        return replace(clue, reasons=(*clue.reasons, phrase("It is the desk's own country.")))
    unsure = phrase("Nothing says that this place is meant.")
    return replace(clue, country=None, force=None, reasons=(*clue.reasons, unsure))


def _once_each(ranked: Sequence[_Ranked]) -> list[_Ranked]:
    first: dict[tuple[str | None, str | None], _Ranked] = {}
    for item in ranked:
        first.setdefault((item.clue.country, item.clue.force), item)
    return list(first.values())


def _most_precise(ranked: Sequence[_Ranked]) -> list[_Ranked]:
    """A clue to a country alone gives its place to the first that names a force in that country and that nothing
    contradicts: they agree, and one says more.
    """
    ordered: list[_Ranked] = []
    forces_named = [item for item in ranked if item.clue.force and not item.is_doubtful]
    for item in ranked:
        better = next((one for one in forces_named if one.clue.country == item.clue.country), None)
        chosen = item if item.clue.force or better is None else better
        if chosen not in ordered:
            ordered.append(chosen)
    return ordered


def _route(item: _Ranked, *, rivals: Sequence[_Ranked] = (), hints: Sequence[Phrase] = ()) -> Route:
    clue = item.clue
    reasons = [*clue.reasons]
    if clue.force is None and clue.country in countries_with_forces():
        reasons.append(phrase("No force can be told from it; a person at the country's desk decides."))
    elif clue.force is None:
        country = str(clue.country)
        reasons.append(
            phrase("No force of {country} takes referrals here: it is for the country's central desk.", country=country)
        )
    if rivals:
        named = ", ".join(dict.fromkeys(_destination(rival.clue) for rival in rivals))
        reasons.append(phrase("Other parts of the referral point to {others}.", others=named))
    return _said((*reasons, *hints), clue, is_doubtful=item.is_doubtful)


def _said(reasons: tuple[Phrase, ...], clue: Clue | None = None, *, is_doubtful: bool = False) -> Route:
    return Route(
        country=clue.country if clue else None,
        force=clue.force if clue else None,
        basis=clue.basis if clue else None,
        about=str(clue.about) if clue else None,
        reason=say_all(reasons, BETWEEN),
        phrases=reasons,
        is_doubtful=is_doubtful,
    )


def _destination(clue: Clue) -> str:
    return force(clue.force).name if clue.force else str(clue.country)


def _whose(party: Party, is_child: bool) -> int:
    if party.role is PartyRole.VICTIM or is_child:
        return _CHILD
    return _SUBJECT if party.role is PartyRole.SUBJECT else _OTHERS


def _about(party: Party, is_child: bool) -> Phrase:
    return (_CHILDREN if is_child else _ROLES)[party.role]


def _is_child(party: Party, on: date | None) -> bool:
    """As the referral says it, by the day of the incident where a date of birth is all there is."""
    if on is not None:
        return party.child(on) is True
    if party.is_child is not None:
        return party.is_child
    return party.age_years is not None and party.age_years < ADULT_AGE_YEARS
