"""Importing a folder or bundle: each item whole or not at all, run again without harm, never led astray."""

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.road.intake.commands.import_folder import Fate, ItemResult, import_folder
from causeway.hub.road.intake.import_reading import NotReadable, find_items
from causeway.hub.road.intake.models import ImportedItem
from causeway.hub.road.referrals.models import Referral as ReferralRow
from causeway.hub.road.referrals.queries.finding import ids_by_reference
from causeway.hub.road.referrals.queries.told import Told, told
from causeway.interchange.cybertip import file_details_for, from_referral, write_file_details, write_report
from causeway.vocabulary.organisations import Category, OrganisationKind
from causeway.vocabulary.referral import Attachment
from hub.conftest import SmallWorld

PLAIN = {"concern": "grooming", "narrative": "A stranger writes to a member."}


@pytest.fixture
def program(world: SmallWorld) -> Actor:
    """The program of a service that may send to the desk."""
    service = world.organisation(OrganisationKind.SERVICE, "Lantern Forum")
    world.agree(service, world.desk, Category.REFERRAL)
    return world.program(service)


@pytest.fixture
def put(tmp_path: Path) -> Callable[..., Path]:
    """Puts an item's files into a folder."""

    def made(key: str, **files: Any) -> Path:
        folder = tmp_path / "in" / key
        folder.mkdir(parents=True, exist_ok=True)
        for name, content in files.items():
            file = folder / name.replace("__", ".")
            file.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        return folder

    return made


def run(actor: Actor, path: Path, **options: Any) -> list[ItemResult]:
    return list(import_folder(actor, find_items(path), source="test", **options))


def held(actor: Actor) -> list[Told]:
    with acting_as(actor):
        return [told(row.id) for row in ReferralRow.objects.order_by("received_at")]


def test_a_sub_folder_is_a_referral_with_its_files(program: Actor, put: Callable[..., Path], tmp_path: Path) -> None:
    put("one", referral__json=PLAIN, boat__png=b"one boat", boat__png__details__json={"viewed_by_sender": True})
    (result,) = run(program, tmp_path / "in")
    assert result.fate is Fate.IMPORTED
    (found,) = held(program)
    assert found.reference == result.reference
    (attachment,) = found.referral.attachments
    assert (attachment.name, attachment.viewed_by_sender) == ("boat.png", True)
    assert attachment.sha256 == found.files[0].sha256


def test_a_cybertip_report_comes_with_its_descriptions(
    program: Actor, put: Callable[..., Path], tmp_path: Path
) -> None:
    put(
        "one",
        referral__json={
            **PLAIN,
            "occurred_at": "2026-03-01T14:05:09Z",
            "contact": {"name": "Desk", "emails": [{"address": "safety@example.org"}]},
        },
    )
    run(program, tmp_path / "in")
    told_before = held(program)[0].referral
    folder = put("two", boat__png=b"one boat")
    (folder / "report.xml").write_bytes(write_report(from_referral(told_before)))
    described = Attachment(name="boat.png", viewed_by_sender=True)
    (folder / "boat.png.details.xml").write_bytes(
        write_file_details(file_details_for(described, report_id=1, file_id="elsewhere"))
    )
    results = run(program, tmp_path / "in")
    assert [result.fate for result in results] == [Fate.IN_ALREADY, Fate.IMPORTED]
    second = held(program)[1]
    assert second.referral.occurred_at == told_before.occurred_at
    (attachment,) = second.referral.attachments
    assert attachment.sha256 == second.files[0].sha256
    assert attachment.viewed_by_sender is True


def test_a_second_run_skips_what_is_in_and_says_what_changed(
    program: Actor, put: Callable[..., Path], tmp_path: Path
) -> None:
    put("one", referral__json=PLAIN)
    put("two", referral__json=PLAIN)
    run(program, tmp_path / "in")
    put("two", boat__png=b"one boat")
    results = run(program, tmp_path / "in")
    assert [result.fate for result in results] == [Fate.IN_ALREADY, Fate.CHANGED]
    assert "changed" in results[1].why
    assert len(held(program)) == 2


def test_what_was_refused_is_tried_again(program: Actor, put: Callable[..., Path], tmp_path: Path) -> None:
    put("one", boat__png=b"one boat")
    (refused,) = run(program, tmp_path / "in")
    assert refused.fate is Fate.REFUSED
    assert "neither report.xml nor referral.json" in refused.why
    with acting_as(program):
        assert ImportedItem.objects.get().refused == refused.why
    put("one", referral__json=PLAIN)
    assert run(program, tmp_path / "in")[0].fate is Fate.IMPORTED


def test_a_faulty_item_does_not_stop_the_others(program: Actor, put: Callable[..., Path], tmp_path: Path) -> None:
    put("a", referral__json=b"{")
    put("b", referral__json={"concern": "weather"})
    put("c", report__xml=b"<report/>")
    put("d", referral__json={"concern": "grooming"})
    put("e", referral__json=PLAIN)
    results = run(program, tmp_path / "in")
    assert [result.fate for result in results] == [Fate.REFUSED] * 4 + [Fate.IMPORTED]
    assert "is no JSON" in results[0].why
    assert "concern" in results[1].why
    assert "weather" not in results[1].why
    assert results[2].why.startswith("report.xml")
    assert results[3].why.startswith("narrative")


def test_a_dry_run_keeps_nothing(program: Actor, put: Callable[..., Path], tmp_path: Path) -> None:
    put("a", referral__json=PLAIN)
    put("b", referral__json=b"{")
    results = run(program, tmp_path / "in", is_dry_run=True)
    assert [result.fate for result in results] == [Fate.WOULD_BE_IMPORTED, Fate.REFUSED]
    assert held(program) == []
    with acting_as(program):
        assert ImportedItem.objects.count() == 0


