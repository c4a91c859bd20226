"""Files: nothing shows before an authority, then blurred, then clear by a step; every look stands in the ledger."""

from io import BytesIO
from uuid import UUID

import numpy as np
from django.urls import reverse
from PIL import Image

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.road.referrals.queries.attachments import attachments_of
from hub.pages.conftest import SignedIn
from hub.pages.scene import Scene, streamed

AUTHORITY = {"kind": "warrant", "reference": "W-17", "granted_by": "Dover Court", "scope": "Both files, for this case"}


def file_of(scene: Scene, name: str, place: int = 0) -> UUID:
    return attachments_of(scene.investigator, scene.referrals[name])[place].id


def looks(actor: Actor, scene: Scene, name: str) -> list[str]:
    with acting_as(actor):
        entries = timeline_of(scene.referrals[name])
    return [str(entry.details["mode"]) for entry in entries if entry.act is Act.CONTENT_VIEWED]


def test_a_file_that_nobody_viewed_shows_no_picture(scene: Scene, signed_in: SignedIn) -> None:
    client, number = signed_in(scene.investigator), file_of(scene, "unviewed")
    text = client.get(reverse("evidence:file", args=[number]) + "?show=blurred").content.decode()
    assert "<img" not in text
    assert "Opening it needs an authority" in text
    assert client.get(reverse("evidence:picture", args=[number])).status_code == 403
    assert looks(scene.investigator, scene, "unviewed") == []


def test_with_an_authority_it_opens_blurred_for_this_organisation_alone(scene: Scene, signed_in: SignedIn) -> None:
    client, number = signed_in(scene.investigator), file_of(scene, "unviewed")
    page = client.post(reverse("evidence:authority", args=[number]), AUTHORITY, follow=True).content.decode()
    assert "W-17" in page
    assert client.get(reverse("evidence:picture", args=[number])).status_code == 200
    assert looks(scene.investigator, scene, "unviewed") == ["blurred"]
    desk = signed_in(scene.analyst)
    assert desk.get(reverse("evidence:picture", args=[number])).status_code == 403
    assert "W-17" not in desk.get(reverse("evidence:file", args=[number])).content.decode()


def test_an_authority_needs_all_its_parts(scene: Scene, signed_in: SignedIn) -> None:
    number = file_of(scene, "unviewed")
    answer = signed_in(scene.investigator).post(
        reverse("evidence:authority", args=[number]), AUTHORITY | {"granted_by": " "}
    )
    assert answer.status_code == 200
    assert "There is a problem" in answer.content.decode()


def test_a_blurred_picture_has_lost_its_detail_and_is_kept_by_no_cache(scene: Scene, signed_in: SignedIn) -> None:
    answer = signed_in(scene.investigator).get(reverse("evidence:picture", args=[file_of(scene, "viewed")]))
    shown = np.asarray(Image.open(BytesIO(answer.content)).convert("RGB")).astype(int)
    assert (shown[..., 0] == shown[..., 1]).all()
    steps = np.abs(np.diff(shown[..., 0], axis=1))
    assert int(steps.max()) < 64
    assert "no-store" in answer["Cache-Control"]
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


def test_it_shows_clear_only_by_the_step_and_only_to_who_took_it(scene: Scene, signed_in: SignedIn) -> None:
    client, number = signed_in(scene.investigator), file_of(scene, "viewed")
    assert client.get(reverse("evidence:picture", args=[number]) + "?clear=yes").status_code == 404
    token = client.post(reverse("evidence:file", args=[number])).context["clear"]
    address = reverse("evidence:picture", args=[number])
    assert signed_in(scene.supervisor).get(address, {"clear": token}).status_code == 404
    assert client.get(address, {"clear": token}).status_code == 200
    assert looks(scene.investigator, scene, "viewed") == ["clear"]


def test_what_is_no_picture_leaves_only_with_an_authority(scene: Scene, signed_in: SignedIn) -> None:
    client, number = signed_in(scene.investigator), file_of(scene, "unviewed", 1)
    assert client.post(reverse("evidence:download", args=[number])).status_code == 403
    client.post(reverse("evidence:authority", args=[number]), AUTHORITY)
    answer = client.post(reverse("evidence:download", args=[number]))
    assert streamed(answer) == b"Neutral words about boats.\n"
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].endswith('-file-2.bin"')
    assert looks(scene.investigator, scene, "unviewed") == ["downloaded"]


def test_settings_are_kept_for_the_person(scene: Scene, signed_in: SignedIn) -> None:
    client, number = signed_in(scene.investigator), file_of(scene, "viewed")
    assert "<img" not in client.get(reverse("evidence:file", args=[number])).content.decode()
    client.post(reverse("evidence:display"), {"is_blurred_first": "on", "is_grey": "on", "loads_by_itself": "on"})
    assert "<img" in client.get(reverse("evidence:file", args=[number])).content.decode()


def test_the_sender_and_strangers_open_nothing(scene: Scene, signed_in: SignedIn) -> None:
    number = file_of(scene, "viewed")
    assert signed_in(scene.sender).get(reverse("evidence:picture", args=[number])).status_code == 403
    assert signed_in(scene.stranger).get(reverse("evidence:file", args=[number])).status_code == 404


def test_a_files_page_is_a_look_at_its_referral(scene: Scene, signed_in: SignedIn) -> None:
    number = file_of(scene, "viewed")
    signed_in(scene.investigator).get(reverse("evidence:file", args=[number]))
    with acting_as(scene.investigator):
        entries = timeline_of(scene.referrals["viewed"])
    assert [entry.details["page"] for entry in entries if entry.act is Act.REFERRAL_READ] == ["file"]
