"""Says in plain words why a file is held to be what it is."""

from collections.abc import Iterator, Sequence
from datetime import UTC, timedelta
from typing import Final

from causeway.printable import printable
from causeway.scanning.faults import DAMAGED_MEMBER, fault_text
from causeway.scanning.findings import CopyOf, Finding, Kind, KnownAs
from causeway.scanning.known import Means, has_a_telling_hash
from causeway.scanning.origins import editor_of, has_the_stated_size, states_a_size
from causeway.scanning.seen import Seen
from causeway.vocabulary.findings import MediaDigests

_HASH_BITS: Final = 256
_A_DAY: Final = timedelta(days=1)
_MOST_SHARED: Final = 5
"""Places told of one content; all are in the table."""


def as_text(path: str) -> str:
    """A path as programs read it: bytes that are no UTF-8 stand as `\\xff`, all else as it is."""
    return path.encode(errors="surrogateescape").decode(errors="backslashreplace")


def shown(path: str) -> str:
    """A path fit for a terminal or a page: what would steer it is written out too."""
    return printable(as_text(path))


def _pictures(seen: Seen) -> Iterator[str]:
    """How many of the pictures of a file that holds several were looked at."""
    looked_at = 1 + len(seen.further)
    if seen.pictures <= 1:
        return
    if looked_at == 1:
        yield f"Only the first of its {seen.pictures:,} pictures was looked at: the others may be anything."
    elif looked_at < seen.pictures:
        yield (
            f"It holds at least {seen.pictures:,} pictures (frames or pages), of which {looked_at} were looked at, the"
            f" last of them number {seen.further[-1].frame + 1:,}: the others may be anything."
        )
    else:
        yield f"It holds {seen.pictures} pictures (frames or pages); all were looked at."


def _poor_hash(digests: MediaDigests) -> str | None:
    """Why the perceptual hash of a picture is not compared; None where it is, and where there is none."""
    if digests.pdq is None or has_a_telling_hash(digests):
        return None
    return f"Its hash is of quality {digests.pdq_quality}: nearly blank, and was compared with nothing."


def reasons_of(finding: Finding, radius_bits: int) -> tuple[str, ...]:
    """All reasons, those that decide first."""
    return tuple(_reasons(finding, radius_bits))


def _reasons(finding: Finding, radius_bits: int) -> Iterator[str]:
    if finding.seen.digests is None:
        yield f"Not one byte could be read: {fault_text(finding.seen.fault or 'no reason is known')}."
        return
    yield from map(_known, finding.known_as)
    yield from _together(finding.known_as)
    if finding.copy_of is not None:
        yield _copy(finding.copy_of, finding.kind)
    if finding.kind is not Kind.OTHER:
        yield from _origin(finding)
    if finding.kind.is_new:
        is_compared = has_a_telling_hash(finding.seen.digests)
        yield "No list has it" + (f", nor one within {radius_bits} bits of it." if is_compared else ".")
    yield from _pictures(finding.seen)
    if poor := _poor_hash(finding.seen.digests):
        yield poor
    if finding.duplicate_of is not None:
        yield f"Byte for byte the same as {shown(finding.duplicate_of)}."
    for shared in finding.shared[:_MOST_SHARED]:
        which = (
            "The path" if shared.path == finding.seen.place.path else f"The path {shown(shared.path)} of an equal file"
        )
        yield f"{which} suggests {shared.hint.program}: {shared.hint.reason}. A hint, no proof."
    if finding.seen.fault is not None:
        all_of = "Not all of its content could" if finding.seen.fault == DAMAGED_MEMBER else "Its content could not"
        yield f"{all_of} be looked into: {fault_text(finding.seen.fault)}."


def _known(known: KnownAs) -> str:
    standing = known.standing
    grade = f"category {shown(standing.category)}" if standing.category is not None else "no category"
    where = f"{shown(standing.list_name)}, {grade} (scheme: {standing.scheme})"
    if known.means.is_exact:
        return f"On the list {where}, by its {_EXACT_NAMES[known.means]}."
    if known.means is Means.FRAMES:
        return f"{known.share:.0%} of its frames look like files on the list {where}."
    bits = f"{known.distance_bits} of {_HASH_BITS} bits differ"
    return f"{_LOOKS[known.means]} looks like a file on the list {where}: {bits}."


def _together(known_as: Sequence[KnownAs]) -> Iterator[str]:
    by_frames = [known for known in known_as if known.means is Means.FRAMES and known.standing.is_pertinent]
    if len(by_frames) > 1:
        yield f"Of all these together: {by_frames[0].share_of_all:.0%} of its frames look like listed files."


_LOOKS: Final = {
    Means.PDQ: "It",
    Means.PDQ_UPRIGHT: "Turned upright, as its camera notes, it",
    Means.PDQ_TURNED: "Turned or mirrored, it",
    Means.PDQ_FURTHER: "Another of its pictures, not the first,",
}
_EXACT_NAMES: Final = {Means.SHA256: "SHA-256", Means.SHA1: "SHA-1", Means.MD5: "MD5"}


def _copy(copy: CopyOf, kind: Kind) -> str:
    which = f"{shown(copy.path)}, which is on a list" if kind is Kind.EDITED_KNOWN else shown(copy.path)
    if copy.share is not None and copy.share_back is not None:
        return f"{copy.share:.0%} of its frames are in {which}; {copy.share_back:.0%} of the frames of that are in it."
    how = "Turned or mirrored, it" if copy.is_turned else "It"
    return f"{how} looks like {which}: {copy.distance_bits} of {_HASH_BITS} bits differ."


def _origin(finding: Finding) -> Iterator[str]:
    """What the camera's notes say, and what they do not."""
    capture, device = finding.seen.capture, finding.device
    if capture is None or device is None:
        if finding.kind.is_new:
            yield "It names no camera."
        return
    yield f"It names its camera: {device.name}."
    yield from _clocks(finding)
    if finding.has_camera_marks:
        is_sized = finding.seen.digests is None or states_a_size(capture, finding.seen.digests)
        size = " has the size that the camera wrote," if is_sized else ""
        yield f"It says when it was taken,{size} and names no editing program."
        if finding.kind in (Kind.KNOWN, Kind.EDITED_KNOWN):
            yield "These are the marks of a camera original: it may be where the listed file comes from."
    else:
        yield from _against(finding.seen)


def _clocks(finding: Finding) -> Iterator[str]:
    """A file that was last changed before its picture was taken; a day is for zones."""
    capture, changed = finding.seen.capture, finding.seen.place.modified_at
    if capture is not None and capture.taken_at is not None and changed is not None:
        taken = capture.taken_at
        if taken.replace(tzinfo=UTC) - changed > _A_DAY:
            yield (
                f"Its camera says {taken:%Y-%m-%d}, but the file was last changed on {changed:%Y-%m-%d}: one of the "
                "two clocks was wrong, and its place among the series may be too."
            )


def _against(seen: Seen) -> Iterator[str]:
    """What speaks against a camera original that names its device."""
    if seen.capture is None or seen.digests is None:
        return
    if seen.capture.taken_at is None:
        yield "It does not say when it was taken."
    if editor := editor_of(seen.capture):
        yield f"It names an editing program: {editor}."
    if states_a_size(seen.capture, seen.digests) and not has_the_stated_size(seen.capture, seen.digests):
        yield "It has not the size that the camera wrote, or none is written."
