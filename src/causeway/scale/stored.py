"""Writes an index in parts, so that each machine maps its own and nothing is sent when a cluster starts."""

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from causeway.matching import DigestIndex, HammingIndex
from causeway.scale._fanning import numbered


def save_hash_shards(
    folder: Path, hashes: NDArray[np.uint8], ids: NDArray[np.int64] | None = None, *, shards: int
) -> list[Path]:
    """Save uint8[N, 32] hashes as so many indexes in a folder, and say where. Raises BadHashes, OSError."""
    HammingIndex.build(hashes[:0])
    return _save(HammingIndex, folder, hashes, ids, shards)


def save_digest_shards(
    folder: Path, digests: NDArray[np.uint8], ids: NDArray[np.int64] | None = None, *, shards: int
) -> list[Path]:
    """As `save_hash_shards`, of exact digests of one kind."""
    DigestIndex.build(digests[:0])
    return _save(DigestIndex, folder, digests, ids, shards)


def _save(
    kind: type[HammingIndex] | type[DigestIndex],
    folder: Path,
    rows: NDArray[np.uint8],
    ids: NDArray[np.int64] | None,
    shards: int,
) -> list[Path]:
    parts = zip(np.array_split(rows, shards), np.array_split(numbered(rows, ids), shards), strict=True)
    paths = []
    for number, (part, part_ids) in enumerate(parts, start=1):
        path = folder / f"{number}-of-{shards}.index"
        kind.build(part, part_ids).save(path)
        paths.append(path)
    return paths
