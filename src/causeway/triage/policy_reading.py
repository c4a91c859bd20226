"""Reading a priority policy from TOML, strictly: every fault is named with its row, and the examples in it must hold.

What may not differ between policies is checked here: nothing takes points away, no danger and no rule of imminence is
left out, a file that no bank knows counts more than a known one, and a sender's flags count nothing.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import timedelta
from math import isfinite
from string import Formatter
from typing import Any

from causeway.triage.dangers import DANGERS, Times
from causeway.triage.errors import PolicyFault, PolicyInvalid
from causeway.triage.policy import GROUPS, IMMINENCE_RULES, PolicyExample, PriorityPolicy, WeighedDanger
from causeway.triage.weighing import weigh
from causeway.vocabulary.documents import DocumentInvalid, read_document
from causeway.vocabulary.findings import BAND_ORDER, Band
from causeway.vocabulary.phrases import COUNT

MOST_POINTS = 1_000.0
LONGEST_VERSION = 40
LONGEST_POLICY = 256 * 1024
"""Characters. The policy that ships has a fortieth of it."""

_TABLES = ("bands", "now", "groups", "imminence", "features")
_TIMES = {"recent_hours": 3_600.0, "ongoing_days": 86_400.0, "planned_days": 86_400.0, "clock_skew_minutes": 60.0}
"""The spans of `now`, and the seconds of their unit."""
_LONGEST_SPAN = timedelta(days=3_650).total_seconds()
_ROW = frozenset({"group", "points", "found", "absent", "unknown"})
_MAY_STAND = ((None, None, None), (COUNT, "", None))
"""Field, width and conversion of what stands in words: nothing, or the bare number. A width could fill the memory."""
_NOVEL, _KNOWN, _FLAGS = "novel_files", "known_material", "sender_flags"


def parse_priority_policy(text: str) -> PriorityPolicy:
    """Read a policy from TOML.

    Raises:
        PolicyInvalid: its `faults` name each row and what is wrong with it.
    """
    document = _document(text)
    if faults := tuple(_faults(document)):
        raise _invalid(faults)
    policy = _policy(document)
    if faults := tuple(_broken_examples(policy)):
        raise _invalid(faults)
    return policy


def _invalid(faults: tuple[PolicyFault, ...]) -> PolicyInvalid:
    first = f"The priority policy cannot be used: {faults[0]}"
    return PolicyInvalid(first if len(faults) == 1 else f"{first} (and {len(faults) - 1} more)", faults)


def _document(text: str) -> dict[str, Any]:
    if len(text) > LONGEST_POLICY:
        raise _invalid((PolicyFault("", f"is longer than {LONGEST_POLICY} characters"),))
    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as fault:
        raise _invalid((PolicyFault("", f"is no TOML: {fault}"),)) from fault


def _faults(document: Mapping[str, Any]) -> Iterator[PolicyFault]:
    for name in sorted(set(document) - {"version", "examples", *_TABLES}):
        yield PolicyFault(name, "is nothing that a policy has")
    version = document.get("version")
    if not isinstance(version, str) or not 0 < len(version.strip()) <= LONGEST_VERSION:
        yield PolicyFault("version", f"must be a text of 1 to {LONGEST_VERSION} characters")
    missing = [name for name in _TABLES if not isinstance(document.get(name), Mapping)]
    yield from (PolicyFault(name, "is missing, or is no table") for name in missing)
    if missing:
        return
    yield from _band_faults(document["bands"])
    yield from _time_faults(document["now"])
    yield from _words_faults("groups", document["groups"], GROUPS)
    yield from _words_faults("imminence", document["imminence"], IMMINENCE_RULES)
    yield from _feature_faults(document["features"])


def _same_names(table: str, given: Mapping[str, Any], wanted: tuple[str, ...]) -> Iterator[PolicyFault]:
    yield from (PolicyFault(f"{table}.{name}", "is missing") for name in wanted if name not in given)
    yield from (PolicyFault(f"{table}.{name}", "is unknown") for name in sorted(set(given) - set(wanted)))


def _number(value: object, least: float, most: float) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value) if isfinite(value) and least <= value <= most else None


def _band_faults(bands: Mapping[str, Any]) -> Iterator[PolicyFault]:
    wanted = tuple(band.value for band in BAND_ORDER[:-1])
    yield from _same_names("bands", bands, wanted)
    read = {name: _number(bands[name], 0.0, 100 * MOST_POINTS) for name in wanted if name in bands}
    yield from (PolicyFault(f"bands.{name}", "must be a number of points") for name, it in read.items() if it is None)
    falling = [it for it in read.values() if it is not None]
    if len(falling) == len(wanted) and not all(left > right for left, right in zip(falling, [*falling[1:], 0.0])):  # noqa: B905
        yield PolicyFault("bands", "must fall from very_high over high to medium, and stay above 0")


def _time_faults(times: Mapping[str, Any]) -> Iterator[PolicyFault]:
    yield from _same_names("now", times, tuple(_TIMES))
    for name, seconds in _TIMES.items():
        if name in times and not _number(times[name], 0.0, _LONGEST_SPAN / seconds):
            yield PolicyFault(f"now.{name}", "must be a number above 0, and at most ten years")


def _words_faults(table: str, words: Mapping[str, Any], wanted: tuple[str, ...]) -> Iterator[PolicyFault]:
    yield from _same_names(table, words, wanted)
    for name in wanted:
        if name in words and not _is_text(words[name]):
            yield PolicyFault(f"{table}.{name}", "must be a text")


def _feature_faults(features: Mapping[str, Any]) -> Iterator[PolicyFault]:
    yield from _same_names("features", features, tuple(DANGERS))
    for code, row in features.items():
        if code in DANGERS:
            yield from _row_faults(f"features.{code}", row)
    points = {code: _points(features.get(code)) for code in (_NOVEL, _KNOWN, _FLAGS)}
    if (points[_NOVEL] or 0.0) <= (points[_KNOWN] or 0.0):
        yield PolicyFault(f"features.{_NOVEL}.points", f"must be more than those of {_KNOWN}: novelty stands above")
    if points[_FLAGS]:
        yield PolicyFault(f"features.{_FLAGS}.points", "must be 0: a sender's flags are shown and count nothing")


def _points(row: object) -> float | None:
    return _number(row.get("points"), 0.0, MOST_POINTS) if isinstance(row, Mapping) else None


def _row_faults(where: str, row: object) -> Iterator[PolicyFault]:
    if not isinstance(row, Mapping):
        yield PolicyFault(where, "must be a table")
        return
    yield from (PolicyFault(f"{where}.{name}", "is unknown") for name in sorted(set(row) - _ROW))
    if row.get("group") not in GROUPS:
        yield PolicyFault(f"{where}.group", f"must be one of {', '.join(GROUPS)}")
    if _points(row) is None:
        yield PolicyFault(f"{where}.points", f"must be a number from 0 to {MOST_POINTS:g}: nothing takes points away")
    for name in ("absent", "unknown"):
        if (name in row or name == "absent") and not _is_text(row.get(name)):
            yield PolicyFault(f"{where}.{name}", "must be a text")
    yield from _found_faults(f"{where}.found", row.get("found"))


def _found_faults(where: str, found: Any) -> Iterator[PolicyFault]:
    texts = found if isinstance(found, list) else [found]
    if not all(map(_is_text, texts)) or (isinstance(found, list) and len(texts) != 2):
        yield PolicyFault(where, "must be a text, or two: for one and for many")
        return
    if not isinstance(found, list) and f"{{{COUNT}}}" not in texts[0]:
        return
    for text in texts:
        try:
            if any(field[1:] not in _MAY_STAND for field in Formatter().parse(text)):
                yield PolicyFault(where, f"may name nothing but {{{COUNT}}} in braces")
        except ValueError as fault:
            yield PolicyFault(where, f"cannot be read: {fault}")


def _is_text(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _policy(document: Mapping[str, Any]) -> PriorityPolicy:
    spans = {name: timedelta(seconds=seconds * document["now"][name]) for name, seconds in _TIMES.items()}
    return PriorityPolicy(
        version=document["version"].strip(),
        bands={Band(name): float(points) for name, points in document["bands"].items()},
        times=Times(**{name.rpartition("_")[0]: span for name, span in spans.items()}),
        groups=dict(document["groups"]),
        imminence=dict(document["imminence"]),
        features={code: _danger(row) for code, row in document["features"].items()},
        examples=tuple(_examples(document.get("examples", []))),
    )


def _danger(row: Mapping[str, Any]) -> WeighedDanger:
    found, found_many = _one_and_many(row["found"])
    return WeighedDanger(
        group=row["group"],
        points=float(row["points"]),
        found=found,
        found_many=found_many,
        absent=row["absent"],
        unknown=row.get("unknown", row["absent"]),
    )


def _one_and_many(found: Any) -> tuple[str, str]:
    """Words alone, or two: for one and for many. Words alone that name the number serve for both."""
    if isinstance(found, list):
        return found[0], found[1]
    return found, found if f"{{{COUNT}}}" in found else ""


def _examples(rows: object) -> Iterator[PolicyExample]:
    if not isinstance(rows, list):
        raise _invalid((PolicyFault("examples", "must be a list of tables: [[examples]]"),))
    for place, row in enumerate(rows, start=1):
        where = f"examples {place}"
        if isinstance(row, Mapping) and _is_text(row.get("name")):
            where += f" ({row['name'][:60]})"
        try:
            yield read_document(PolicyExample, {"context": {}, **row} if isinstance(row, Mapping) else row)
        except DocumentInvalid as fault:
            raise _invalid((PolicyFault(where, str(fault)),)) from fault


def _broken_examples(policy: PriorityPolicy) -> Iterator[PolicyFault]:
    for place, example in enumerate(policy.examples, start=1):
        found = weigh(example.referral, context=example.context, now=example.now, policy=policy)
        where = f"examples {place} ({example.name[:60]})"
        if found.band is not example.band:
            points = f"{found.score:g} points" + (", and imminent" if found.is_imminent else "")
            yield PolicyFault(where, f"expects {example.band}, and the policy gives {found.band} ({points})")
        if example.is_imminent not in (None, found.is_imminent):
            yield PolicyFault(where, f"expects it {'' if example.is_imminent else 'not '}to be imminent")
