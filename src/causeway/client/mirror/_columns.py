"""Signals as columns of numbers, one row a signal, and the references that a group of changes touched.

Rows hold what may be reported, and what no longer may: a withdrawn or suspended signal leaves its reference among the
touched ones, which hides what older columns say of it, and its digest in a row that only silences other lists.
References are compared by BLAKE2b digests of 128 bits.
"""

from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from causeway.client.mirror._names import Names, read_names
from causeway.client.mirror.errors import MirrorDamaged
from causeway.matching import DIGEST_BYTES, BadIndexFile, DigestIndex
from causeway.matching.stored import Types, open_arrays, save_arrays
from causeway.vocabulary.signals import ABOUT_PEOPLE, SignalKind, SignalState

KINDS: Final = (
    SignalKind.MD5,
    SignalKind.SHA1,
    SignalKind.SHA256,
    SignalKind.PDQ,
    SignalKind.VPDQ_FRAME,
    SignalKind.ACCOUNT,
    SignalKind.URL,
    SignalKind.KEYWORD,
)
"""Numbered in files: never reorder. PhotoDNA values are compared with nothing and have no row."""
STATES: Final = (
    SignalState.ADDED,
    SignalState.UNCONFIRMED,
    SignalState.CONFIRMED,
    SignalState.DISPUTED,
    SignalState.APPEALED,
    SignalState.WITHDRAWN,
)
"""Numbered in files: never reorder."""
GONE: Final = STATES.index(SignalState.WITHDRAWN)
"""The number of a row that is never told of: it says that this value was listed and no longer is, whyever."""
NEVER: Final = 2**63 - 1
"""In the column of expiry: it does not expire."""
SILENCED_KINDS: Final = tuple(kind for kind in KINDS if kind not in ABOUT_PEOPLE)
"""The kinds of which other lists are kept, whose hits a row that is gone silences."""
_SILENCED: Final = [KINDS.index(kind) for kind in SILENCED_KINDS]
VALUE_BYTES: Final = 32
REFERENCE_BYTES: Final = DIGEST_BYTES["md5"]
"""As many as the smallest digest that `DigestIndex` searches."""
_MAGIC: Final = b"CWMIRR01"
_TYPES: Final[Types] = {
    "kinds": np.dtype("u1"),
    "values": np.dtype("u1"),
    "references": np.dtype("u1"),
    "states": np.dtype("u1"),
    "confidences": np.dtype("i1"),
    "categories": np.dtype("<i4"),
    "organisations": np.dtype("<i4"),
    "expiries": np.dtype("<i8"),
    "ends": np.dtype("<i8"),
    "texts": np.dtype("u1"),
    "touched": np.dtype("u1"),
    "names": np.dtype("u1"),
}
_PLAIN: Final = ("kinds", "values", "references", "states", "confidences", "expiries")
"""Columns of which a row means the same in every file."""


@dataclass(frozen=True, slots=True, eq=False)
class Columns:
    """N rows: `values` uint8[N, 32] are digests filled up with zeros, or SHA-256 of a text; `references` uint8[N, 16];
    `expiries` microseconds since 1970; `texts` the references one after another, row n's up to `ends[n]`; `touched`
    uint8[M, 16]; `names` what `categories` and `organisations` count in.
    """

    kinds: NDArray[np.uint8]
    values: NDArray[np.uint8]
    references: NDArray[np.uint8]
    states: NDArray[np.uint8]
    confidences: NDArray[np.int8]
    categories: NDArray[np.int32]
    organisations: NDArray[np.int32]
    expiries: NDArray[np.int64]
    ends: NDArray[np.int64]
    texts: NDArray[np.uint8]
    touched: NDArray[np.uint8]
    names: NDArray[np.uint8]

    @classmethod
    def open(cls, path: Path) -> "Columns":
        """Saved columns, mapped read-only. Raises MirrorDamaged."""
        try:
            columns = cls(**open_arrays(path, _MAGIC, _TYPES, verify=False))
        except BadIndexFile as error:
            raise MirrorDamaged(error.code, error.message) from None
        columns._require_sound()
        return columns

    def save(self, path: Path) -> None:
        """Write them; the file is whole or absent, and synced."""
        save_arrays(path, _MAGIC, {field.name: getattr(self, field.name) for field in fields(self)})

    def __len__(self) -> int:
        return len(self.kinds)

    @property
    def weight(self) -> int:
        """Rows and touched references: what merging them costs."""
        return len(self) + len(self.touched)

    def reference_text(self, row: int) -> str:
        """The reference of a row as its source writes it."""
        start = int(self.ends[row - 1]) if row else 0
        return self.texts[start : int(self.ends[row])].tobytes().decode(errors="replace")

    def _require_sound(self) -> None:
        rows = len(self.kinds)
        shapes = dict.fromkeys(_TYPES, (rows,)) | {
            "values": (rows, VALUE_BYTES),
            "references": (rows, REFERENCE_BYTES),
            "touched": (len(self.touched), REFERENCE_BYTES),
            "texts": (int(self.ends[-1]) if rows and self.ends.shape == (rows,) else 0,),
            "names": (len(self.names),),
        }
        if any(getattr(self, name).shape != shape for name, shape in shapes.items()):
            raise MirrorDamaged("damaged_mirror", "the mirror's columns do not go together")


