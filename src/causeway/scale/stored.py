"""Writes an index in parts, so that each machine maps its own and nothing is sent when a cluster starts."""

from pathlib import Path

import numpy as np
from numpy.typing import ArrayLike, NDArray

from causeway.matching import DigestIndex, HammingIndex
from causeway.matching.given import as_digests, as_rows, identifiers_of


def save_hash_shards(folder: Path, hashes: ArrayLike, ids: ArrayLike | None = None, *, shards: int) -> list[Path]:
    """Save uint8[N, 32] hashes as so many indexes in a folder, and say where. Raises BadHashes, OSError."""
    return _save(HammingIndex, folder, as_rows(hashes), ids, shards)


def save_digest_shards(folder: Path, digests: ArrayLike, ids: ArrayLike | None = None, *, shards: int) -> list[Path]:
    """As `save_hash_shards`, of exact digests of one kind."""
    return _save(DigestIndex, folder, as_digests(digests), ids, shards)


def _save(
    kind: type[HammingIndex] | type[DigestIndex],
    folder: Path,
    rows: NDArray[np.uint8],
    ids: ArrayLike | None,
    shards: int,
) -> list[Path]:
    parts = zip(np.array_split(rows, shards), np.array_split(identifiers_of(rows, ids), shards), strict=True)
    paths = []
    for number, (part, part_ids) in enumerate(parts, start=1):
        path = folder / f"{number}-of-{shards}.index"
        kind.build(part, part_ids).save(path)
        paths.append(path)
    return paths
