"""How well somebody judged a seized collection whose truth is known."""

from collections.abc import Collection, Iterable, Mapping
from itertools import combinations

from causeway.worlds.collection import FileKind, SeizedCollection
from causeway.worlds.scores import Score, score_of
from causeway.worlds.truth import Pair

_EDITED = (FileKind.SERIES, FileKind.COPY)


def score_kinds(truth: SeizedCollection, found: Mapping[str, str]) -> dict[FileKind, Score]:
    """Score what each path is held to be, kind by kind."""
    scores = {}
    for kind in FileKind:
        true = {path for path, file in truth.files.items() if file.kind is kind}
        scores[kind] = score_of({path for path, each in found.items() if each == kind}, asked=true, accepted=true)
    return scores


def score_duplicates_of_files(truth: SeizedCollection, found: Iterable[Collection[str]]) -> Score:
    """Score pairs of paths held to be of equal content."""
    by_content: dict[bytes, list[str]] = {}
    for path, file in truth.files.items():
        by_content.setdefault(file.content, []).append(path)
    true = _pairs_within(by_content.values())
    return score_of(set(map(frozenset, found)), asked=true, accepted=true)


def score_copies(truth: SeizedCollection, found: Mapping[str, str]) -> Score:
    """Score of what each path is held to be an edited copy: right is any file of the same picture."""
    true = {path for path, file in truth.files.items() if file.kind in _EDITED}
    right = {path for path, of in found.items() if truth.files[path].picture == truth.files[of].picture}
    return score_of(set(found), asked=true, accepted=right)


def score_series(truth: SeizedCollection, found: Mapping[str, int]) -> Score:
    """Score the series that each path is held to be in, by pairs of paths in one."""
    return score_of(_pairs_within(_by_value(found)), asked=(true := _pairs_within(_true_series(truth))), accepted=true)


def score_shared(truth: SeizedCollection, found: Iterable[str]) -> Score:
    """Score paths held to lie where a program shares."""
    true = {path for path, file in truth.files.items() if file.is_shared}
    return score_of(set(found), asked=true, accepted=true)


def _true_series(truth: SeizedCollection) -> Iterable[list[str]]:
    return _by_value({path: file.series for path, file in truth.files.items() if file.series is not None})


def _by_value(named: Mapping[str, object]) -> Iterable[list[str]]:
    groups: dict[object, list[str]] = {}
    for path, value in named.items():
        groups.setdefault(value, []).append(path)
    return groups.values()


def _pairs_within(groups: Iterable[list[str]]) -> set[Pair]:
    return {frozenset(pair) for group in groups for pair in combinations(group, 2)}
