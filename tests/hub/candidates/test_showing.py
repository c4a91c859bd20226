"""A video shows as a few small grey frames, a text only on a recorded basis and by a step."""

import re
from io import BytesIO
from pathlib import Path
from uuid import UUID

import pytest
from django.urls import reverse
from PIL import Image

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.road.candidates.commands.look_at_file import look_at_candidate_file
from causeway.hub.road.candidates.commands.set_up_desk import set_up_desk
from causeway.hub.road.candidates.commands.take_candidate import take_candidate
from causeway.hub.road.candidates.models import CandidateFile
from causeway.hub.road.candidates.settings import Settings
from causeway.hub.road.candidates.showing import MOST_CHARACTERS, read_text
from causeway.hub.road.evidence.commands.look_at import Look
from hub.candidates.desk_world import Desk, reported
from hub.organisations.signing_in import client_of
from road.stories import bridge_picture
from shared_data import shared_data


def _file(desk: Desk, data: bytes) -> tuple[UUID, UUID]:
    """A candidate with this file, which the first reviewer has taken on."""
    received = desk.receive(reported(), data)
    take_candidate(desk.first, received.id)
    with acting_as(desk.first):
        return received.id, CandidateFile.objects.get(candidate_id=received.id).id


def test_a_video_shows_a_sheet_of_grey_frames_blurred_first(desk: Desk) -> None:
    pytest.importorskip("cv2")
    _id, file_id = _file(desk, Path(shared_data("videos/pattern-sd-grey-bar.mp4")).read_bytes())
    client, address = client_of(desk.first), reverse("candidates:file", args=[file_id])
    assert "without sound" in client.get(address).content.decode()
    blurred = client.get(reverse("candidates:picture", args=[file_id]))
    assert (blurred.status_code, blurred["Content-Type"]) == (200, "image/jpeg")
    (clear,) = re.findall(r'src="([^"]+clear=[^"]+)"', client.post(address).content.decode())
    with Image.open(BytesIO(client.get(clear.replace("&amp;", "&")).content)) as sheet:
        assert (sheet.mode, max(sheet.size)) == ("L", 720)


def test_a_text_is_read_by_a_step_and_only_where_the_basis_is_recorded(desk: Desk) -> None:
    candidate_id, file_id = _file(desk, b"The door knob is <b>brass</b>.\n")
    client, address = client_of(desk.first), reverse("candidates:file", args=[file_id])
    assert "recorded no basis" in client.get(address).content.decode()
    with pytest.raises(Conflict):
        look_at_candidate_file(desk.first, file_id, Look.CLEAR)
    set_up_desk(desk.supervisor, Settings(text_basis="Our terms, section 4, assessed 2026-05."))
    assert "brass" not in client.get(address).content.decode()
    read = client.post(address)
    assert "The door knob is &lt;b&gt;brass&lt;/b&gt;." in read.content.decode()
    assert "no-store" in read["Cache-Control"]
    assert client.get(reverse("candidates:picture", args=[file_id])).status_code == 404
    with acting_as(desk.first):
        (entry,) = timeline_of(candidate_id, acts=[Act.CONTENT_VIEWED])
        assert CandidateFile.objects.get(id=file_id).seen_clear_at is not None
    assert entry.details["mode"] == "clear"


def test_of_a_text_only_its_beginning_is_shown_without_what_no_reader_sees() -> None:
    assert read_text([b"a\x00b\xe2\x80\xaec\n"]).text == "abc\n"
    assert read_text(["knob".encode("utf-16")]).text == "knob"
    long = read_text([b"k" * 3 * MOST_CHARACTERS] * 2)
    assert (len(long.text), long.is_cut) == (MOST_CHARACTERS, True)


def test_the_floor_holds_for_everybody_and_a_clear_picture_is_small_and_grey(desk: Desk) -> None:
    set_up_desk(desk.supervisor, Settings(floor_small=True, floor_grey=True, floor_asks_first=True))
    _id, file_id = _file(desk, bridge_picture())
    client, address = client_of(desk.first), reverse("candidates:file", args=[file_id])
    client.post(reverse("evidence:display"), {"loads_by_itself": "on"})  # neither grey nor blurred first
    assert "Show it blurred" in client.get(address).content.decode()
    (clear,) = re.findall(r'src="([^"]+clear=[^"]+)"', client.post(address).content.decode())
    with Image.open(BytesIO(client.get(clear.replace("&amp;", "&")).content)) as shown:
        assert (shown.mode, max(shown.size) <= 320) == ("L", True)
