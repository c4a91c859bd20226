"""Downloading a package: what is in it, what is left out, who may."""

import io
import json
import zipfile

import pyrage
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.keys import signing_key
from causeway.hub.base.ledger.sequencing import sequence
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.road.referrals.queries.attachments import attachments_of
from causeway.transparency import entry_leaf_hash, open_checkpoint, verify_inclusion
from hub.pages.conftest import SignedIn
from hub.pages.scene import Scene, picture, streamed

PASSPHRASE = "three quiet lighthouses"


def downloaded(client: Client, scene: Scene, name: str) -> zipfile.ZipFile:
    answer = client.post(
        reverse("referrals:package", args=[scene.referrals[name]]),
        {"way": "passphrase", "passphrase": PASSPHRASE, "again": PASSPHRASE},
    )
    assert answer.status_code == 200
    assert answer["Cache-Control"] == "private, no-store"
    sealed = streamed(answer)
    return zipfile.ZipFile(io.BytesIO(pyrage.passphrase.decrypt(sealed, PASSPHRASE)))


def left_in_package(scene: Scene, name: str) -> object:
    """The files that the ledger says have left."""
    (entry,) = [entry for entry in timeline_of(scene.referrals[name]) if entry.act is Act.PACKAGE_DOWNLOADED]
    return entry.details["files"]


def test_a_package_holds_the_page_the_files_and_their_digests(scene: Scene, signed_in: SignedIn) -> None:
    archive = downloaded(signed_in(scene.investigator), scene, "viewed")
    folder = scene.references["viewed"]
    assert archive.read(f"{folder}/files/001-bridge.png") == picture()
    assert archive.read(f"{folder}/referral.pdf").startswith(b"%PDF-")
    assert json.loads(archive.read(f"{folder}/referral.json"))["sender_reference"] == "HL-1002"
    assert "001-bridge.png" in archive.read(f"{folder}/digests.csv").decode()
    assert json.loads(archive.read("manifest.json"))["left_out"] == []
    with acting_as(scene.investigator):
        (file,) = attachments_of(scene.investigator, scene.referrals["viewed"])
        assert left_in_package(scene, "viewed") == [str(file.id)]


def test_a_file_that_nobody_viewed_stays_behind_without_an_authority(scene: Scene, signed_in: SignedIn) -> None:
    archive = downloaded(signed_in(scene.investigator), scene, "unviewed")
    assert not [name for name in archive.namelist() if "/files/" in name]
    assert len(json.loads(archive.read("manifest.json"))["left_out"]) == 2
    with acting_as(scene.investigator):
        assert left_in_package(scene, "unviewed") == []


def test_every_proved_entry_leads_to_the_signed_head(scene: Scene, signed_in: SignedIn) -> None:
    with acting_as(scene.world.program(scene.world.desk)):
        sequence(timezone.now())
    proof = json.loads(downloaded(signed_in(scene.investigator), scene, "urgent").read("ledger-proof.json"))
    head = open_checkpoint(proof["checkpoint"], signing_key().verifier)
    proved = [line for line in proof["entries"] if "path" in line]
    assert proved
    for line in proved:
        verify_inclusion(
            index=line["position"],
            size=head.size,
            leaf=entry_leaf_hash(line["leaf"]),
            proof=[bytes.fromhex(each) for each in line["path"]],
            root=head.root,
        )


def test_a_public_key_locks_it_and_a_bad_one_is_refused(scene: Scene, signed_in: SignedIn) -> None:
    client, identity = signed_in(scene.investigator), pyrage.x25519.Identity.generate()
    address = reverse("referrals:package", args=[scene.referrals["children"]])
    answer = client.post(address, {"way": "key", "public_key": str(identity.to_public())})
    opened = pyrage.decrypt(streamed(answer), [identity])
    assert zipfile.ZipFile(io.BytesIO(opened)).testzip() is None
    refused = client.post(address, {"way": "key", "public_key": "age1boat"})
    assert "This is not an age public key" in refused.content.decode()


def test_two_different_passphrases_are_refused(scene: Scene, signed_in: SignedIn) -> None:
    address = reverse("referrals:package", args=[scene.referrals["children"]])
    answer = signed_in(scene.investigator).post(
        address, {"way": "passphrase", "passphrase": PASSPHRASE, "again": "three quiet bridges"}
    )
    assert "The two passphrases differ." in answer.content.decode()


def test_desk_and_strangers_download_nothing(scene: Scene, signed_in: SignedIn) -> None:
    address = reverse("referrals:package", args=[scene.referrals["viewed"]])
    assert signed_in(scene.analyst).get(address).status_code == 403
    assert signed_in(scene.stranger).get(address).status_code == 404
