"""A package gives the original back byte for byte, under an ending that fits it, whichever door it came by."""

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pyrage
import pytest

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.organisations.sharing import widen
from causeway.hub.road.evidence.package import PassphraseLock
from causeway.hub.road.intake.commands.import_folder import Fate, import_folder
from causeway.hub.road.intake.import_reading import find_items
from causeway.hub.road.queues.packages.download_package import download_package
from causeway.hub.road.referrals.models import Referral
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from hub.conftest import SmallWorld
from hub.intake.cybertip_calls import REPORT, caller_of

PASSPHRASE = "three quiet lighthouses"


@dataclass
class Force:
    """A force to which everything goes, and who works there."""

    world: SmallWorld
    organisation_id: UUID
    investigator: Actor

    def originals(self) -> dict[str, bytes]:
        """The originals in the package of the only referral, by name."""
        with acting_as(self.world.program(self.world.desk)):
            row = Referral.objects.get()
            widen(row.id, self.organisation_id, Category.REFERRAL)
        package = download_package(self.investigator, [row.id], PassphraseLock(PASSPHRASE))
        opened = pyrage.passphrase.decrypt(b"".join(package.pieces), PASSPHRASE)
        archive = zipfile.ZipFile(io.BytesIO(opened))
        names = [name for name in archive.namelist() if name.startswith(f"{row.reference}/original")]
        return {name.removeprefix(f"{row.reference}/"): archive.read(name) for name in names}


@pytest.fixture
def force(world: SmallWorld, tmp_path: Path, settings: Any) -> Force:
    """A force with an agreement."""
    settings.CAUSEWAY_VAULT = tmp_path / "vault"
    kent = world.organisation(OrganisationKind.POLICE_FORCE, "Kent Police", force_code="GB-E23000032")
    world.agree(world.desk, kent, Category.REFERRAL)
    return Force(world, kent.id, world.member(kent, Role.INVESTIGATOR))


def test_of_a_report_by_the_cybertip_door(world: SmallWorld, force: Force) -> None:
    caller = caller_of(world)
    assert caller.code("finish", caller.submit()) == 0
    assert force.originals() == {"original.xml": REPORT}


@pytest.mark.parametrize(
    ("name", "content", "original"),
    [
        ("report.xml", REPORT, "original.xml"),
        ("report.xml", b"\xef\xbb\xbf" + REPORT, "original.xml"),
        ("referral.json", b'{"concern": "grooming", "narrative": "A stranger writes."}\n', "original.json"),
    ],
    ids=["report.xml", "report.xml with a byte-order mark", "referral.json"],
)
def test_of_an_import(
    world: SmallWorld, force: Force, tmp_path: Path, name: str, content: bytes, original: str
) -> None:
    service = world.organisation(OrganisationKind.SERVICE, "Lantern Forum")
    world.agree(service, world.desk, Category.REFERRAL)
    (tmp_path / "in" / "one").mkdir(parents=True)
    (tmp_path / "in" / "one" / name).write_bytes(content)
    (result,) = import_folder(world.program(service), find_items(tmp_path / "in"), source="test")
    assert result.fate is Fate.IMPORTED
    assert force.originals() == {original: content}
