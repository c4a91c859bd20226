"""What holds of every judgement, whatever the collection."""

from collections import Counter
from datetime import datetime, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from causeway.scanning.findings import Finding, Kind
from causeway.scanning.judging import judge
from causeway.scanning.seen import Place, Seen
from scanned import again, hash_of, known, picture, shot

MORNING = datetime(2025, 6, 1, 9)  # noqa: DTZ001 - a camera's clock names no zone
RADIUS_BITS = 31

captures = st.none() | st.builds(
    lambda hours, serial, software: shot(MORNING + timedelta(hours=hours), serial_number=serial, software=software),
    st.integers(0, 30),
    st.sampled_from([None, "1"]),
    st.sampled_from([None, "GIMP"]),
)


@st.composite
def collections(draw: st.DrawFn) -> list[Seen]:
    """Few scenes with many likenesses, equal files, and some that cannot be read."""
    seen = []
    for number in range(draw(st.integers(0, 12))):
        path = f"{number}.jpg"
        if draw(st.integers(0, 9)) == 0:
            seen.append(Seen(place=Place(path=path, size_bytes=1), digests=None))
            continue
        scene, bits = draw(st.integers(0, 2)), draw(st.integers(0, 70))
        turned = tuple(hash_of(each) for each in draw(st.lists(st.integers(0, 2), max_size=1)))
        content = f"{scene} {bits} {turned} {(capture := draw(captures))}"
        seen.append(picture(path, hash_of(scene, flipped_bits=bits), content=content, capture=capture, turned=turned))
    return seen


def bits_apart(one: Finding, other: Finding) -> int:
    """The least distance of the one, as it is or turned, to the other."""
    assert one.seen.digests is not None
    assert other.seen.digests is not None
    ours = (one.seen.digests.pdq or "", *one.seen.turned)
    return min((int(text, 16) ^ int(other.seen.digests.pdq or "", 16)).bit_count() for text in ours)


@given(collections(), st.lists(st.integers(0, 2), max_size=2))
@settings(max_examples=150, deadline=None)
def test_every_judgement_holds_together(seen: list[Seen], listed_scenes: list[int]) -> None:
    listed = [(each, "A") for each in seen[:1] if each.digests is not None]
    collection = judge(again(seen), known(*listed, hashes=[(hash_of(scene), "B") for scene in listed_scenes]))
    findings = list(collection.findings())
    by_path = {each.seen.place.path: each for each in findings}

    assert sorted(by_path) == sorted(each.place.path for each in seen)
    assert [each.number for each in findings] == list(range(1, len(seen) + 1))
    assert [each.kind for each in findings] == sorted((each.kind for each in findings), key=list(Kind).index)
    counts = Counter(each.kind for each in findings)
    assert {kind: files for kind, (_, files) in collection.counts().items() if files} == dict(counts)

    for each in findings:
        assert each.reasons
        assert (each.kind is Kind.KNOWN) == any(one.means.is_exact for one in each.known_as)
        assert each.kind is not Kind.ORIGINAL or each.has_camera_marks
        if each.duplicate_of is not None:
            first = by_path[each.duplicate_of]
            assert (first.duplicate_of, first.kind, first.seen.digests) == (None, each.kind, each.seen.digests)
        if each.copy_of is not None:
            of = by_path[each.copy_of.path]
            assert of.copy_of is None or of.copy_of.is_turned
            assert each.copy_of.distance_bits <= RADIUS_BITS
            assert bits_apart(each, of) <= each.copy_of.distance_bits
            assert each.group == of.group
        if each.kind.is_new:
            assert each.kind in (Kind.ORIGINAL, Kind.SERIES) or each.series is None
            assert all(bits_apart(each, other) > RADIUS_BITS for other in findings if other.kind is Kind.KNOWN)
