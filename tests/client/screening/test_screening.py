"""An upload is compared with what is listed, however it comes; what is wrong with it is said, and nothing is hidden."""

import asyncio
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageOps

from causeway.client import Screening, WhenNotScreened
from causeway.client.mirror import NotComparable
from causeway.client.screening import BadSetting, FaultCode, IndexFile, NotAFile, Screened, ScreeningClosed
from causeway.client.screening._taking import MOST_IN_MEMORY_BYTES, Taking
from causeway.client.screening.results import MOST_HITS
from causeway.matching import DigestIndex, HammingIndex, pack_hashes
from causeway.vocabulary.signals import NOT_PROOF, SignalChangeKind, SignalKind, SignalState
from client.mirror.feeds import DAY, NOW, change
from client.screening.uploads import GRADE, digests_of, encoded, listed, mirrored, picture

KNOB = b"a text about a door knob"
BRIDGE = encoded(picture(1))
BRIDGE_AGAIN = encoded(picture(1), "JPEG", quality=60)
OTHER = encoded(picture(2))


@pytest.fixture(scope="module")
def mirror(tmp_path_factory: pytest.TempPathFactory) -> Path:
    bridge = digests_of(BRIDGE)
    assert bridge.pdq is not None
    return mirrored(
        tmp_path_factory.mktemp("screening") / "mirror",
        [
            listed("knob", SignalKind.MD5, digests_of(KNOB).md5),
            listed("bridge", SignalKind.PDQ, bridge.pdq),
        ],
    )


@pytest.fixture(scope="module")
def screening(mirror: Path) -> Iterator[Screening]:
    with Screening(mirror, stale_after=DAY, examiners=2, now=lambda: NOW) as running:
        yield running


def codes(screened: Screened) -> list[tuple[FaultCode, str | None]]:
    return [(fault.code, fault.detail) for fault in screened.faults]


def references(screened: Screened) -> list[str]:
    return [hit.reference for hit in screened.hits]


def test_a_listed_file_asks_for_a_person_with_all_that_the_list_says(screening: Screening) -> None:
    found = screening.screen(KNOB, reference="upload 17")
    (hit,) = found.hits
    assert (found.asks_review, found.reference, found.note) == (True, "upload 17", NOT_PROOF)
    assert (hit.kind, hit.value, hit.reference) == (SignalKind.MD5, digests_of(KNOB).md5, "knob")
    assert (hit.state, hit.category, hit.confidence, hit.distance_bits) == (SignalState.ADDED, GRADE, 80, 0)
    assert found.faults == ()


def test_a_file_that_is_not_listed_asks_for_nobody(screening: Screening) -> None:
    found = screening.screen(OTHER)
    assert (found.asks_review, found.hits, found.faults) == (False, (), ())
    assert found.compared == (SignalKind.SHA256, SignalKind.SHA1, SignalKind.MD5, SignalKind.PDQ)
    assert found.digests == digests_of(OTHER)
    assert found.as_of == NOW


def test_a_picture_is_found_in_another_format_and_turned(screening: Screening) -> None:
    (near,) = screening.screen(BRIDGE_AGAIN).hits
    assert (near.kind, near.reference, near.is_turned) == (SignalKind.PDQ, "bridge", False)
    (turned,) = screening.screen(encoded(ImageOps.mirror(picture(1)))).hits
    assert (turned.reference, turned.is_turned) == ("bridge", True)
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = 6
    on_its_side = encoded(picture(1).transpose(Image.Transpose.ROTATE_90), exif=exif.tobytes())
    (seen,) = screening.screen(on_its_side).hits
    assert (seen.reference, seen.distance_bits, seen.is_turned) == ("bridge", 0, True)


def test_a_listed_picture_behind_the_first_of_an_animation_is_found(screening: Screening) -> None:
    animation = BytesIO()
    picture(2).save(animation, "WEBP", save_all=True, append_images=[picture(3), picture(1)], lossless=True)
    (hit,) = screening.screen(animation.getvalue()).hits
    assert (hit.kind, hit.reference, hit.is_turned) == (SignalKind.PDQ, "bridge", False)


