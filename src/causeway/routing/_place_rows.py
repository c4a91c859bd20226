"""Reading a table of places that somebody brings: CSV in UTF-8 with a header, one place a row.

    name,kind,force,local_authority,postcode,aliases

`kind` is one of `PlaceKind`. Where it lies is said by at least one of `force` (a code of `routing.forces`),
`local_authority` (its ONS code) and `postcode`; those that are given have to agree. `aliases` are other names,
separated by semicolons. Columns may come in any order, and others are passed over. Nothing of the file is trusted: what
cannot be a place is refused by row, with the column and the fault.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from causeway.routing._authorities import authority
from causeway.routing._errors import RoutingError
from causeway.routing._forces import force
from causeway.routing._named_places import PlaceKind, place_key
from causeway.routing._postcodes import Postcodes, parse_postcode
from causeway.vocabulary.phrases import Phrase, phrase

PLACE_COLUMNS = ("name", "kind", "force", "local_authority", "postcode", "aliases")
MOST_PLACES = 200_000
LARGEST_PLACES_BYTES = 50_000_000
"""Great Britain and Ireland have some forty thousand schools (Department for Education, GIAS; Department of Education,
Ireland); five times as many, at 250 bytes each.
"""
NAME_CHARACTERS, MOST_ALIASES = 200, 20
_SHORTEST_KEY = 3
"""A name of one or two letters would be found everywhere."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceRow:
    """A place as it stands in a row (the header is row 1)."""

    row: int
    name: str
    kind: PlaceKind
    force: str
    aliases: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A row that is no place: in which column, and why. It does not repeat what the row says."""

    row: int
    column: str
    why: Phrase


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, size: int = -1, /) -> bytes:
        """At most so many of the next bytes; none at the end."""
        ...


def read_places(stream: Readable, postcodes: Postcodes) -> Iterator[PlaceRow | RefusedRow]:
    """The rows of a file, each read as it is asked for.

    Raises:
        RoutingError: `bad_places`: the whole file cannot be read: no UTF-8, no such header, too long, broken quotes.
    """
    text = io.TextIOWrapper(io.BufferedReader(_Limited(stream)), encoding="utf-8-sig", errors="strict", newline="")
    try:
        lines = csv.reader(text, strict=True)
        columns = _columns(next(lines, []))
        seen: set[tuple[str, str, str]] = set()
        for number, cells in enumerate(lines, start=2):
            if number > MOST_PLACES + 1:
                raise _bad(phrase("The file has more than 200,000 rows."))
            if not any(cell.strip() for cell in cells):
                continue
            told = {name: cells[at].strip() if at < len(cells) else "" for name, at in columns.items()}
            yield _read(number, told, postcodes, seen)
    except UnicodeDecodeError as fault:
        raise _bad(phrase("The file is not text in UTF-8.")) from fault
    except csv.Error as fault:
        raise _bad(phrase("The file is not CSV: a quote is not closed, or a cell is too long.")) from fault
    finally:
        text.detach()


class _Limited(io.RawIOBase):
    """Reads no more than a table of places may have."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._left = LARGEST_PLACES_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(buffer).cast("B")  # type: ignore[arg-type]
        piece = self._stream.read(len(view))
        self._left -= len(piece)
        if self._left < 0:
            raise _bad(phrase("The file is larger than 50 megabytes."))
        view[: len(piece)] = piece
        return len(piece)


def _bad(why: Phrase) -> RoutingError:
    return RoutingError("bad_places", why.text)


def _columns(header: list[str]) -> dict[str, int]:
    found = {name.strip().casefold(): at for at, name in reversed(list(enumerate(header)))}
    columns = {name: found[name] for name in PLACE_COLUMNS if name in found}
    if "name" not in columns or "kind" not in columns or len(columns.keys() & _WHERE) == 0:
        why = phrase(
            "The first row must name the columns: name, kind, and at least one of force, local_authority and postcode."
        )
        raise _bad(why)
    return columns


_WHERE = {"force", "local_authority", "postcode"}


def _read(
    number: int, told: dict[str, str], postcodes: Postcodes, seen: set[tuple[str, str, str]]
) -> PlaceRow | RefusedRow:
    def refused(column: str, why: Phrase) -> RefusedRow:
        return RefusedRow(row=number, column=column, why=why)

    name = told["name"]
    if not _is_name(name):
        return refused("name", phrase("It is empty, too short, too long, or not a name."))
    try:
        kind = PlaceKind(told["kind"].casefold())
    except ValueError:
        return refused("kind", phrase("It is none of school, club, care and other."))
    aliases = tuple(dict.fromkeys(alias.strip() for alias in told.get("aliases", "").split(";") if alias.strip()))
    if len(aliases) > MOST_ALIASES or not all(map(_is_name, aliases)):
        return refused("aliases", phrase("There are too many, or one of them is not a name."))
    found = _where(told, postcodes)
    if isinstance(found, tuple):
        return refused(*found)
    if (key := (place_key(name), kind.value, found)) in seen:
        return refused("name", phrase("The same place stands in an earlier row."))
    seen.add(key)
    return PlaceRow(row=number, name=name, kind=kind, force=found, aliases=aliases)


def _is_name(text: str) -> bool:
    return len(text) <= NAME_CHARACTERS and text.isprintable() and len(place_key(text)) >= _SHORTEST_KEY


def _where(told: dict[str, str], postcodes: Postcodes) -> str | tuple[str, Phrase]:
    """The force, or the column at fault and why."""
    forces: dict[str, str] = {}
    for column, look in (("force", _of_code), ("local_authority", _of_authority)):
        if text := told.get(column, ""):
            found = look(text)
            if isinstance(found, Phrase):
                return column, found
            forces[column] = found
    if text := told.get("postcode", ""):
        found = _of_postcode(text, postcodes)
        if isinstance(found, str):
            forces["postcode"] = found
        elif not forces:
            return "postcode", found
    if not forces:
        return "force", phrase("Nothing says where it lies.")
    if len(set(forces.values())) > 1:
        return [*forces][-1], phrase("It lies in the area of another force than another column says.")
    return next(iter(forces.values()))


def _of_code(text: str) -> str | Phrase:
    try:
        return force(text).code
    except RoutingError:
        return phrase("There is no force of this code.")


def _of_authority(text: str) -> str | Phrase:
    found = authority(text)
    return found.force or phrase("No force is known for this code of a local authority.")


def _of_postcode(text: str, postcodes: Postcodes) -> str | Phrase:
    postcode = parse_postcode(text)
    if postcode is None:
        return phrase("It is no postcode.")
    found = {authority(code, postcode_area=postcode.area).force for code in postcodes.authorities(postcode)}
    if len(found) != 1 or None in found:
        return phrase("This postcode is not known, or lies in the areas of several forces: give the force.")
    return str(found.pop())
