"""What is sealed comes back equal, lies unreadable, is whole or absent, and once erased is gone."""

import errno
import hashlib
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.organisations.sharing import found
from causeway.hub.base.vault.backend import FolderBackend, Staged
from causeway.hub.base.vault.errors import Erased, SealBroken, TooLarge, VaultFull, VaultUnavailable
from causeway.hub.base.vault.keys import address_of
from causeway.hub.base.vault.models import SealedObject
from causeway.hub.base.vault.opening import erase, open_sealed, read_sealed
from causeway.hub.base.vault.sealing import discard, record_sealed, seal_stream, write_sealed
from causeway.hub.base.vault.sweeping import sweep
from causeway.vocabulary.organisations import Category, OrganisationKind
from hub.conftest import SmallWorld

MARKER = b"a lighthouse at dusk, seen from the bridge. "


@pytest.fixture(autouse=True)
def vault(tmp_path: Path, settings: Any) -> Path:
    """A vault of this test's own."""
    settings.CAUSEWAY_VAULT = tmp_path / "vault"
    return tmp_path / "vault"


@pytest.fixture
def sender(world: SmallWorld) -> Actor:
    """The program of a service."""
    return world.program(world.organisation(OrganisationKind.SERVICE))


def _root(actor: Actor) -> UUID:
    root_id = uuid4()
    with acting_as(actor):
        found(root_id, Category.REFERRAL)
    return root_id


def _files(vault: Path) -> list[Path]:
    return [path for path in vault.rglob("*") if path.is_file()]


def test_sealed_bytes_come_back_equal_with_their_digests(sender: Actor) -> None:
    plain, root_id = MARKER * 10_000, _root(sender)
    with acting_as(sender):
        facts = seal_stream([plain[:70_001], b"", plain[70_001:]], root_id=root_id)
        assert read_sealed(facts.id) == plain
        assert b"".join(open_sealed(facts.id)) == plain
    assert facts.size_bytes == len(plain)
    assert facts.sha256 == hashlib.sha256(plain).hexdigest()
    assert facts.sha1 == hashlib.sha1(plain, usedforsecurity=False).hexdigest()
    assert facts.md5 == hashlib.md5(plain, usedforsecurity=False).hexdigest()


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.integers(min_value=0, max_value=70_000), max_size=5))
def test_any_cut_of_a_stream_seals_the_same_bytes(sender: Actor, sizes: list[int]) -> None:
    chunks = [bytes([index]) * size for index, size in enumerate(sizes)]
    root_id = _root(sender)
    with acting_as(sender):
        assert read_sealed(seal_stream(iter(chunks), root_id=root_id).id) == b"".join(chunks)


def test_nothing_readable_lies_in_the_vault_and_names_tell_nothing(sender: Actor, vault: Path) -> None:
    written = write_sealed([MARKER * 100])
    (file,) = _files(vault)
    content = file.read_bytes()
    assert content.startswith(b"age-encryption.org/v1")
    assert MARKER not in content
    assert written.facts.sha256 not in file.name
    assert file.stat().st_mode & 0o077 == 0


def test_the_same_bytes_sealed_twice_share_neither_key_nor_address(vault: Path) -> None:
    first, second = write_sealed([MARKER]), write_sealed([MARKER])
    assert first.facts.sha256 == second.facts.sha256
    assert address_of(first.facts.id) != address_of(second.facts.id)
    assert len({file.read_bytes() for file in _files(vault)}) == 2


def test_another_organisation_cannot_open_an_object(world: SmallWorld, sender: Actor) -> None:
    root_id = _root(sender)
    with acting_as(sender):
        facts = seal_stream([MARKER], root_id=root_id)
    with acting_as(world.program(world.desk)), pytest.raises(NotFound):
        read_sealed(facts.id)


def test_an_erased_object_cannot_be_opened_again(sender: Actor, django_capture_on_commit_callbacks: Any) -> None:
    root_id = _root(sender)
    with acting_as(sender):
        facts = seal_stream([MARKER], root_id=root_id)
    with django_capture_on_commit_callbacks(execute=True), acting_as(sender):
        erase(facts.id)
        erase(facts.id)
    with acting_as(sender):
        row = SealedObject.objects.get(id=facts.id)
        with pytest.raises(Erased):
            read_sealed(facts.id)
    assert row.sealed_key is None
    assert row.erased_at is not None


def test_erasing_removes_the_bytes_too(sender: Actor, vault: Path, django_capture_on_commit_callbacks: Any) -> None:
    root_id = _root(sender)
    with django_capture_on_commit_callbacks(execute=True), acting_as(sender):
        erase(seal_stream([MARKER], root_id=root_id).id)
    assert _files(vault) == []


