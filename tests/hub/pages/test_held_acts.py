"""A rule that asks for a certificate holds opening files themselves, not only the task that speaks of it."""

import io
import json
import zipfile

from django.urls import reverse
from pyrage import decrypt, x25519

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.knowledge.training.commands.set_rules import set_rule
from causeway.hub.knowledge.training.queries.team import overrides
from causeway.hub.knowledge.training.skills import Skill
from causeway.hub.knowledge.training.words import Rule
from causeway.hub.road.evidence.package import PublicKeyLock
from causeway.hub.road.queues.packages.download_package import download_package
from causeway.hub.road.referrals.queries.attachments import attachments_of
from hub.pages.conftest import SignedIn
from hub.pages.scene import Scene, member_of


def test_a_file_opens_for_who_is_certified_or_let_by_a_supervisor(scene: Scene, signed_in: SignedIn) -> None:
    referral_id, client = scene.referrals["viewed"], signed_in(scene.investigator)
    set_rule(scene.supervisor, Skill.IMAGE_COLLECTIONS, Rule.GATE, mentored_tasks=0)
    with acting_as(scene.investigator):
        (file,) = attachments_of(scene.investigator, referral_id)
    page, image = reverse("evidence:file", args=[file.id]), reverse("evidence:picture", args=[file.id])
    assert client.get(image).status_code == 404
    shown = client.get(page).content.decode()
    assert "This needs a valid certificate: Image collections." in shown
    assert "without the certificate</a>" not in shown
    own_key = x25519.Identity.generate()
    packed = download_package(scene.investigator, [referral_id], PublicKeyLock(str(own_key.to_public())))
    package = zipfile.ZipFile(io.BytesIO(decrypt(b"".join(packed.pieces), [own_key])))
    (left,) = json.loads(package.read("manifest.json"))["left_out"]
    assert "certificate" in left["why"]
    allow = reverse("evidence:allow", args=[referral_id, "open_file"])
    assert client.get(allow).status_code == 403
    chief = signed_in(scene.supervisor)
    assert allow in chief.get(page).content.decode()
    answer = chief.post(allow, {"member_id": str(member_of(scene.investigator)), "reason": "Alone on duty."})
    assert answer.status_code == 302
    assert client.get(image).status_code == 200
    (view,) = overrides(scene.supervisor)
    assert (view.referral_id, view.case_id, view.reviewed_at) == (referral_id, None, None)
