"""The Django example against a hub that is really served: what matches stands before a reviewer, and nothing waits."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

from causeway.client import Client
from causeway.client.following import Follower
from causeway.hub.base.acting.actors import Scope
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.knowledge.banks.queries.feed import changes_after
from causeway.hub.road.candidates.models import Candidate, CandidateFile
from causeway.hub.road.candidates.projecting import document_of
from causeway.transparency import VerifierKey
from hub.banks.sharing import shared_bank
from hub.conftest import SmallWorld, committed_world  # noqa: F401 fixtures

KNOB = b"a text about a door knob"


def test_uploads_pass_and_what_matches_reaches_a_reviewer_though_list_and_hub_were_away(
    committed_world: SmallWorld,  # noqa: F811 - the fixture
    live_server: Any,
    settings: Any,
    tmp_path: Path,
) -> None:
    settings.CAUSEWAY_VAULT = tmp_path / "vault"
    shared = shared_bank(committed_world)
    signal_id = shared.add(hashlib.sha256(KNOB).hexdigest())
    scopes = (Scope.READ_SIGNALS, Scope.SEND_CANDIDATES)
    issued, program = committed_world.credential(shared.service, *scopes)
    key = VerifierKey.parse(changes_after(shared.sharer, shared.bank_id).key)
    with Client(live_server.url, issued.username, issued.secret) as client:
        Follower(client, str(shared.bank_id), key, tmp_path / "mirror", undid=None).round()

    home = tmp_path / "gallery"
    environment = {
        **os.environ,
        "GALLERY_HOME": str(home),
        "GALLERY_SIGNALS": str(home / "signals"),
        "GALLERY_HUB_NAME": issued.username,
        "CAUSEWAY_SECRET": issued.secret,
    }
    driver = Path(__file__).with_name("django_example.py")
    done = subprocess.run(
        [sys.executable, driver, live_server.url, tmp_path / "mirror"],
        input=KNOB + b"\n",
        stdout=subprocess.PIPE,
        env=environment,
        check=True,
    )
    found = json.loads(done.stdout)

    assert found["without_a_list"] == [201, 201, ["to_screen", "to_screen"]]
    assert found["with_a_list"] == [201, 201, 400, ["to_screen", "to_screen", "to_send", "clear"]]
    away, standings = found["hub_away"]
    assert away.splitlines()[0].startswith("The server cannot be reached.")
    assert (away.splitlines()[1:], standings) == (["sent: 0, to_screen: 0, to_send: 2"], ["to_send", "clear"] * 2)
    first, second, standings = found["hub_there"]
    assert (first, second) == ("sent: 2, to_screen: 0, to_send: 0", "sent: 0, to_screen: 0, to_send: 0")
    assert (standings, found["page"]) == (["at_desk", "clear"] * 2, 5)
    gone, said, standings = found["files_gone"]
    assert said.splitlines() == [
        *(f"upload {each}: No such file or directory" for each in gone),
        "sent: 1, to_screen: 1, to_send: 1",
    ]
    assert standings == ["to_screen", "to_send", "at_desk"]

    with acting_as(program):
        rows = list(Candidate.objects.order_by("received_at"))
        files = CandidateFile.objects.count()
    told = document_of(rows[0])
    assert ([document_of(row).reference for row in rows], files) == (["upload-1", "upload-3", "upload-7"], 3)
    assert told.upload is not None
    assert [hit.reference for hit in told.upload.hits] == [str(signal_id)]
    assert told.holder is not None
    assert told.holder.accounts[0].handle == "knob.seller"


def test_where_it_fails_closed_what_could_not_be_screened_asks_for_a_person(tmp_path: Path) -> None:
    program = """
import django; django.setup()
from gallery.screening import screening
from gallery.views import standing_of
print(standing_of(screening.screen(b"a text")).value)
"""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "settings",
        "PYTHONPATH": str(Path(__file__).resolve().parents[3] / "examples" / "django_uploads"),
        "GALLERY_HOME": str(tmp_path),
        "GALLERY_FAIL_CLOSED": "yes",
    }
    done = subprocess.run([sys.executable, "-c", program], env=environment, stdout=subprocess.PIPE, check=True)
    assert done.stdout.decode().strip() == "to_send"