def test_a_way_in_makes_no_difference(screening: Screening, tmp_path: Path) -> None:
    path = tmp_path / "upload"
    path.write_bytes(BRIDGE_AGAIN)

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(BRIDGE_AGAIN), 1000):
            yield BRIDGE_AGAIN[start : start + 1000]

    async def all_ways() -> list[Screened]:
        ways: list[Any] = [BRIDGE_AGAIN, path, BytesIO(BRIDGE_AGAIN), pieces()]
        return [await screening.screen_async(way) for way in ways]

    expected = screening.screen(BRIDGE_AGAIN)
    assert expected.hits
    assert [screening.screen(path), screening.screen(BytesIO(BRIDGE_AGAIN)), *asyncio.run(all_ways())] == [expected] * 6


def test_an_event_loop_goes_on_meanwhile(screening: Screening) -> None:
    async def ticking() -> tuple[int, Screened]:
        task = asyncio.create_task(screening.screen_async(encoded(picture(3, side_px=3000))))
        ticks = 0
        while not task.done():
            await asyncio.sleep(0.001)
            ticks += 1
        return ticks, await task

    ticks, found = asyncio.run(ticking())
    assert found.faults == ()
    assert ticks > 5


@pytest.mark.parametrize("is_kept_on_disk", [True, False])
def test_a_video_is_found_by_its_frames(tmp_path: Path, is_kept_on_disk: bool) -> None:
    cv2 = pytest.importorskip("cv2")
    path = tmp_path / "shapes.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter_fourcc(*"MJPG"), 10, (256, 256))
    for seed in (5, 6):
        for _ in range(20):
            writer.write(np.ascontiguousarray(np.asarray(picture(seed))[:, :, ::-1]))
    writer.release()
    frame = digests_of(encoded(picture(6))).pdq
    assert frame is not None
    folder = mirrored(tmp_path / "mirror", [listed("clip", SignalKind.VPDQ_FRAME, frame)])
    with Screening(folder, stale_after=DAY, examiners=1, now=lambda: NOW) as running:
        found = running.screen(path if is_kept_on_disk else path.read_bytes())
    assert [(hit.kind, hit.reference) for hit in found.hits] == [(SignalKind.VPDQ_FRAME, "clip")]


def test_an_exact_hit_needs_no_decoding(screening: Screening, tmp_path: Path) -> None:
    folder = mirrored(
        tmp_path / "mirror",
        [listed("cut", SignalKind.SHA1, digests_of(BRIDGE[:900]).sha1), listed("far", SignalKind.PDQ, "0f" * 32)],
    )
    with Screening(folder, stale_after=DAY, examiners=1, now=lambda: NOW) as other:
        assert codes(other.screen(BRIDGE[:800])) == [(FaultCode.UNDECODABLE, "damaged_picture")]
        found = other.screen(BRIDGE[:900])
    assert (references(found), found.faults) == (["cut"], ())


def test_a_disputed_exact_hit_does_not_hide_what_a_look_finds(tmp_path: Path) -> None:
    known = digests_of(BRIDGE)
    assert known.pdq is not None
    disputed = replace(listed("doubt", SignalKind.MD5, known.md5).signals[0], state=SignalState.DISPUTED)
    folder = mirrored(tmp_path / "mirror", [change("doubt", disputed), listed("bridge", SignalKind.PDQ, known.pdq)])
    with Screening(folder, stale_after=DAY, examiners=1, now=lambda: NOW) as running:
        assert sorted(references(running.screen(BRIDGE))) == ["bridge", "doubt"]


@pytest.mark.parametrize("data", [BRIDGE + bytes(MOST_IN_MEMORY_BYTES), b"RIFF\0\0\0\0AVI " + bytes(5000)])
def test_a_machine_without_room_is_a_fault_and_stops_no_upload(
    data: bytes, screening: Screening, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))
    found = screening.screen(BytesIO(data))
    assert codes(found) == [(FaultCode.UNDECODABLE, "not_decoded")]
    assert found.digests is not None
    assert found.digests.md5 == digests_of(data).md5


def test_without_perceptual_hashes_in_the_lists_nothing_is_decoded(tmp_path: Path) -> None:
    folder = mirrored(tmp_path / "mirror", [listed("knob", SignalKind.MD5, digests_of(KNOB).md5)])
    with Screening(folder, stale_after=DAY, examiners=1, now=lambda: NOW) as exact:
        found = exact.screen(BRIDGE)
    assert found.digests is not None
    assert found.digests.pdq is None
    assert SignalKind.PDQ not in found.compared