def test_a_bundle_keeps_its_references_and_they_are_found(
    program: Actor, put: Callable[..., Path], tmp_path: Path
) -> None:
    put("CH-2026-117", referral__json=PLAIN)
    put("second", referral__json=PLAIN, reference__txt=b"CH-2026-118\n")
    results = list(import_folder(program, find_items(tmp_path / "in"), source="Far Desk", is_bundle=True))
    with acting_as(program):
        for reference, result in zip(("CH-2026-117", "CH-2026-118"), results, strict=True):
            assert list(ids_by_reference(reference)) == [result.referral_id]


def zipped(path: Path, **members: bytes) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_zip_archive_is_read_like_a_folder(program: Actor, tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "bundle.zip",
        **{"bundle/one/referral.json": json.dumps(PLAIN).encode(), "bundle/one/boat.png": b"one boat"},
    )
    assert [(result.key, result.fate) for result in run(program, path)] == [("one", Fate.IMPORTED)]
    assert len(held(program)[0].files) == 1


def test_an_archive_that_leads_out_of_itself_is_refused(program: Actor, tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "b.zip",
        **{"one/../../../escaped": b"x", "two/referral.json": json.dumps(PLAIN).encode(), "/three/x": b"x"},
    )
    fates = {result.key: result.fate for result in run(program, path)}
    assert fates.pop("two") is Fate.IMPORTED
    assert set(fates.values()) == {Fate.REFUSED}
    assert not (tmp_path.parent / "escaped").exists()


def test_an_archive_that_swells_is_refused_unread(program: Actor, tmp_path: Path) -> None:
    path = zipped(
        tmp_path / "b.zip", **{"one/referral.json": json.dumps(PLAIN).encode(), "one/zeros.bin": bytes(30 * 1024**2)}
    )
    (result,) = run(program, path)
    assert result.fate is Fate.REFUSED
    assert "times its size" in result.why


def test_links_are_not_followed(program: Actor, put: Callable[..., Path], tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("not for anybody")
    folder = put("one", referral__json=PLAIN)
    (folder / "photo.jpg").symlink_to(secret)
    (tmp_path / "in" / "two").symlink_to(tmp_path, target_is_directory=True)
    results = run(program, tmp_path / "in")
    assert [result.fate for result in results] == [Fate.REFUSED, Fate.REFUSED]
    assert all("link" in result.why for result in results)
    assert held(program) == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_does_not_hang_the_import(program: Actor, put: Callable[..., Path], tmp_path: Path) -> None:
    folder = put("one", referral__json=PLAIN)
    os.mkfifo(folder / "pipe")
    (result,) = run(program, tmp_path / "in")
    assert result.why == "pipe is no file"


def test_a_folder_within_an_item_is_refused(program: Actor, put: Callable[..., Path], tmp_path: Path) -> None:
    (put("one", referral__json=PLAIN) / "deeper").mkdir()
    assert run(program, tmp_path / "in")[0].why == "deeper is no file"


def test_names_that_are_no_utf_8_are_kept_readable(program: Actor, put: Callable[..., Path], tmp_path: Path) -> None:
    folder = put("one", referral__json=PLAIN)
    try:
        Path(os.fsdecode(os.fsencode(folder) + b"/caf\xe9.txt")).write_bytes(b"x")
    except OSError:
        pytest.skip("this file system takes UTF-8 names only")
    assert run(program, tmp_path / "in")[0].fate is Fate.IMPORTED
    (attachment,) = held(program)[0].referral.attachments
    assert attachment.name is not None
    assert attachment.name.startswith("caf\ufffd.txt~")


def test_a_folder_that_is_itself_a_report_is_one_item(program: Actor, put: Callable[..., Path]) -> None:
    folder = put("one", referral__json=PLAIN)
    assert [result.key for result in run(program, folder)] == ["one"]


def test_what_is_no_folder_and_no_archive_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"text")
    for path in (tmp_path / "x", tmp_path / "absent"):
        with pytest.raises(NotReadable):
            list(find_items(path))


def test_without_an_agreement_every_item_is_refused(
    world: SmallWorld, put: Callable[..., Path], tmp_path: Path
) -> None:
    put("one", referral__json=PLAIN)
    lonely = world.program(world.organisation(OrganisationKind.SERVICE))
    (result,) = run(lonely, tmp_path / "in")
    assert result.fate is Fate.REFUSED
    assert "no agreement" in result.why


def test_a_reference_keeps_its_spaces_and_a_faulty_one_stops_only_its_own_item(
    program: Actor, put: Callable[..., Path], tmp_path: Path
) -> None:
    put("1", referral__json=PLAIN, reference__txt=b"\xef\xbb\xbf\n CT 123 456 \nsecond line\n")
    put("2", referral__json=PLAIN, reference__txt=b"CH\x00117")
    put("3", referral__json=PLAIN, reference__txt=b"\xff\xfe")
    put("4", referral__json=PLAIN, reference__txt=b"x" * 256)
    put("5", referral__json=PLAIN)
    results = run(program, tmp_path / "in", is_bundle=True)
    assert [result.fate for result in results] == [Fate.IMPORTED, *[Fate.REFUSED] * 3, Fate.IMPORTED]
    assert all(result.why.startswith("reference.txt") for result in results[1:4])
    with acting_as(program):
        assert list(ids_by_reference("CT 123 456")) == [results[0].referral_id]