def merged(parts: Sequence[Columns], *, is_oldest: bool) -> Columns:
    """Columns, oldest first, as one. With nothing older than them there is nothing left that touched ones hide. What is
    hidden stays as a row that is gone, each value once.
    """
    states = [_states(part, parts[number + 1 :]) for number, part in enumerate(parts)]
    chosen = list(zip(parts, _kept(parts, states), strict=True))
    touched = np.concatenate([part.touched for part in parts])
    lengths = [np.diff(part.ends, prepend=0)[rows] for part, rows in chosen]
    names = Names()
    numbered = [_numbered(part, rows, names) for part, rows in chosen]
    plain = {name: np.concatenate([getattr(part, name)[rows] for part, rows in chosen]) for name in _PLAIN}
    plain["states"] = np.concatenate([own[rows] for own, (_part, rows) in zip(states, chosen, strict=True)])
    return Columns(
        **plain,
        categories=np.concatenate([categories for categories, _ in numbered]),
        organisations=np.concatenate([organisations for _, organisations in numbered]),
        ends=np.cumsum(np.concatenate(lengths)),
        texts=np.concatenate([_texts_of(part, rows) for part, rows in chosen]),
        touched=touched[:0] if is_oldest else np.unique(touched, axis=0),
        names=names.column(),
    )


def hidden(references: NDArray[np.uint8], newer: Sequence[DigestIndex]) -> NDArray[np.bool_]:
    """Which rows' references were touched by newer changes."""
    found: NDArray[np.bool_] = np.zeros(len(references), np.bool_)
    for touched in newer:
        found[touched.lookup(references).query] = True
    return found


def _states(part: Columns, newer: Sequence[Columns]) -> NDArray[np.uint8]:
    """The states of a part's rows once newer parts have touched their references."""
    is_hidden = hidden(part.references, [DigestIndex.build(each.touched) for each in newer])
    return np.where(is_hidden, np.uint8(GONE), part.states)


def _kept(parts: Sequence[Columns], states: Sequence[NDArray[np.uint8]]) -> list[NDArray[Any]]:
    """The rows of each part that are in use, and of those that are gone one for each digest."""
    pairs = list(zip(parts, states, strict=True))
    gone = [np.flatnonzero((own == GONE) & np.isin(part.kinds, _SILENCED)) for part, own in pairs]
    values = [
        np.column_stack([part.kinds[rows], part.values[rows]]) for (part, _own), rows in zip(pairs, gone, strict=True)
    ]
    together = np.concatenate(values)
    is_first: NDArray[np.bool_] = np.zeros(len(together), np.bool_)
    is_first[np.unique(together, axis=0, return_index=True)[1]] = True
    stays = np.split(is_first, np.cumsum([len(rows) for rows in gone])[:-1])
    return [
        np.sort(np.concatenate([np.flatnonzero(own != GONE), rows[mine]]))
        for (_part, own), rows, mine in zip(pairs, gone, stays, strict=True)
    ]


def _numbered(part: Columns, rows: NDArray[Any], names: Names) -> tuple[NDArray[np.int32], NDArray[np.int32]]:
    """The part's categories and organisations, counted anew in the names of the whole."""
    categories, organisations = read_names(part.names)
    of_category = np.array([*map(names.category, categories), -1], np.int32)
    of_organisation = np.array([*map(names.organisation, organisations), -1], np.int32)
    return of_category[part.categories[rows]], of_organisation[part.organisations[rows]]


def _texts_of(part: Columns, rows: NDArray[Any]) -> NDArray[np.uint8]:
    stays = np.zeros(len(part), np.bool_)
    stays[rows] = True
    return part.texts[np.repeat(stays, np.diff(part.ends, prepend=0))]
