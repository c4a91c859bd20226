"""From the hub's decision to the upload: what is taken out there matches nothing here once the mirror has heard."""

import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from causeway.client import Screening
from causeway.client.mirror import MirrorWriter
from causeway.client.screening import IndexFile
from causeway.hub.base.acting.actors import Actor
from causeway.hub.knowledge.banks.commands.curate import withdraw_signal
from causeway.hub.knowledge.banks.commands.decide_appeal import decide_appeal
from causeway.hub.knowledge.banks.commands.vote import vote
from causeway.hub.knowledge.banks.queries.feed import changes_after
from causeway.hub.knowledge.banks.standing import Verdict
from causeway.interchange.signal_feed import FeedPage, bank_feed, read_bank_page
from causeway.matching import DigestIndex, digest_file
from causeway.transparency import VerifierKey
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.screening import UploadHit
from causeway.vocabulary.signals import SignalKind
from hub.banks.sharing import SharedBank, shared_bank
from hub.banks.test_appeals import appealed, the_appeal
from hub.conftest import SmallWorld

UPLOAD = b"a text about a door knob"
SHA256 = digest_file(UPLOAD).sha256


@dataclass
class Mirrored:
    """A service's mirror of the bank, with a saved index beside it."""

    bank: SharedBank
    reader: Actor
    folder: Path
    index: Path

    def sync(self) -> None:
        def page(after: int) -> FeedPage:
            found = changes_after(self.reader, self.bank.bank_id, after=after, limit=2)
            answer = {"page": found.page, "signature": found.signature, "key": found.key}
            return read_bank_page(json.dumps(answer).encode(), VerifierKey.parse(found.key))

        state = MirrorWriter(self.folder).feed_state(bank_feed(str(self.bank.bank_id)))
        while not state.is_whole or state.cursor < changes_after(self.reader, self.bank.bank_id).page["head"]:
            state = MirrorWriter(self.folder).apply(page(state.cursor))

    def hits(self) -> list[str]:
        return sorted(hit.state.value for hit in self.screened())

    def screened(self) -> tuple[UploadHit, ...]:
        saved = IndexFile(self.index, SignalKind.SHA256, organisation="saved")
        day = timedelta(days=1)
        with Screening(self.folder, indexes=[saved], stale_after=day, looks_alike=False, examiners=1) as screening:
            return tuple(screening.screen(UPLOAD).hits)


@pytest.fixture
def mirrored(world: SmallWorld, tmp_path: Path) -> Mirrored:
    bank = shared_bank(world)
    digest = np.frombuffer(bytes.fromhex(SHA256), np.uint8).reshape(1, -1)
    DigestIndex.build(digest, np.array([7], np.int64)).save(tmp_path / "index")
    return Mirrored(bank=bank, reader=bank.sharer, folder=tmp_path / "mirror", index=tmp_path / "index")


def test_a_vote_under_an_appeal_and_the_decision_reach_the_next_upload(mirrored: Mirrored) -> None:
    bank = mirrored.bank
    signal_id = bank.add(SHA256)
    for member in bank.others():
        vote(member, signal_id, Verdict.CONFIRM)
    mirrored.sync()
    assert mirrored.hits() == ["added", "confirmed"]
    appealed("number", str(signal_id))
    mirrored.sync()
    assert mirrored.hits() == ["added", "appealed"], "votes confirmed it: it is only marked"
    vote(bank.officer, signal_id, Verdict.DISPUTE, "A door knob")
    assert mirrored.hits() == ["added", "appealed"], "the mirror has not heard yet"
    mirrored.sync()
    assert mirrored.hits() == []
    decider = bank.world.member(bank.world.desk, Role.SUPERVISOR)
    decide_appeal(decider, the_appeal(bank).id, is_upheld=True, reasons="It is a door knob.")
    mirrored.sync()
    assert mirrored.hits() == []


def test_a_hit_says_by_name_who_lists_it(mirrored: Mirrored) -> None:
    mirrored.bank.add(SHA256)
    mirrored.sync()
    assert sorted(hit.organisation for hit in mirrored.screened()) == ["Causeway Desk", "saved"]


def test_whoever_comes_after_a_withdrawal_does_not_report_it_either(mirrored: Mirrored) -> None:
    withdraw_signal(mirrored.bank.curator, mirrored.bank.add(SHA256), "A door knob")
    mirrored.bank.add("cd" * 32)
    mirrored.sync()
    assert mirrored.hits() == []
