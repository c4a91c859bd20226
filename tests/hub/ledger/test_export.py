"""The export proves itself with no database, and a rewritten history shows even when signed with the real key."""

import json
from datetime import UTC, datetime
from uuid import uuid4

import pytest

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger import exporting
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.ledger.finding import latest_head
from causeway.hub.base.ledger.keys import signing_key
from causeway.hub.base.ledger.models import EntryDetail
from causeway.hub.base.ledger.sequencing import sequence
from causeway.hub.base.organisations.commands.export_ledger import export_for, export_for_operator
from causeway.transparency import Checkpoint, CompactTree, checkpoint_line, leaf_hash, sign_checkpoint, verify_export
from causeway.transparency.commitment import canonical_json
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.conftest import SmallWorld

NOW = datetime(2026, 5, 1, tzinfo=UTC)


def _some_history(world: SmallWorld, number: int = 4) -> None:
    for count in range(number):
        with acting_as(world.program(world.desk)):
            enter(Act.REFERRAL_READ, subjects=[uuid4()], details={"count": count})
            sequence(NOW)


def test_the_operators_export_is_sound_and_whole(world: SmallWorld) -> None:
    _some_history(world)
    lines = list(export_for_operator())
    verdict = verify_export(lines, public_key=signing_key().verifier)
    assert verdict.is_sound, verdict.faults
    assert verdict.withheld == 0
    assert verdict.opened == verdict.entries > 4
    assert verdict.key_was_given


def test_an_export_taken_while_the_ledger_grows_is_sound(world: SmallWorld, monkeypatch: pytest.MonkeyPatch) -> None:
    _some_history(world, 6)
    head = latest_head()
    assert head is not None
    monkeypatch.setattr(exporting, "_CHUNK", head.size - 2)  # the second chunk is not full
    lines: list[bytes] = []
    for line in export_for_operator():
        lines.append(line)
        if json.loads(line).get("position") == head.size - 1:
            _some_history(world, head.size)
    verdict = verify_export(lines, public_key=signing_key().verifier)
    assert verdict.is_sound, verdict.faults
    assert verdict.uncovered == 0


def test_an_auditors_export_shows_other_organisations_as_hashes(world: SmallWorld) -> None:
    force = world.organisation(OrganisationKind.POLICE_FORCE)
    _some_history(world)
    auditor = world.member(force, Role.AUDITOR)
    with acting_as(world.program(world.desk)):
        sequence(NOW)
    lines = list(export_for(auditor))
    verdict = verify_export(lines, public_key=signing_key().verifier)
    assert verdict.is_sound, verdict.faults
    assert verdict.withheld > 0
    assert str(world.desk.id).encode() not in b"".join(line for line in lines if b'"leaf_hash"' in line)


def test_erased_details_leave_the_proof_whole(world: SmallWorld) -> None:
    _some_history(world)
    with acting_as(world.program(world.desk)):
        EntryDetail.objects.all().delete()
    verdict = verify_export(list(export_for_operator()))
    assert verdict.is_sound
    assert verdict.erased >= 4


def test_one_changed_detail_is_found(world: SmallWorld) -> None:
    _some_history(world)
    lines = [line.replace(b'"count":2', b'"count":7') for line in export_for_operator()]
    assert [fault.code for fault in verify_export(lines).faults] == ["details_changed"]


def test_a_history_rewritten_and_signed_with_the_real_key_fails_against_an_earlier_checkpoint(
    world: SmallWorld,
) -> None:
    _some_history(world)
    head = latest_head()
    assert head is not None
    lines = list(export_for_operator())
    header, entries = lines[0], [line for line in lines[1:] if b'"leaf"' in line]
    forged, tree = [header], CompactTree()
    for position, line in enumerate(entries[1:]):  # the first entry is made to vanish
        document = json.loads(line)
        document["position"] = position
        forged.append(canonical_json(document) + b"\n")
        tree = tree.append(leaf_hash(canonical_json(document["leaf"])))
    key = signing_key()
    note = sign_checkpoint(Checkpoint(key.verifier.name, tree.size, tree.root()), key)
    forged.append(checkpoint_line(note))
    assert verify_export(forged, public_key=key.verifier).is_sound, "the forgery holds together by itself"
    verdict = verify_export(forged, public_key=key.verifier, since=head.note)
    assert not verdict.is_sound
    assert not verdict.is_trusted_head_contained
