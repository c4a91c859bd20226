"""The doctor finds what is sick, names it, and never dies of it."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from causeway.cli import doctor
from causeway.cli.doctor_finding import Finding
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.sequencing import sequence
from causeway.hub.base.vault.errors import VaultUnavailable
from causeway.hub.base.vault.keys import vault_identity
from causeway.hub.base.vault.sealing import seal_stream
from causeway.hub.road.intake.commands.accept_referral import accept_referral
from causeway.hub.road.intake.offer import Offer
from causeway.vocabulary.organisations import Category, OrganisationKind
from causeway.vocabulary.referral import Concern, Door, Referral
from hub.conftest import SmallWorld, world  # noqa: F401 fixtures


@pytest.fixture
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A state folder with a vault of its own; the database stays the tests' own."""
    monkeypatch.setenv("CAUSEWAY_HOME", str(tmp_path))
    vault, settings.CAUSEWAY_VAULT = settings.CAUSEWAY_VAULT, tmp_path / "vault"
    yield tmp_path
    settings.CAUSEWAY_VAULT = vault


@pytest.fixture
def used(state: Path, world: SmallWorld) -> Path:  # noqa: F811
    """A state folder in which a referral was sealed and the ledger signed."""
    service = world.organisation(OrganisationKind.SERVICE, "Harbourline")
    world.agree(service, world.desk, Category.REFERRAL)
    sender = world.program(service)
    accepted = accept_referral(
        sender, Offer(referral=Referral(concern=Concern.GROOMING, narrative="Words."), door=Door.JSON_API)
    )
    with acting_as(sender):
        seal_stream([b"one boat"], root_id=accepted.referral_id)
        sequence(timezone.now())
    return state


def test_keys_that_fit_are_well(used: Path) -> None:
    assert doctor._keys().is_well


def test_another_vault_identity_is_found(used: Path) -> None:
    (used / "secrets" / "vault.age").unlink()
    for path in sorted((used / "vault").rglob("*")):
        if path.is_file():
            path.unlink()
    vault_identity()  # an empty vault gets a new one
    found = doctor._keys()
    assert not found.is_well
    assert "vault.age" in found.text
    assert "backup" in found.mend


def test_a_lost_vault_identity_is_not_made_anew(used: Path) -> None:
    (used / "secrets" / "vault.age").unlink()
    with pytest.raises(VaultUnavailable, match="backup"):
        vault_identity()
    assert not (used / "secrets" / "vault.age").exists()
    assert not doctor._keys().is_well


def test_another_ledger_key_is_found(used: Path) -> None:
    (used / "secrets" / "ledger.ed25519").write_bytes(os.urandom(32))
    found = doctor._keys()
    assert not found.is_well
    assert "ledger.ed25519" in found.text


def test_secrets_that_others_can_read_are_named(state: Path) -> None:
    (state / "secrets").mkdir()
    (state / "secrets" / "loose").write_bytes(b"")
    (state / "secrets" / "loose").chmod(0o644)
    assert "loose" in doctor._secrets().text


def test_a_part_that_cannot_be_looked_at_is_told_and_the_rest_is_looked_at() -> None:
    def broken() -> Finding:
        raise RuntimeError("of a case")

    found = doctor._looked_at("database", broken)
    assert (found.part, found.is_well) == ("database", False)
    assert "of a case" not in found.text
