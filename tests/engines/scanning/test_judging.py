"""What each file is held to be, and why."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest
from numpy.typing import NDArray

from causeway.interchange.hashlists import CategoryScheme
from causeway.matching.capture import Capture
from causeway.matching.frames import FrameHash
from causeway.scanning import shared_frames
from causeway.scanning.collection import Collection
from causeway.scanning.columns import Columns
from causeway.scanning.findings import Finding, Kind
from causeway.scanning.judging import PAUSE_HOURS, judge
from causeway.scanning.known import KnownFiles, Means
from causeway.scanning.seen import Place, Seen
from causeway.vocabulary.findings import DigestKind
from scanned import NOON, again, hash_of, known, picture, shot, video

NOTHING = known()
MORNING = datetime(2025, 6, 1, 9)  # noqa: DTZ001 - a camera's clock names no zone


def judged(*seen: Seen, known: KnownFiles = NOTHING) -> Collection:
    return judge(again(seen), known)


def findings(collection: Collection) -> dict[str, Finding]:
    return {each.seen.place.path: each for each in collection.findings()}


def kinds(collection: Collection) -> dict[str, Kind]:
    return {path: each.kind for path, each in findings(collection).items()}


def test_an_empty_collection_is_judged_too() -> None:
    collection = judged()
    assert list(collection.findings()) == []
    assert set(collection.counts().values()) == {(0, 0)}


@pytest.mark.parametrize("kind", [DigestKind.MD5, DigestKind.SHA1, DigestKind.SHA256])
def test_a_file_is_known_by_any_exact_digest(kind: DigestKind) -> None:
    bridge = picture("bridge.jpg", hash_of(1))
    found = findings(judged(bridge, picture("knob.jpg"), known=known((bridge, "A"), kinds=(kind,))))
    assert found["knob.jpg"].kind is Kind.NEW
    assert found["bridge.jpg"].kind is Kind.KNOWN
    (known_as,) = found["bridge.jpg"].known_as
    assert (known_as.standing.category, known_as.standing.scheme, known_as.means.name) == ("A", "uk", kind.upper())


def test_any_file_may_be_on_a_list() -> None:
    text = picture("notes.txt", media_type="text/plain")
    assert kinds(judged(text, known=known((text, None)))) == {"notes.txt": Kind.KNOWN}
    assert kinds(judged(text)) == {"notes.txt": Kind.OTHER}


def test_a_picture_within_the_radius_of_a_listed_one_is_an_edited_copy_of_it() -> None:
    listed = known(hashes=[(hash_of(1), "B")])
    near, far = picture("near.jpg", hash_of(1, flipped_bits=31)), picture("far.jpg", hash_of(1, flipped_bits=32))
    found = findings(judged(near, far, known=listed))
    assert (found["near.jpg"].kind, found["far.jpg"].kind.is_new) == (Kind.EDITED_KNOWN, True)
    assert found["near.jpg"].known_as[0].distance_bits == 31
    assert "31 of 256 bits differ" in found["near.jpg"].reasons[0]


def test_a_turned_picture_is_found_by_what_it_looks_like_turned_back() -> None:
    listed = known(hashes=[(hash_of(1), "B")])
    found = findings(judged(picture("turned.jpg", hash_of(2), turned=(hash_of(3), hash_of(1))), known=listed))
    assert found["turned.jpg"].kind is Kind.EDITED_KNOWN
    assert found["turned.jpg"].known_as[0].means is Means.PDQ_TURNED


def test_a_listed_picture_behind_the_first_of_a_file_is_found_and_how_many_were_looked_at_is_said() -> None:
    blank = picture("blank first.gif", hash_of(2), quality=0)
    further = (
        FrameHash(frame=7, seconds=0.0, pdq=hash_of(7), quality=80),
        FrameHash(frame=9, seconds=0.0, pdq=hash_of(9), quality=49),
    )
    listed = known(hashes=[(hash_of(7), "B")])
    found = findings(judged(replace(blank, pictures=12, further=further), known=listed))["blank first.gif"]
    assert (found.kind, found.known_as[0].means) == (Kind.EDITED_KNOWN, Means.PDQ_FURTHER)
    assert found.reasons[0].startswith("Another of its pictures, not the first, looks like a file on the list")
    assert "of which 3 were looked at, the last of them number 10: the others may be anything." in " ".join(
        found.reasons
    )
    poor = findings(judged(replace(blank, pictures=2, further=further[1:]), known=known(hashes=[(hash_of(9), "B")])))
    assert poor["blank first.gif"].known_as == ()


@pytest.mark.parametrize(
    ("pictures", "looked_at", "said"),
    [
        (1, 0, None),
        (12, 0, "Only the first of its 12 pictures was looked at: the others may be anything."),
        (2, 1, "It holds 2 pictures (frames or pages); all were looked at."),
    ],
)
def test_it_is_said_how_many_pictures_a_file_holds(pictures: int, looked_at: int, said: str | None) -> None:
    further = tuple(FrameHash(frame=at, seconds=0.0, pdq=hash_of(at), quality=80) for at in range(1, 1 + looked_at))
    one = replace(picture("a.gif", hash_of(0)), pictures=pictures, further=further)
    told = [reason for reason in findings(judged(one))["a.gif"].reasons if "pictures" in reason]
    assert told == ([said] if said else [])


def sideways(path: str, stored: int, seen: int) -> Seen:
    """A picture that a camera stored on its side."""
    plain = picture(path, hash_of(stored), turned=tuple(hash_of(100 + number) for number in range(7)))
    assert plain.digests is not None
    return replace(plain, digests=replace(plain.digests, orientation=6, pdq_other=hash_of(seen)))


@pytest.mark.parametrize("is_upright", [False, True])
def test_a_picture_stored_turned_is_found_by_a_list_made_either_way(is_upright: bool) -> None:
    one = sideways("a.jpg", stored=1, seen=2)
    for number, means, how in ((1, Means.PDQ, "It looks"), (2, Means.PDQ_UPRIGHT, "Turned upright, as its camera")):
        (found,) = judge(again([one]), known(hashes=[(hash_of(number), "B")]), upright=is_upright).findings()
        assert (found.kind, found.known_as[0].means) == (Kind.EDITED_KNOWN, means)
        assert found.reasons[0].startswith(how)


@pytest.mark.parametrize("is_upright", [False, True])
def test_a_copy_that_was_turned_upright_is_one_as_it_is_where_that_is_asked_and_else_turned(is_upright: bool) -> None:
    files = (sideways("DCIM/a.jpg", stored=1, seen=2), picture("sent.jpg", hash_of(2), size_px=(800, 600)))
    (found,) = judge(again(files), NOTHING, upright=is_upright).findings(Kind.COPY)
    assert found.copy_of is not None
    assert (found.seen.place.path, found.copy_of.path) == ("DCIM/a.jpg", "sent.jpg")
    assert (found.copy_of.is_turned, found.copy_of.distance_bits) == (not is_upright, 0)


def test_a_hash_of_low_quality_is_not_compared() -> None:
    listed = known(hashes=[(hash_of(1), "B")])
    poor = picture("poor.jpg", hash_of(1), quality=49, turned=(hash_of(1),))
    good = picture("good.jpg", hash_of(1), quality=50)
    also_poor = picture("also poor.jpg", hash_of(1), quality=49)
    found = findings(judged(poor, good, also_poor, known=listed))
    assert {path: each.kind for path, each in found.items()} == {
        "poor.jpg": Kind.NEW,
        "good.jpg": Kind.EDITED_KNOWN,
        "also poor.jpg": Kind.NEW,
    }
    why = "Its hash is of quality 49: nearly blank, and was compared with nothing."
    assert found["poor.jpg"].reasons == ("It names no camera.", "No list has it.", why)
    assert why not in found["good.jpg"].reasons


def test_what_looks_like_a_listed_file_of_this_collection_is_a_copy_of_it_though_the_list_has_no_such_hash() -> None:
    bridge, small = picture("bridge.jpg", hash_of(1)), picture("small.jpg", hash_of(1, flipped_bits=4))
    found = findings(judged(small, bridge, known=known((bridge, "A"))))
    assert found["small.jpg"].kind is Kind.EDITED_KNOWN
    assert found["small.jpg"].copy_of is not None
    assert found["small.jpg"].copy_of.path == "bridge.jpg"


def test_a_category_of_the_us_scheme_that_says_not_pertinent_hides_nothing_that_only_looks_alike() -> None:
    wallpaper = picture("wallpaper.jpg", hash_of(1))
    alike = picture("alike.jpg", hash_of(1, flipped_bits=3))
    listed = known((wallpaper, "0"), hashes=[(hash_of(1), "0")], scheme=CategoryScheme.US)
    found = kinds(judged(wallpaper, alike, known=listed))
    assert found["wallpaper.jpg"] is Kind.NOT_PERTINENT
    assert found["alike.jpg"].is_new


def test_a_zero_means_nothing_in_another_scheme() -> None:
    bridge = picture("bridge.jpg")
    assert kinds(judged(bridge, known=known((bridge, "0"), scheme=CategoryScheme.CUSTOM))) == {"bridge.jpg": Kind.KNOWN}


def test_equal_files_are_one_content_in_several_places() -> None:
    late = picture("a.jpg", content="same", modified_at=NOON + timedelta(days=1))
    early = picture("b.jpg", content="same", modified_at=NOON)
    collection = judged(late, early, picture("c.jpg"))
    found = findings(collection)
    assert (found["a.jpg"].duplicate_of, found["b.jpg"].duplicate_of) == ("b.jpg", None)
    assert [place.path for place in found["b.jpg"].places] == ["b.jpg", "a.jpg"]
    assert found["b.jpg"].places[1] == late.place
    assert collection.counts()[Kind.NEW] == (2, 3)
    assert len(list(collection.findings(with_duplicates=False))) == 2


def test_of_equal_files_one_that_could_be_looked_into_stands_for_all() -> None:
    """One took too long to decode, for what else the computer did: that says nothing about the other."""
    slow = replace(picture("a.jpg", content="same", modified_at=NOON), fault="timeout")
    found = findings(
        judged(slow, picture("b.jpg", hash_of(1), content="same"), known=known(hashes=[(hash_of(1), "A")]))
    )
    assert {path: each.kind for path, each in found.items()} == dict.fromkeys(("a.jpg", "b.jpg"), Kind.EDITED_KNOWN)
    assert found["a.jpg"].duplicate_of == "b.jpg"


def test_two_equal_files_of_one_path_are_still_two() -> None:
    """`a!/b` may lie in a folder named `a!`, or in an archive named `a`."""
    found = judged(picture("a!/b", content="same"), picture("a!/b", content="same")).findings()
    assert [each.duplicate_of for each in found] == [None, "a!/b"]


def test_the_places_of_a_content_are_listed_once_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    collection = judged(*(picture(f"{number:02}.jpg", content="same") for number in range(50)))
    place, made = Columns.place, []

    def counted(columns: Columns, row: int) -> Place:
        made.append(row)
        return place(columns, row)

    monkeypatch.setattr(Columns, "place", counted)
    first, *others = collection.findings()
    assert [len(first.places), *{len(each.places) for each in others}] == [50, 2]
    assert [each.path for each in others[-1].places] == ["00.jpg", "49.jpg"]
    assert len(made) == 50 + 2 * 49


def test_files_that_could_not_be_read_are_equal_to_none() -> None:
    unread = [
        Seen(place=Place(path=path, size_bytes=0), digests=None, fault="not_permitted") for path in ("a.jpg", "b.jpg")
    ]
    found = findings(judged(*unread))
    assert [each.kind for each in found.values()] == [Kind.UNREAD, Kind.UNREAD]
    assert found["b.jpg"].duplicate_of is None
    assert "not_permitted" in found["b.jpg"].reasons[0]


def test_a_damaged_picture_is_still_a_new_picture() -> None:
    damaged = replace(picture("damaged.jpg"), fault="damaged_picture")
    found = findings(judged(damaged))["damaged.jpg"]
    assert found.kind is Kind.NEW
    assert found.reasons[-1] == "Its content could not be looked into: the picture is cut short or damaged."


def test_a_picture_with_all_marks_is_a_camera_original() -> None:
    found = findings(judged(picture("IMG_1.jpg", hash_of(1), capture=shot(MORNING))))["IMG_1.jpg"]
    assert found.kind is Kind.ORIGINAL
    assert found.reasons == (
        "It names its camera: Linden L5.",
        "It says when it was taken, has the size that the camera wrote, and names no editing program.",
        "No list has it, nor one within 31 bits of it.",
    )


@pytest.mark.parametrize(
    "capture",
    [
        None,
        replace(shot(MORNING), make=None, model=None),
        replace(shot(MORNING), taken_at=None),
        replace(shot(MORNING), stated_width_px=None),
        replace(shot(MORNING), stated_width_px=4000),
        shot(MORNING, software="Adobe Photoshop Express"),
    ],
)
def test_without_one_of_the_marks_it_is_new_and_no_original(capture: Capture | None) -> None:
    assert kinds(judged(picture("a.jpg", capture=capture))) == {"a.jpg": Kind.NEW}


def test_a_picture_that_the_decoder_turned_upright_has_the_stated_size() -> None:
    upright = picture("a.heic", size_px=(480, 640), capture=shot(MORNING), media_type="image/heic")
    assert kinds(judged(upright)) == {"a.heic": Kind.ORIGINAL}


def test_the_first_originals_are_named_as_the_findings_are() -> None:
    shots = [picture(f"{at}.jpg", hash_of(at), capture=shot(MORNING + timedelta(days=at))) for at in range(1, 5)]
    again_elsewhere = picture("copy.jpg", hash_of(4), content="4.jpg", capture=shot(MORNING + timedelta(days=4)))
    collection = judged(picture("0.jpg"), *shots, again_elsewhere)
    told = [(one.number, one.path, one.series, one.device, one.taken_at) for one in collection.originals(3)]
    assert (
        told
        == [
            (one.number, one.seen.place.path, one.series and one.series.number, one.device, one.seen.capture.taken_at)
            for one in collection.findings(Kind.ORIGINAL, with_duplicates=False)
            if one.seen.capture is not None
        ][:3]
    )
    assert [path for _, path, *_ in told] == ["4.jpg", "3.jpg", "2.jpg"]
    assert judged().originals(3) == []


def test_the_largest_of_one_shot_is_the_original_and_the_others_go_with_it() -> None:
    small = picture("small.jpg", hash_of(1, flipped_bits=2), capture=shot(MORNING))
    large = picture("large.jpg", hash_of(1), capture=shot(MORNING))
    small = replace(small, place=replace(small.place, size_bytes=900))
    stripped = picture("stripped.jpg", hash_of(1, flipped_bits=3))
    found = findings(judged(small, stripped, large))
    assert {path: each.kind for path, each in found.items()} == {
        "large.jpg": Kind.ORIGINAL,
        "small.jpg": Kind.SERIES,
        "stripped.jpg": Kind.SERIES,
    }
    assert len({each.group for each in found.values()}) == 1


def test_two_shots_of_one_view_are_both_originals() -> None:
    first = picture("1.jpg", hash_of(1), capture=shot(MORNING))
    second = picture("2.jpg", hash_of(1, flipped_bits=5), capture=shot(MORNING + timedelta(seconds=1)))
    assert set(kinds(judged(first, second)).values()) == {Kind.ORIGINAL}


def test_a_camera_original_of_a_listed_picture_stands_first_among_its_copies() -> None:
    copies = [picture(f"{number}.jpg", hash_of(1, flipped_bits=number)) for number in range(1, 4)]
    source = picture("source.jpg", hash_of(1), capture=shot(MORNING))
    collection = judged(*copies, source, known=known(hashes=[(hash_of(1), "A")]))
    first = next(collection.findings())
    assert (first.seen.place.path, first.kind) == ("source.jpg", Kind.EDITED_KNOWN)
    assert any("may be where the listed file comes from" in reason for reason in first.reasons)


def test_a_picture_that_is_near_a_copy_alone_is_no_copy() -> None:
    """A chain of likenesses makes a group, not one picture."""
    chain = [picture(f"{bits}.jpg", hash_of(1, flipped_bits=bits)) for bits in (0, 20, 40)]
    found = findings(judged(*chain))
    assert [found[f"{bits}.jpg"].kind for bits in (0, 20, 40)] == [Kind.NEW, Kind.COPY, Kind.NEW]
    assert len({each.group for each in found.values()}) == 1


def test_a_turned_copy_of_a_file_of_this_collection_is_found() -> None:
    bridge = picture("bridge.jpg", hash_of(1), size_px=(800, 600))
    turned = picture("turned.jpg", hash_of(2), turned=(hash_of(3), hash_of(1, flipped_bits=6)))
    found = findings(judged(turned, bridge))["turned.jpg"]
    assert found.kind is Kind.COPY
    assert found.copy_of is not None
    assert (found.copy_of.path, found.copy_of.is_turned, found.copy_of.distance_bits) == ("bridge.jpg", True, 6)


def test_a_pause_begins_another_series_and_the_latest_comes_first() -> None:
    pause = timedelta(hours=PAUSE_HOURS)
    times = {"1.jpg": MORNING, "2.jpg": MORNING + pause, "3.jpg": MORNING + 2 * pause + timedelta(seconds=1)}
    collection = judged(*(picture(path, capture=shot(at)) for path, at in times.items()))
    assert [(one.number, one.originals, one.begins, one.ends) for one in collection.series] == [
        (1, 1, times["3.jpg"], times["3.jpg"]),
        (2, 2, times["1.jpg"], times["2.jpg"]),
    ]
    assert [each.seen.place.path for each in collection.findings()] == ["3.jpg", "1.jpg", "2.jpg"]


def test_two_devices_of_one_model_have_their_own_series() -> None:
    shots = [picture(f"{name}.jpg", capture=shot(MORNING, serial_number=name)) for name in ("a", "b")]
    assert {one.device.serial_number for one in judged(*shots).series} == {"a", "b"}


def test_what_the_same_device_took_in_the_same_hours_goes_with_the_originals() -> None:
    original = picture("1.jpg", capture=shot(MORNING))
    edited = picture("2.jpg", capture=shot(MORNING + timedelta(minutes=1), software="GIMP 2.10"))
    elsewhere = picture("3.jpg", capture=shot(MORNING + timedelta(days=9), software="GIMP 2.10"))
    found = findings(judged(original, edited, elsewhere))
    assert (found["2.jpg"].kind, found["3.jpg"].kind) == (Kind.SERIES, Kind.NEW)
    assert found["2.jpg"].series == found["1.jpg"].series


def test_what_to_look_at_first_comes_first() -> None:
    bridge = picture("known.jpg", hash_of(1))
    seen = (
        Seen(place=Place(path="unread", size_bytes=0), digests=None),
        picture("text", media_type="text/plain"),
        bridge,
        picture("edited known.jpg", hash_of(1, flipped_bits=1)),
        picture("copy.jpg", hash_of(2, flipped_bits=1)),
        picture("new.jpg", hash_of(2), size_px=(800, 600)),
        picture("stripped.jpg", hash_of(3, flipped_bits=1)),
        picture("original.jpg", hash_of(3), capture=shot(MORNING)),
    )
    in_order = [each.seen.place.path for each in judged(*seen, known=known((bridge, "A"))).findings()]
    assert in_order == [
        "original.jpg",
        "stripped.jpg",
        "new.jpg",
        "copy.jpg",
        "edited known.jpg",
        "known.jpg",
        "text",
        "unread",
    ]


def test_a_video_is_known_when_most_of_its_frames_are_listed() -> None:
    listed = known(hashes=[(hash_of(number), "A") for number in range(8)])
    most, few = video("most.mp4", map(hash_of, range(10))), video("few.mp4", map(hash_of, range(1, 11)))
    found = findings(judged(most, few, known=listed))
    assert (found["most.mp4"].kind, found["few.mp4"].kind.is_new) == (Kind.EDITED_KNOWN, True)
    assert "80% of its frames" in found["most.mp4"].reasons[0]
    assert "70% of its frames" in found["few.mp4"].reasons[0]


def test_the_frames_that_are_listed_count_together_whatever_their_categories() -> None:
    halves = known(hashes=[(hash_of(number), "1" if number < 5 else "2") for number in range(10)])
    found = findings(judged(video("a.mp4", map(hash_of, range(10))), known=halves))["a.mp4"]
    assert found.kind is Kind.EDITED_KNOWN
    assert [known_as.share for known_as in found.known_as] == [0.5, 0.5]
    assert found.reasons[2] == "Of all these together: 100% of its frames look like listed files."


def test_a_frame_that_has_two_categories_counts_once() -> None:
    listed = known(hashes=[(hash_of(number), category) for number in range(5) for category in ("1", "2")])
    found = findings(judged(video("a.mp4", map(hash_of, range(10))), known=listed))["a.mp4"]
    assert (found.kind, found.known_as[0].share_of_all) == (Kind.NEW, 0.5)


def test_frames_of_files_that_are_not_pertinent_make_no_video_known() -> None:
    halves = [(hash_of(number), "0" if number < 5 else "1") for number in range(10)]
    listed = known(hashes=halves, scheme=CategoryScheme.US)
    found = findings(judged(video("a.mp4", map(hash_of, range(10))), known=listed))["a.mp4"]
    assert (found.kind, found.known_as[0].share_of_all) == (Kind.NEW, 0.5)
    assert not any("together" in reason for reason in found.reasons)


def test_a_part_of_a_video_is_a_copy_of_the_whole_and_says_how_much_of_it() -> None:
    whole, part = video("whole.mp4", map(hash_of, range(20))), video("part.mp4", map(hash_of, range(5)))
    found = findings(judged(part, whole))
    assert (found["whole.mp4"].kind, found["part.mp4"].kind) == (Kind.NEW, Kind.COPY)
    copy = found["part.mp4"].copy_of
    assert copy is not None
    assert (copy.path, copy.share, copy.share_back) == ("whole.mp4", 1.0, 0.25)


def test_a_frame_that_many_videos_hold_counts_for_the_longest_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    clips = [video(f"{name}.mp4", map(hash_of, (0, *own))) for name, own in (("a", range(1, 5)), ("b", range(5, 9)))]
    pair = [video(f"{name}.mp4", map(hash_of, (0, 9, 10, 11))) for name in ("c", "d")]
    assert [found.copy_of is not None for found in findings(judged(*clips, *pair)).values()] == [False] * 3 + [True]
    monkeypatch.setattr(shared_frames, "MOST_HOLDERS", 2)
    assert set(kinds(judged(*clips, *pair)).values()) == {Kind.NEW}


def test_clips_with_one_end_card_are_not_compared_each_with_each(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shared_frames, "MOST_HOLDERS", 3)
    holders, compared = shared_frames.Held.holders, []

    def counted(held: shared_frames.Held, numbers: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        videos, place = holders(held, numbers)
        compared.append(len(videos))
        return videos, place

    monkeypatch.setattr(shared_frames.Held, "holders", counted)
    clips = [video(f"{number:02}.mp4", [hash_of(number), hash_of(99)]) for number in range(30)]
    assert set(kinds(judged(*clips)).values()) == {Kind.NEW}
    assert sum(compared) == 30 * (1 + 3)


def test_a_copy_of_a_listed_video_is_known_through_it() -> None:
    listed, copy = video("listed.mp4", map(hash_of, range(9))), video("copy.mp4", map(hash_of, range(10)))
    assert kinds(judged(copy, listed, known=known((listed, "A")))) == {
        "copy.mp4": Kind.EDITED_KNOWN,
        "listed.mp4": Kind.KNOWN,
    }


def test_frames_of_low_quality_say_nothing() -> None:
    black = [video(f"{name}.mp4", [hash_of(1)] * 5, quality=0) for name in ("a", "b")]
    assert set(kinds(judged(*black)).values()) == {Kind.NEW}


def test_a_still_scene_counts_each_of_its_frames() -> None:
    still = video("still.mp4", [hash_of(1)] * 9 + [hash_of(2)])
    other = video("other.mp4", [hash_of(1), *map(hash_of, range(10, 30))])
    found = findings(judged(still, other))["still.mp4"]
    assert found.copy_of is not None
    assert (found.copy_of.path, found.copy_of.share) == ("other.mp4", 0.9)


def test_findings_come_in_the_same_order_however_few_are_kept_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    seen = [
        picture(f"{number}.jpg", hash_of(number % 5), capture=shot(MORNING) if number % 3 else None)
        for number in range(20)
    ]
    collection = judged(*seen)
    at_once = list(collection.findings())
    assert [each.number for each in at_once] == list(range(1, 21))
    monkeypatch.setattr("causeway.scanning.collection._AT_A_TIME", 3)
    assert list(collection.findings()) == at_once


def test_an_original_says_that_an_equal_file_lies_where_a_program_shares() -> None:
    original = picture("DCIM/1.jpg", content="one", capture=shot(MORNING))
    sent = picture("WhatsApp/Media/WhatsApp Images/Sent/1.jpg", content="one", capture=shot(MORNING))
    found = findings(judged(sent, original))
    assert found["DCIM/1.jpg"].duplicate_of is None
    assert [each.path for each in found["DCIM/1.jpg"].shared] == [sent.place.path]
    assert any(f"{sent.place.path} of an equal file suggests WhatsApp" in each for each in found["DCIM/1.jpg"].reasons)


def test_names_that_are_no_text_are_kept() -> None:
    odd = "\udcff\udcfe.jpg"
    found = findings(judged(picture(odd, hash_of(1), size_px=(800, 600)), picture("copy.jpg", hash_of(1))))
    assert found["copy.jpg"].copy_of is not None
    assert found["copy.jpg"].copy_of.path == odd
    assert any(r"looks like \xff\xfe.jpg" in reason for reason in found["copy.jpg"].reasons)


def filmed(path: str, first: int, at: datetime, software: str = "LindenOS 7.1") -> Seen:
    """A clip with a phone's notes, which state no size."""
    clip = video(path, [hash_of(number) for number in range(first, first + 5)])
    notes = replace(shot(at, software=software), stated_width_px=None, stated_height_px=None)
    return replace(clip, capture=notes)


