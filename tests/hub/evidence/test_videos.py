"""A video that comes with a referral is known by its frames, as a picture is by its looks."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.template.loader import render_to_string

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.knowledge.banks.commands.import_list import ListFormat, import_list
from causeway.hub.knowledge.banks.models import Signal
from causeway.hub.knowledge.banks.queries.matches import matches_for
from causeway.hub.road.evidence.queries.digests import digests_among
from causeway.hub.road.evidence.queries.matches import file_matches_of
from causeway.vocabulary.findings import MediaDigests
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.signals import SignalKind
from hub.conftest import SmallWorld
from hub.desk_at_work import about, desk_at_work
from shared_data import shared_data

FRAMES = tuple(f"{number:02x}" * 32 for number in (1, 30, 85, 170, 252))
CLIP = MediaDigests(
    sha256="11" * 32, md5="22" * 16, sha1="33" * 20, size_bytes=9, media_type="video/mp4", frames=FRAMES
)


@pytest.fixture
def analyst(world: SmallWorld) -> Actor:
    return world.member(world.desk, Role.ANALYST)


def bank(actor: Actor, name: str, *pdqs: str, category: str = "A") -> None:
    """A bank of these digests."""
    text = "pdq,category,scheme\n" + "".join(f"{pdq},{category},uk\n" for pdq in pdqs)
    import_list(actor, bank_name=name, stream=BytesIO(text.encode()), list_format=ListFormat.CSV)


def test_a_video_matches_a_bank_that_four_fifths_of_its_frames_look_like(analyst: Actor) -> None:
    near = f"{int(FRAMES[0], 16) ^ 0b111:064x}"
    bank(analyst, "Most", near, *FRAMES[1:4])
    bank(analyst, "Some", *FRAMES[:3])
    (match,) = matches_for(analyst, [CLIP])
    assert (match.bank, match.category, match.share, match.distance_bits) == ("Most", "A", 0.8, 0)
    assert matches_for(analyst, [replace(CLIP, frames=(*FRAMES, "5a" * 32))]) == []


def test_categories_of_one_bank_are_not_added_up(analyst: Actor) -> None:
    bank(analyst, "Graded", *FRAMES[:3], category="A")
    bank(analyst, "Graded", *FRAMES[3:], category="B")
    assert matches_for(analyst, [CLIP]) == []


def test_a_clip_on_the_road_is_found_by_the_hashes_that_others_made_of_it(
    world: SmallWorld, analyst: Actor, tmp_path: Path, settings: Any
) -> None:
    pytest.importorskip("cv2", reason="videos are read by opencv-python-headless, which is not installed")
    settings.CAUSEWAY_VAULT = tmp_path / "vault"
    stated = shared_data("videos/pattern-sd-grey-bar.vpdq.txt").read_text().split()
    bank(analyst, "Clips", *(line.split(",")[2] for line in stated))
    road = desk_at_work(world)
    referral_id = road.send(about("one"), shared_data("videos/pattern-sd-grey-bar.mp4").read_bytes())
    road.work()
    with acting_as(road.desk):
        (found,) = digests_among([referral_id])[referral_id].values()
        match = file_matches_of(referral_id)[0].found
    assert (found.media_type, found.fault, found.pdq) == ("video/mp4", None, None)
    assert len(found.frames) > 3
    assert match.share is not None
    assert match.share >= 0.8


@pytest.mark.parametrize(
    ("fault", "words"),
    [("no_video_reader", "no video reader is installed"), ("damaged_video", "Damaged or unreadable")],
)
def test_a_page_says_whether_frames_were_not_looked_at_or_the_file_is_damaged(fault: str, words: str) -> None:
    view = {"examined": replace(CLIP, frames=(), fault=fault), "fact": {"id": uuid4(), "sealed_id": uuid4()}}
    shown = render_to_string("queues/parts/files.html", {"files": [{"view": view}], "receives": False})
    assert words in shown


def test_frames_that_come_as_a_list_are_signals_of_their_own_kind(analyst: Actor) -> None:
    text = "vpdq,category\n" + "".join(f"{frame},A\n" for frame in FRAMES)
    import_list(analyst, bank_name="Frames", stream=BytesIO(text.encode()), list_format=ListFormat.CSV)
    with acting_as(analyst):
        assert set(Signal.objects.values_list("kind", flat=True)) == {"vpdq_frame"}
    (match,) = matches_for(analyst, [CLIP])
    assert (match.kind, match.share) == (SignalKind.VPDQ_FRAME, 1.0)