@pytest.mark.parametrize("when", WhenNotScreened)
def test_what_a_fault_does_is_the_services_choice(when: WhenNotScreened, mirror: Path) -> None:
    with Screening(
        mirror, stale_after=DAY, when_not_screened=when, examiners=1, largest_bytes=2000, now=lambda: NOW
    ) as chosen:
        undecodable, large = chosen.screen(BRIDGE[:400]), chosen.screen(BytesIO(bytes(2001)))
        plain = chosen.screen(b"a text")
    assert codes(undecodable) == [(FaultCode.UNDECODABLE, "damaged_picture")]
    assert codes(large) == [(FaultCode.TOO_LARGE, None)]
    assert large.digests is None
    asks = when is WhenNotScreened.ASK_REVIEW
    assert [each.asks_review for each in (undecodable, large, plain)] == [asks, asks, False]


def test_a_mirror_that_is_not_there_yet_is_a_fault_until_it_is(tmp_path: Path) -> None:
    with Screening(tmp_path / "mirror", stale_after=DAY, examiners=1, now=lambda: NOW) as early:
        assert codes(early.screen(KNOB)) == [(FaultCode.LIST_ABSENT, "no_mirror")]
        mirrored(tmp_path / "mirror", [listed("knob", SignalKind.MD5, digests_of(KNOB).md5)])
        assert references(early.screen(KNOB)) == ["knob"]


def test_a_stale_mirror_says_so_beside_its_hits(mirror: Path) -> None:
    with Screening(mirror, stale_after=timedelta(hours=1), examiners=1, now=lambda: NOW + DAY) as late:
        found = late.screen(KNOB)
    assert (references(found), codes(found)) == (["knob"], [(FaultCode.LIST_STALE, None)])


def test_a_damaged_mirror_is_a_fault(mirror: Path, tmp_path: Path) -> None:
    (tmp_path / "CURRENT").write_bytes(b"{")
    with Screening(tmp_path, examiners=1, now=lambda: NOW) as damaged:
        ((code, _detail),) = codes(damaged.screen(KNOB))
    assert code is FaultCode.LIST_DAMAGED


def test_saved_indexes_are_asked_beside_the_mirror_or_alone(mirror: Path, tmp_path: Path) -> None:
    other = digests_of(OTHER)
    assert other.pdq is not None
    HammingIndex.build(pack_hashes([other.pdq]), pack_ids(7)).save(tmp_path / "pdq")
    DigestIndex.build(pack_hex(digests_of(KNOB).sha256), pack_ids(8)).save(tmp_path / "sha256")
    near = IndexFile(tmp_path / "pdq", SignalKind.PDQ, organisation="Knob Watch")
    equal = IndexFile(tmp_path / "sha256", SignalKind.SHA256, organisation="Knob Watch")
    with Screening(mirror, indexes=[near, equal], stale_after=DAY, examiners=1, now=lambda: NOW) as both:
        assert references(both.screen(KNOB)) == ["8", "knob"]
        assert references(both.screen(encoded(picture(2), "JPEG"))) == ["7"]
    with Screening(indexes=[equal], examiners=1, now=lambda: NOW) as alone:
        (hit,) = alone.screen(KNOB).hits
        assert (hit.organisation, hit.category, alone.screen(KNOB).as_of) == ("Knob Watch", None, None)