def test_a_phone_s_clip_is_an_original_in_the_series_of_its_photos() -> None:
    photo = picture("1.jpg", hash_of(1), capture=shot(MORNING))
    clip = filmed("2.mp4", 10, MORNING + timedelta(minutes=2))
    edited = filmed("3.mp4", 20, MORNING, software="Lavf60.3.100")
    found = findings(judged(photo, clip, edited))
    assert (found["1.jpg"].kind, found["2.mp4"].kind) == (Kind.ORIGINAL, Kind.ORIGINAL)
    assert found["3.mp4"].kind is Kind.SERIES
    assert len({each.series for each in found.values()}) == 1
    assert "It says when it was taken, and names no editing program." in found["2.mp4"].reasons
    assert "It names an editing program: Lavf60.3.100." in found["3.mp4"].reasons
    assert not any("size" in reason for reason in found["3.mp4"].reasons)


def test_a_longer_copy_without_notes_is_one_of_the_clip_that_has_them() -> None:
    sent = video("WhatsApp/sent.mp4", [*(hash_of(number) for number in range(10, 15)), hash_of(14)])
    found = findings(judged(sent, filmed("DCIM/1.mp4", 10, MORNING)))
    assert found["DCIM/1.mp4"].kind is Kind.ORIGINAL
    assert (copy := found["WhatsApp/sent.mp4"].copy_of) is not None
    assert copy.path == "DCIM/1.mp4"


def test_two_clips_of_one_view_are_two_originals_and_one_shot_twice_is_one() -> None:
    later = MORNING + timedelta(minutes=1)
    clips = (filmed("1.mp4", 10, MORNING), filmed("2.mp4", 10, later), filmed("3.mp4", 10, later))
    assert list(kinds(judged(*clips)).values()) == [Kind.ORIGINAL, Kind.ORIGINAL, Kind.SERIES]


def test_a_raw_file_is_the_original_of_the_jpeg_beside_it_though_its_picture_is_small() -> None:
    full, raw = shot(MORNING), replace(shot(MORNING), is_raw=True)
    jpeg = picture("1.jpg", hash_of(1), capture=full)
    seen = picture("1.dng", hash_of(1, flipped_bits=2), size_px=(160, 120), capture=raw)
    found = findings(judged(jpeg, seen))
    assert (found["1.dng"].kind, found["1.jpg"].kind) == (Kind.ORIGINAL, Kind.SERIES)
    assert found["1.jpg"].copy_of is not None