@pytest.mark.parametrize("damage", [lambda content: content[:-1], lambda content: content[:40] + b"x" + content[41:]])
def test_damaged_bytes_are_told_from_sealed_ones(sender: Actor, vault: Path, damage: Any) -> None:
    root_id = _root(sender)
    with acting_as(sender):
        facts = seal_stream([MARKER * 5_000], root_id=root_id)
        (file,) = _files(vault)
        file.write_bytes(damage(file.read_bytes()))
        with pytest.raises(SealBroken):
            read_sealed(facts.id)


def test_missing_bytes_are_told(sender: Actor, vault: Path) -> None:
    root_id = _root(sender)
    with acting_as(sender):
        facts = seal_stream([MARKER], root_id=root_id)
        _files(vault)[0].unlink()
        with pytest.raises(SealBroken):
            read_sealed(facts.id)


def test_reading_and_writing_keep_to_their_limits(sender: Actor, vault: Path) -> None:
    root_id = _root(sender)
    with acting_as(sender):
        facts = seal_stream([b"x" * 100], root_id=root_id)
        with pytest.raises(TooLarge):
            read_sealed(facts.id, limit_bytes=99)
    with pytest.raises(TooLarge):
        write_sealed([b"x" * 60, b"x" * 60], limit_bytes=100)
    assert len(_files(vault)) == 1


def test_a_stream_that_breaks_leaves_nothing_and_says_why(vault: Path) -> None:
    def broken() -> Iterator[bytes]:
        yield MARKER
        raise ConnectionResetError("the client went away")

    with pytest.raises(ConnectionResetError, match="the client went away"):
        write_sealed(broken())
    assert _files(vault) == []


class _SmallDisk(FolderBackend):
    """A real folder in which each file has room for so many bytes, as on a full disk."""

    def __init__(self, root: Path, room: int, code: int = errno.ENOSPC) -> None:
        super().__init__(root)
        self._room, self._code = room, code

    def stage(self, address: str) -> Staged:
        staged, small = super().stage(address), self

        class Short:
            def write(self, data: bytes, /) -> int:
                small._room -= len(data)
                if small._room < 0:
                    raise OSError(small._code, "no room")
                return staged.write(data)

            def flush(self) -> None:
                staged.flush()

            def publish(self) -> None:
                staged.publish()

            def abandon(self) -> None:
                staged.abandon()

        return Short()


def test_a_full_disk_is_a_clear_refusal_with_nothing_half_done(vault: Path) -> None:
    with pytest.raises(VaultFull, match="no room"):
        write_sealed([MARKER * 10_000], backend=_SmallDisk(vault, 100_000))
    assert _files(vault) == []


def test_a_failing_disk_is_told_from_a_full_one(vault: Path) -> None:
    with pytest.raises(VaultUnavailable):
        write_sealed([MARKER * 10_000], backend=_SmallDisk(vault, 100_000, errno.EIO))


def test_a_disk_that_is_really_full_refuses_too(tmp_path: Path) -> None:
    full = Path("/dev/full")
    if not full.exists():
        pytest.skip("this system has no /dev/full")

    class Full(FolderBackend):
        def stage(self, address: str) -> Staged:
            staged = super().stage(address)
            staged._file.close()  # type: ignore[attr-defined]
            staged._file = full.open("wb")  # type: ignore[attr-defined]
            return staged

    with pytest.raises(VaultFull):
        write_sealed([MARKER * 10_000], backend=Full(tmp_path))
    assert _files(tmp_path) == []


def test_the_sweep_removes_only_old_objects_without_a_row(sender: Actor, vault: Path) -> None:
    root_id = _root(sender)
    orphan, kept = write_sealed([b"orphan"]), write_sealed([b"kept"])
    with acting_as(sender):
        record_sealed(kept, root_id)
    half = vault / address_of(orphan.facts.id)[:2] / f"{address_of(orphan.facts.id)}.0a0a.staged"
    half.write_bytes(b"age")
    assert sweep(timezone.now() + timedelta(hours=23)) == 0
    assert sweep(timezone.now() + timedelta(hours=25)) == 2
    with acting_as(sender):
        assert read_sealed(kept.facts.id) == b"kept"


def test_a_discarded_object_is_gone_at_once(vault: Path) -> None:
    discard(write_sealed([MARKER]))
    assert _files(vault) == []


def test_a_reader_that_stops_early_leaves_no_thread_behind(sender: Actor) -> None:
    import threading

    root_id, before = _root(sender), threading.active_count()
    with acting_as(sender):
        facts = seal_stream([b"x" * 2_000_000], root_id=root_id)
        pieces = open_sealed(facts.id)
        assert next(iter(pieces))
        pieces.close()  # type: ignore[attr-defined]
    assert threading.active_count() == before
