"""Places that a desk loads: read from a hostile file, found by name, and never guessed."""

import io
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from causeway.routing import (
    NamedPlace,
    Overlay,
    PlaceKind,
    PlaceRow,
    Postcodes,
    RefusedRow,
    Router,
    RoutingError,
    alike_key,
    place_key,
    read_places,
)
from causeway.vocabulary.findings import Route, RouteBasis
from causeway.vocabulary.places import Address, EstimatedLocation
from causeway.vocabulary.referral import Concern, Party, PartyRole, Referral

KENT, ESSEX = "GB-E23000032", "GB-E23000028"
POSTCODES = Postcodes()
HEADER = "name,kind,force,local_authority,postcode,aliases\n"


class PlacesInMemory:
    """A few places, by name and aliases."""

    def __init__(self, places: Mapping[str, NamedPlace]) -> None:
        self._places = places

    def named(self, key: str) -> Sequence[NamedPlace]:
        return self._found(key, place_key)

    def alike(self, key: str) -> Sequence[NamedPlace]:
        return self._found(key, alike_key)

    def _found(self, key: str, key_of: Callable[[str], str]) -> Sequence[NamedPlace]:
        return list(dict.fromkeys(place for name, place in self._places.items() if key and key_of(name) == key))


def read(text: str | bytes) -> list[PlaceRow | RefusedRow]:
    return list(read_places(io.BytesIO(text if isinstance(text, bytes) else text.encode()), POSTCODES))


def routed(
    school: str | None = None,
    *,
    city: str | None = None,
    postcode: str | None = None,
    addresses: tuple[Address, ...] = (),
) -> Sequence[Route]:
    """Where a child goes of whom this is told, among a few places."""
    tide = NamedPlace(name="Tidewater Primary School", kind=PlaceKind.SCHOOL, force=KENT)
    twins = [NamedPlace(name=f"Lantern Academy{end}", kind=PlaceKind.SCHOOL, force=code) for end, code in _ENDS]
    club = NamedPlace(name="The Anchor Rooms", kind=PlaceKind.CLUB, force=ESSEX)
    places = {"Tidewater Primary School": tide, "Lantern Academy": twins[0], "LANTERN ACADEMY": twins[1]}
    router = Router(
        Overlay({}, label="none"), postcodes=POSTCODES, named_places=PlacesInMemory({**places, "Anchor Rooms": club})
    )
    at_postcode = (Address(postcode=postcode, country="GB"),) if postcode else ()
    child = Party(
        role=PartyRole.VICTIM,
        is_child=True,
        school=school,
        addresses=(*addresses, *at_postcode),
        location=EstimatedLocation(city=city, country="GB") if city else None,
    )
    return router.route(Referral(concern=Concern.GROOMING, parties=(child,)), desk_country="GB")


_ENDS = (("", KENT), (" ", ESSEX))


def test_a_known_school_names_its_force_and_says_so() -> None:
    best = routed("tidewater PRIMARY school")[0]
    assert (best.force, best.basis) == (KENT, RouteBasis.SCHOOL)
    assert "Tidewater Primary School, lies in the area of Kent Police" in best.reason


def test_a_name_that_is_only_alike_is_told_and_sends_nothing() -> None:
    best = routed("Tidewater School")[0]
    assert best.force is None
    assert "Tidewater Primary School (Kent Police)" in best.reason


def test_of_two_schools_of_one_name_the_address_tells_which() -> None:
    assert routed("Lantern Academy")[0].force is None
    assert "Kent Police and Essex Police" in routed("Lantern Academy")[0].reason
    routes = routed("Lantern Academy", postcode="CM1 1JE")
    assert {route.force for route in routes} == {ESSEX}


def test_a_school_is_no_declared_place_and_a_club_is() -> None:
    assert routed(city="Tidewater Primary School")[0].force is None
    assert routed(city="anchor rooms")[0].force == ESSEX
    assert routed("Anchor Rooms")[0].force is None


def test_a_stated_country_overrules_the_name_of_a_school() -> None:
    best, other = routed("Tidewater Primary School", addresses=(Address(city="Albany", country="US"),))
    assert (best.country, best.force, best.is_doubtful) == ("US", None, False)
    assert (other.force, other.is_doubtful) == (KENT, True)


def test_a_place_in_a_region_that_nobody_here_knows_is_told_and_sends_nothing() -> None:
    (best,) = routed(addresses=(Address(city="Anchor Rooms", region="California"),))
    assert (best.country, best.force) == (None, None)
    assert "Nothing says that this place is meant." in best.reason
    (home,) = routed(addresses=(Address(city="Anchor Rooms"),))
    assert home.force == ESSEX


def test_rows_are_resolved_by_force_authority_or_postcode() -> None:
    rows = read(
        HEADER
        + f"Tidewater School,school,{KENT},,,Old Tide;Tide School\n"
        + "Anchor Club,club,,E07000106,,\nLantern School,school,,,CM1 1JE,\n"
    )
    assert [row.force for row in rows if isinstance(row, PlaceRow)] == [KENT, KENT, ESSEX]
    assert isinstance(rows[0], PlaceRow)
    assert rows[0].aliases == ("Old Tide", "Tide School")


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (f",school,{KENT},,,", "name"),
        (f"ab,school,{KENT},,,", "name"),
        (f"{'x' * 201},school,{KENT},,,", "name"),
        (f"Tide\x07School,school,{KENT},,,", "name"),
        (f"Tide School,castle,{KENT},,,", "kind"),
        ("Tide School,school,GB-NOWHERE,,,", "force"),
        ("Tide School,school,,E99999999,,", "local_authority"),
        ("Tide School,school,,,ZZ99 9ZZ,", "postcode"),
        ("Tide School,school,,,,", "force"),
        (f"Tide School,school,{KENT},,CM1 1JE,", "postcode"),
        (f"Tide School,school,{KENT},,,{';'.join(f'Name {n}' for n in range(21))}", "aliases"),
    ],
)
def test_a_row_that_is_no_place_is_refused_with_its_column(row: str, column: str) -> None:
    (found,) = read(HEADER + row + "\n")
    assert isinstance(found, RefusedRow)
    assert (found.row, found.column) == (2, column)


def test_a_row_that_says_the_same_again_is_refused() -> None:
    rows = read(HEADER + f"Tide School,school,{KENT},,,\ntide school,school,{KENT},,,\n")
    assert [type(row) for row in rows] == [PlaceRow, RefusedRow]


@pytest.mark.parametrize(
    "text",
    [
        b"",
        b"\xff\xfe\x00n\x00a",
        b"name,force\nTide,x\n",
        b'name,kind,force\n"Tide,school,x\n',
        b"name,kind\nTide,school\n",
    ],
)
def test_a_file_that_is_no_table_is_refused_whole(text: bytes) -> None:
    with pytest.raises(RoutingError) as refused:
        read(text)
    assert refused.value.code == "bad_places"


@given(st.binary(max_size=400))
def test_no_bytes_break_the_reader(data: bytes) -> None:
    with suppress(RoutingError):
        read(HEADER.encode() + data)
