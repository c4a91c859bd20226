"""A CyberTipline client that none of us wrote, pointed at a running hub, sends a report with a picture; the force sees
it. And what other HTTP libraries do that the test client cannot: a body in pieces, over a real connection.
"""

import hashlib
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from random import Random

import httpx
import pytest

from causeway.interchange.cybertip import read_response
from causeway.worlds import Subject, draw
from hub.browser import ROOT, need
from hub.intake.cybertip_calls import REPORT
from road.live_hub import LiveHub, live_hub

CLIENT = ROOT / "node_modules" / "@civitai" / "cybertipline-tools" / "package.json"
NODE = Path(sys.executable).with_name("node")
SCRIPT = Path(__file__).with_name("independent_client.mjs")
_CALL_SECONDS = 300

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not sys.platform.startswith("linux"), reason="the hub under test finds its processes in /proc"),
]


@pytest.fixture(scope="module")
def hub() -> Iterator[LiveHub]:
    """A running installation."""
    need(CLIENT, NODE)
    with live_hub() as running:
        yield running


def test_a_client_that_none_of_us_wrote_sends_a_report_and_the_force_sees_it(hub: LiveHub, tmp_path: Path) -> None:
    picture = tmp_path / "bridge.jpg"
    picture.write_bytes(draw(Random(7), Subject.BRIDGE))
    service, (kent, *_) = hub.services[0], hub.forces
    done = subprocess.run(
        [str(NODE), str(SCRIPT), f"{hub.base_url}/ispws", service.username, service.password, str(picture)],
        capture_output=True,
        text=True,
        timeout=_CALL_SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2_000:]
    heard = json.loads(done.stdout)
    assert heard["codes"] == [0, 0, 0, 0, 0, 5102, 0]
    assert heard["hash"] == hashlib.md5(picture.read_bytes(), usedforsecurity=False).hexdigest()
    assert heard["files"] == [heard["file"]]
    assert heard["requests"] == 6
    assert heard["unknown"] == "Report does not exist"

    hub.wait_for(lambda: _waits_at(hub, kent, heard["report"]), "the force to see it")
    (told,) = hub.query("SELECT a.name, a.viewed_by_sender, a.size_bytes FROM referrals_attachment a")
    assert told == {
        "name": "bridge-1.jpg",
        "viewed_by_sender": True,
        "size_bytes": picture.stat().st_size,
    }


def _waits_at(hub: LiveHub, force: str, report_number: int) -> bool:
    """Whether the referral that a report became waits in a force's queue."""
    return bool(
        hub.query(
            "SELECT 1 FROM queues_queueitem q JOIN referrals_searchterm t USING (referral_id)"
            " WHERE q.organisation_id = %s AND t.kind = 'report_number' AND t.term = %s",
            force,
            str(report_number),
        )
    )


def test_a_report_sent_in_pieces_arrives_whole(hub: LiveHub) -> None:
    service = hub.services[0]
    answer = httpx.post(
        f"{hub.base_url}/ispws/submit",
        content=iter([REPORT[:100], REPORT[100:]]),
        auth=(service.username, service.password),
        timeout=_CALL_SECONDS,
        trust_env=False,
    )
    assert answer.request.headers["Transfer-Encoding"] == "chunked"
    assert read_response(answer.content).response_code == 0