def pack_hex(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(bytes.fromhex(text), np.uint8).reshape(1, -1)


def pack_ids(number: int) -> NDArray[np.int64]:
    return np.array([number], np.int64)


def test_many_threads_find_what_one_finds_while_the_mirror_changes(tmp_path: Path) -> None:
    folder = mirrored(
        tmp_path / "mirror",
        [listed("knob", SignalKind.MD5, digests_of(KNOB).md5), listed("bridge", SignalKind.PDQ, "0f" * 32)],
    )
    uploads = [KNOB, BRIDGE, OTHER, b"a text"] * 10
    with (
        Screening(folder, stale_after=DAY, examiners=2, now=lambda: NOW) as shared,
        ThreadPoolExecutor(4) as threads,
    ):
        running = [threads.submit(shared.screen, upload, reference=str(place)) for place, upload in enumerate(uploads)]
        for number in range(10):
            mirrored(folder, [listed(f"new {number}", SignalKind.MD5, f"{number + 1:032x}")], after=2 + number)
        found = [each.result(60) for each in running]
    assert [each.reference for each in found] == [str(place) for place in range(40)]
    assert [references(each) for each in found] == [["knob"], [], [], []] * 10
    assert [each.digests for each in found if each.digests] == [digests_of(upload) for upload in uploads]


def test_a_withdrawal_holds_with_the_next_upload(tmp_path: Path) -> None:
    folder = mirrored(tmp_path / "mirror", [listed("knob", SignalKind.MD5, digests_of(KNOB).md5)])
    with Screening(folder, stale_after=DAY, examiners=1, now=lambda: NOW) as running:
        assert references(running.screen(KNOB)) == ["knob"]
        mirrored(folder, [change("knob", what=SignalChangeKind.WITHDRAWN)], after=1)
        assert running.screen(KNOB).hits == ()


def saved(folder: Path, upload: bytes, number: int) -> list[IndexFile]:
    """Saved indexes in which this picture stands."""
    own = digests_of(upload)
    assert own.pdq is not None
    HammingIndex.build(pack_hashes([own.pdq, "0f" * 32]), np.array([number, 99], np.int64)).save(folder / "pdq")
    DigestIndex.build(pack_hex(own.md5), pack_ids(number)).save(folder / "md5")
    return [
        IndexFile(folder / kind.value, kind, organisation="Knob Watch") for kind in (SignalKind.PDQ, SignalKind.MD5)
    ]


def test_a_withdrawal_that_the_mirror_knows_silences_a_saved_index_at_once(tmp_path: Path) -> None:
    own = digests_of(BRIDGE)
    assert own.pdq is not None
    both = [listed("near", SignalKind.PDQ, own.pdq), listed("equal", SignalKind.MD5, own.md5)]
    folder = mirrored(tmp_path / "mirror", both)
    indexes = saved(tmp_path, BRIDGE, 7)
    others = IndexFile(tmp_path / "md5", SignalKind.MD5, organisation="Others", follows_mirror=False)
    with Screening(folder, indexes=[*indexes, others], stale_after=DAY, examiners=1, now=lambda: NOW) as running:
        assert set(references(running.screen(BRIDGE))) == {"7", "equal"}
        mirrored(folder, [change(name, what=SignalChangeKind.SUSPENDED) for name in ("near", "equal")], after=2)
        assert [hit.organisation for hit in running.screen(BRIDGE).hits] == ["Others"]
        assert running.screen(BRIDGE_AGAIN).hits == (), "nor by its looks"
        again = listed("again", SignalKind.MD5, own.md5)
        mirrored(folder, [again], after=4)
        assert {hit.organisation for hit in running.screen(BRIDGE).hits} > {"Knob Watch", "Others"}
    fresh = mirrored(tmp_path / "fresh", [change("equal", *both[1].signals, what=SignalChangeKind.WITHDRAWN)])
    with Screening(fresh, indexes=indexes, stale_after=DAY, examiners=1, now=lambda: NOW) as running:
        assert [hit.kind for hit in running.screen(BRIDGE).hits] == [SignalKind.PDQ], "it never listed the other"


@pytest.mark.parametrize("bits", [2, 0], ids=["near", "equal"])
def test_a_hash_that_is_gone_silences_no_other_under_its_identifier(bits: int, tmp_path: Path) -> None:
    own = digests_of(BRIDGE).pdq
    assert own is not None
    other = f"{int(own, 16) ^ ((1 << bits) - 1):064x}"
    gone = f"{int(own, 16) ^ (3 << 100):064x}"
    folder = mirrored(tmp_path / "mirror", [listed("gone", SignalKind.PDQ, gone)])
    HammingIndex.build(pack_hashes([gone, other]), np.array([7, 7], np.int64)).save(tmp_path / "pdq")
    index = IndexFile(tmp_path / "pdq", SignalKind.PDQ, organisation="Knob Watch")
    mirrored(folder, [change("gone", what=SignalChangeKind.SUSPENDED)], after=1)
    with Screening(folder, indexes=[index], stale_after=DAY, examiners=1, now=lambda: NOW) as running:
        assert [(hit.reference, hit.distance_bits) for hit in running.screen(BRIDGE).hits] == [("7", bits)]


def test_hits_are_withheld_once_the_mirror_is_too_old(mirror: Path, tmp_path: Path) -> None:
    indexes = saved(tmp_path, BRIDGE, 7)
    hour = timedelta(hours=1)
    with pytest.raises(BadSetting):
        Screening(mirror, stale_after=2 * hour, withhold_after=hour, examiners=1)
    for age, found in ((3 * hour, 3), (5 * hour, 0)):
        with Screening(
            mirror,
            indexes=indexes,
            stale_after=hour,
            withhold_after=4 * hour,
            when_not_screened=WhenNotScreened.ASK_REVIEW,
            examiners=1,
            now=lambda age=age: NOW + age,  # type: ignore[misc]
        ) as late:
            screened = late.screen(BRIDGE)
            assert bool(screened.hits) is bool(found)
            assert codes(screened) == [(FaultCode.LIST_STALE, None if found else "withheld")]
            assert screened.asks_review
    with Screening(tmp_path / "absent", indexes=indexes, withhold_after=4 * hour, examiners=1) as absent:
        assert absent.screen(BRIDGE).hits == ()


def test_a_thousand_copies_in_a_list_are_not_a_thousand_lines(tmp_path: Path) -> None:
    changes = [listed(f"copy {number}", SignalKind.MD5, digests_of(KNOB).md5) for number in range(MOST_HITS + 5)]
    with Screening(mirrored(tmp_path / "m", changes), stale_after=DAY, examiners=1, now=lambda: NOW) as running:
        found = running.screen(KNOB)
    assert (len(found.hits), found.hits_left_out) == (MOST_HITS, 5)


def test_digests_alone_are_looked_up_too(screening: Screening) -> None:
    known = digests_of(BRIDGE)
    assert known.pdq is not None
    found = screening.screen_digests({SignalKind.PDQ: known.pdq, SignalKind.MD5: digests_of(KNOB).md5})
    assert sorted(references(found)) == ["bridge", "knob"]
    assert found.digests is None
    with pytest.raises(NotComparable):
        screening.screen_digests({SignalKind.MD5: "no digest"})
    with pytest.raises(BadSetting, match="account"):
        screening.screen_digests({SignalKind.ACCOUNT: "someone"})


def test_what_is_no_file_is_refused(screening: Screening, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path, tmp_path / "pipe"):
        with pytest.raises(NotAFile):
            screening.screen(path)
    with pytest.raises(FileNotFoundError):
        screening.screen(tmp_path / "none")


def test_after_its_end_a_screening_takes_nothing(mirror: Path) -> None:
    closed = Screening(mirror, examiners=1)
    closed.close()
    with pytest.raises(ScreeningClosed):
        closed.screen(KNOB)
    with pytest.raises(ScreeningClosed):
        asyncio.run(closed.screen_async(KNOB))


@pytest.mark.parametrize(
    ("setting", "said"),
    [({"radius_bits": 65}, "radius_bits"), ({"largest_bytes": 0}, "largest_bytes"), ({"examiners": 0}, "examiners")],
)
def test_a_setting_that_cannot_be_is_named(setting: dict[str, int], said: str, tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match=said):
        Screening(tmp_path, **setting)  # type: ignore[arg-type]
    with pytest.raises(BadSetting, match="nothing to compare"):
        Screening()


def test_large_media_go_on_into_a_file_that_is_gone_afterwards() -> None:
    data = BRIDGE + bytes(MOST_IN_MEMORY_BYTES)
    with Taking(largest_bytes=1 << 30, keeps_content=True) as taking:
        for start in range(0, len(data), 100_000):
            taking.take(data[start : start + 100_000])
        path = taking.content()
        assert isinstance(path, Path)
        assert path.read_bytes() == data
        assert path.stat().st_mode & 0o077 == 0
    assert not path.exists()


def test_what_no_decoder_takes_is_kept_nowhere() -> None:
    with Taking(largest_bytes=1 << 30, keeps_content=True) as taking:
        taking.take(b"%PDF-1.7" + bytes(MOST_IN_MEMORY_BYTES))
        assert taking.content() is None
    with Taking(largest_bytes=1 << 30, keeps_content=True) as taking:
        taking.take(b"short")
        taking.finish()
        assert taking.content() is None


@pytest.mark.parametrize(("upload", "said"), [("a.jpg", "not str"), (StringIO("text"), "open it with 'rb'")])
def test_what_is_no_upload_is_named(upload: Any, said: str, mirror: Path) -> None:
    with Screening(str(mirror), examiners=1) as screening, pytest.raises(BadSetting, match=said):
        screening.screen(upload)


def test_any_bytes_are_an_upload(mirror: Path) -> None:
    with Screening(mirror, stale_after=DAY, examiners=1, now=lambda: NOW) as screening:
        found = [screening.screen(upload) for upload in (KNOB, bytearray(KNOB), memoryview(KNOB), BytesIO(KNOB))]
    assert [[hit.reference for hit in each.hits] for each in found] == [["knob"]] * 4
