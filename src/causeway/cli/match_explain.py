"""`causeway match explain`: why two pictures or hashes match, or do not, for a person who has to decide."""

import string
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from causeway.cli.output import CommandFailed, print_json
from causeway.vocabulary.findings import RECOMMENDED_RADIUS_BITS

if TYPE_CHECKING:
    from causeway.matching import Examiner, Explanation

_HEX_DIGITS: Final = 64
_AS_GIVEN: Final = "as given"
_AS_STORED: Final = "as stored"
_POOR: Final = "Its hash is of quality {quality}: nearly blank, and a scan compares it with nothing."


@dataclass(frozen=True, slots=True, kw_only=True)
class _Side:
    """One of the two: its hashes, each with what it is of, the first as it is; and why it says little, if it does."""

    name: str
    views: tuple[tuple[str, bytes], ...]
    poor: str | None = None


def explain(
    one: Annotated[str, typer.Argument(help="A picture, or a PDQ hash of 64 hexadecimal digits.")],
    other: Annotated[str, typer.Argument(help="What to compare it with, a picture or a PDQ hash too.")],
    radius: Annotated[
        int, typer.Option(min=0, max=256, help="How many of 256 bits may differ in pictures that look alike.")
    ] = RECOMMENDED_RADIUS_BITS,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Tell how two pictures or PDQ hashes differ: how many of 256 bits, how many of those speak of large shapes, and a
    grid of them all, from large shapes at the top left to small detail. The second picture is compared as it is stored,
    upright, turned and mirrored, and the nearest is told. Each picture is decoded in a limited process. A match is a
    lead, never proof. Exit code 2 if one of the two cannot be read.
    """
    from causeway.matching import Examiner

    with Examiner() as examiner:
        left, right = (_side(text, examiner) for text in (one, other))
    way, found = _nearest(left, right)
    if as_json:
        print_json(_document(left, right, way, found, radius))
        return
    for line in _lines(left, right, way, found, radius):
        typer.echo(line)


def _side(text: str, examiner: "Examiner") -> _Side:
    from causeway.scanning.faults import fault_text
    from causeway.scanning.known import has_a_telling_hash
    from causeway.scanning.telling import shown

    if len(text) == _HEX_DIGITS and all(digit in string.hexdigits for digit in text):
        return _Side(name=text.lower(), views=((_AS_GIVEN, bytes.fromhex(text)),))
    try:
        look = examiner.look_at(Path(text))
    except OSError as error:
        why = f"it is no hash of {_HEX_DIGITS} hexadecimal digits, and no file that can be read: {error.strerror}"
        raise CommandFailed(f"{shown(text)}: {why}", exit_code=2) from error
    digests = look.digests
    if digests.pdq is None:
        why = fault_text(digests.fault) if digests.fault else f"it is no picture ({digests.media_type})"
        raise CommandFailed(f"{shown(text)} has no PDQ hash: {why}", exit_code=2)
    views = [(_AS_STORED, digests.pdq)]
    if digests.pdq_other is not None:
        views.append(("turned upright", digests.pdq_other))
    views += [("turned or mirrored", turned) for turned in look.turned]
    poor = None if has_a_telling_hash(digests) else _POOR.format(quality=digests.pdq_quality)
    return _Side(name=shown(text), views=tuple((way, bytes.fromhex(pdq)) for way, pdq in views), poor=poor)


def _nearest(left: _Side, right: _Side) -> tuple[str, "Explanation"]:
    """Which hash of the right side is the nearest to the left one's first, the earlier of two as near."""
    from causeway.matching import explain as explained

    found = [(way, explained(left.views[0][1], pdq)) for way, pdq in right.views]
    return min(found, key=lambda each: each[1].distance)


def _lines(left: _Side, right: _Side, way: str, found: "Explanation", radius: int) -> Iterator[str]:
    yield found.sentence(radius)
    if way not in (_AS_GIVEN, _AS_STORED):
        yield f"That is with {right.name} {way}."
    yield from (f"{side.name}: {side.poor}" for side in (left, right) if side.poor)
    yield "\nWhere they differ (#), from large shapes at the top left to small detail at the bottom right:"
    yield found.grid()


def _document(left: _Side, right: _Side, way: str, found: "Explanation", radius: int) -> dict[str, object]:
    return {
        "one": left.name,
        "other": right.name,
        "other_as": way,
        "distance": found.distance,
        "coarse": found.coarse,
        "radius": radius,
        "is_match": found.distance <= radius,
        "sentence": found.sentence(radius),
        "bits": list(found.bits),
        "grid": found.grid().splitlines(),
        "poor": [f"{side.name}: {side.poor}" for side in (left, right) if side.poor],
    }
