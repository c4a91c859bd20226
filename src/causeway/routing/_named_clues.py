"""Clues from the names of places that a desk has loaded: a school, and any other place that somebody declares."""

from collections.abc import Collection, Iterator, Sequence

from causeway.routing._clue import Clue, Gazetteer
from causeway.routing._forces import force
from causeway.routing._named_places import MOST_NAMED, NamedPlace, PlaceKind, alike_key, place_key
from causeway.vocabulary.findings import RouteBasis
from causeway.vocabulary.phrases import Phrase, Value, phrase


def school_clues(
    school: str | None, about: Phrase, gazetteer: Gazetteer, *, near: Collection[str] = ()
) -> Iterator[Clue]:
    """The school, where a table of places knows it, by the name that it has there. Of several schools of one name that
    one counts which lies in the area of a force to which the person's address points, `near`; without such, and of
    names that are only alike, a person is told and nothing is sent.
    """
    if not school:
        return
    code = gazetteer.places.given(school)
    if code:
        served_by = force(code)
        reason = phrase("The school of {about} lies in the area of {force}.", about=about, force=served_by.name)
        yield Clue(basis=RouteBasis.SCHOOL, about=about, country=served_by.country, force=code, reasons=(reason,))
        return
    found = [one for one in gazetteer.named.named(place_key(school)) if one.kind is PlaceKind.SCHOOL]
    closer = [one for one in found if one.force in near]
    chosen = _one_force(found) or _one_force(closer)
    if chosen is not None:
        reasons = [_lies(chosen, about)]
        if _one_force(found) is None:
            reasons.append(phrase("Others have its name; the address of the person tells which is meant."))
        yield _of_place(RouteBasis.SCHOOL, chosen, about, tuple(reasons), was_given=False, is_ours=True)
    elif found:
        yield _only_told(RouteBasis.SCHOOL, about, _several(found))
    elif (key := alike_key(school)) and (alike := _schools(gazetteer.named.alike(key))):
        yield _only_told(RouteBasis.SCHOOL, about, _like(alike))


def place_clue(
    name: str, basis: RouteBasis, about: Phrase, country: str | None, gazetteer: Gazetteer, *, is_ours: bool
) -> Clue | None:
    """Any other place that was loaded under this name, of the country where it is known. Where several forces share
    the name it points nowhere, and a person is told. `is_ours` says that nothing beside the name lies elsewhere.
    """
    places = _known_places(name, country, gazetteer)
    chosen = _one_force(places)
    if chosen is not None:
        return _of_place(basis, chosen, about, (_lies(chosen, about),), was_given=country is not None, is_ours=is_ours)
    return _only_told(basis, about, _several(places)) if places else None


def _schools(places: Sequence[NamedPlace]) -> list[NamedPlace]:
    return [one for one in places if one.kind is PlaceKind.SCHOOL]


def _one_force(places: Sequence[NamedPlace]) -> NamedPlace | None:
    """The first, where all lie in the area of one force; so many that some were left out say nothing."""
    is_told = 0 < len(places) < MOST_NAMED and len({one.force for one in places}) == 1
    return places[0] if is_told else None


def _lies(place: NamedPlace, about: Phrase) -> Phrase:
    values: dict[str, Value] = {"about": about, "place": place.name, "force": force(place.force).name}
    if place.kind is PlaceKind.SCHOOL:
        return phrase("The school of {about}, {place}, lies in the area of {force}.", **values)
    return phrase("A place of {about}, {place}, lies in the area of {force}.", **values)


def _several(places: Sequence[NamedPlace]) -> Phrase:
    names = tuple(dict.fromkeys(force(one.force).name for one in places))
    return phrase("Several places are called {place}, in the areas of {forces}.", place=places[0].name, forces=names)


def _like(places: Sequence[NamedPlace]) -> Phrase:
    named = tuple(dict.fromkeys(f"{one.name} ({force(one.force).name})" for one in places))
    return phrase("Known under a like name: {places}. A person must say whether it is meant.", places=named)


def _of_place(
    basis: RouteBasis, place: NamedPlace, about: Phrase, reasons: tuple[Phrase, ...], *, was_given: bool, is_ours: bool
) -> Clue:
    """Without `was_given` no country came with the name, and it is a guess, as with a town."""
    return Clue(
        basis=basis,
        about=about,
        country=force(place.force).country,
        force=place.force,
        reasons=reasons,
        doubt=0 if was_given else 1,
        country_was_given=was_given,
        desk_may_agree=is_ours,
    )


def _only_told(basis: RouteBasis, about: Phrase, reason: Phrase) -> Clue:
    return Clue(basis=basis, about=about, country=None, force=None, reasons=(reason,))


def _known_places(name: str, country: str | None, gazetteer: Gazetteer) -> list[NamedPlace]:
    found = gazetteer.named.named(place_key(name))
    return [one for one in found if one.kind is not PlaceKind.SCHOOL and country in (None, force(one.force).country)]
