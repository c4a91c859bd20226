"""The road of one signal to a service and back: listed, mirrored, matched, and what became of it told at the hub."""

import hashlib
from pathlib import Path

from causeway.client import OpinionKind, Outbox, Screening
from causeway.hub.base.acting.actors import Scope
from causeway.hub.knowledge.banks.commands.curate import withdraw_signal
from client.test_following import Subscriber, _keep_connection, subscriber  # noqa: F401 fixtures
from hub.conftest import world  # noqa: F401 - the fixture
from hub.organisations.signing_in import client_of

KNOB = b"a text about a door knob"


def test_an_upload_matches_what_a_bank_lists_and_opinions_on_it_show_there(
    subscriber: Subscriber,  # noqa: F811 - the fixture
    tmp_path: Path,
) -> None:
    shared = subscriber.shared
    signal_id = shared.add(hashlib.sha256(KNOB).hexdigest())
    outbox = Outbox(tmp_path / "opinions.db")
    with (
        subscriber.client(Scope.READ_SIGNALS, Scope.SEND_SIGNALS) as client,
        Screening(subscriber.folder, examiners=1) as screening,
    ):
        follower = subscriber.follower(client)
        follower.round()
        (hit,) = screening.screen(KNOB).hits
        for kind in OpinionKind:
            outbox.give(hit, kind, note="another knob")
        assert (outbox.send(client).sent, outbox.send(client).sent) == (3, 0)
        withdraw_signal(shared.curator, signal_id, "A door knob")
        follower.round()
        assert screening.screen(KNOB).hits == ()
    assert hit.reference == str(signal_id)
    page = client_of(shared.curator).get(f"/banks/signals/{signal_id}/").content.decode()
    told = page[page.index("What became of matches") :]
    assert [f"{words}: 1" in told for words in ("right", "wrong", "Seen again")] == [True] * 3
