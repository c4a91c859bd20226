"""Lists of known files in one file that is read in seconds, where the lists themselves take minutes to parse.

It holds the digests and how each list grades them, not the indexes: these are built anew from any number of lists
together, by whatever engines search them. The file is as `causeway.matching.stored` writes it: mapped, checked by its
digest, and put in its place only when it is whole.
"""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from causeway.interchange.hashlists import CategoryScheme
from causeway.matching import BadIndexFile
from causeway.matching.stored import Types, open_arrays, save_arrays
from causeway.scanning.known import ReadList, Standing
from causeway.vocabulary.findings import DigestKind

MARK: Final = b"CWKNOW"
"""Begins such a file; two digits of its version follow."""
_MAGIC: Final = MARK + b"02"
_BYTES: Final = {DigestKind.MD5: 16, DigestKind.SHA1: 20, DigestKind.SHA256: 32, DigestKind.PDQ: 32}
_ABOUT: Final = "about"
_TYPES: Final[Types] = {
    _ABOUT: np.dtype("u1"),
    **{f"{kind}_digests": np.dtype("u1") for kind in _BYTES},
    **{f"{kind}_standings": np.dtype("<u4") for kind in _BYTES},
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltLists:
    """Lists as they are kept: for each kind uint8[N, its bytes] digests and uint32[N] places in `standings`."""

    digests: Mapping[DigestKind, NDArray[np.uint8]]
    numbers: Mapping[DigestKind, NDArray[np.uint32]]
    standings: tuple[Standing, ...]
    lists: tuple[ReadList, ...]

    def save(self, path: Path) -> None:
        """Write all to a file; one that is there is replaced when the new one is whole. Raises OSError."""
        about = {"standings": [asdict(each) for each in self.standings], "lists": [asdict(each) for each in self.lists]}
        arrays: dict[str, NDArray[Any]] = {_ABOUT: np.frombuffer(json.dumps(about, default=str).encode(), np.uint8)}
        for kind in _BYTES:
            arrays[f"{kind}_digests"], arrays[f"{kind}_standings"] = self.digests[kind], self.numbers[kind]
        save_arrays(path, _MAGIC, {name: arrays[name] for name in _TYPES})


def open_built(path: Path, scheme: CategoryScheme) -> BuiltLists:
    """What `save` wrote. `scheme` is whose the categories are where the lists did not say.

    Raises:
        BadIndexFile: the file is damaged, or of another version.
    """
    with path.open("rb") as file:
        if file.read(len(_MAGIC)) != _MAGIC:
            raise BadIndexFile("another_version", "it was built by another version of Causeway: build it anew")
    arrays = open_arrays(path, _MAGIC, _TYPES, verify=True)
    try:
        about = json.loads(arrays[_ABOUT].tobytes())
        standings = tuple(_standing(each, scheme) for each in about["standings"])
        for kind, width in _BYTES.items():
            _check(arrays[f"{kind}_digests"], arrays[f"{kind}_standings"], width, len(standings))
        return BuiltLists(
            digests={kind: arrays[f"{kind}_digests"] for kind in _BYTES},
            numbers={kind: arrays[f"{kind}_standings"] for kind in _BYTES},
            standings=standings,
            lists=tuple(_read_list(each, scheme) for each in about["lists"]),
        )
    except (ValueError, TypeError, LookupError, AttributeError):
        raise BadIndexFile("damaged_index", "the built lists are damaged: their parts do not go together") from None


def _check(digests: NDArray[np.uint8], numbers: NDArray[np.uint32], width: int, standings: int) -> None:
    if numbers.ndim != 1 or digests.shape != (len(numbers), width):
        raise ValueError
    if len(numbers) and int(numbers.max()) >= standings:
        raise ValueError


def _standing(stated: dict[str, Any], scheme: CategoryScheme) -> Standing:
    return Standing(str(stated["list_name"]), _scheme(stated, scheme), stated["category"])


def _read_list(stated: dict[str, Any], scheme: CategoryScheme) -> ReadList:
    return ReadList(
        name=str(stated["name"]),
        form=str(stated["form"]),
        scheme=_scheme(stated, scheme),
        digests=int(stated["digests"]),
        faults={str(code): int(count) for code, count in stated["faults"].items()},
        rows_at_fault=int(stated["rows_at_fault"]),
        first_faults=tuple(map(str, stated["first_faults"])),
        sha256=str(stated["sha256"]),
        changed_at=datetime.fromisoformat(stated["changed_at"]) if stated["changed_at"] else None,
    )


def _scheme(stated: dict[str, Any], scheme: CategoryScheme) -> CategoryScheme:
    written = CategoryScheme(stated["scheme"])
    return scheme if written is CategoryScheme.UNSTATED else written
