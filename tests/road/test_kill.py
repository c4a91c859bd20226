"""kill -9 of server and worker, spread over every step under load, loses no accepted referral and doubles none."""

import sys
from pathlib import Path

import pytest

from road.live_campaign import CALLS, STEPS, killed
from road.live_checks import counts_of, faults_of
from road.live_hub import Target

SEED = 20260501


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="finds the processes to kill in /proc")
def test_what_was_accepted_is_there_once_whatever_is_killed_and_whenever(tmp_path: Path) -> None:
    with killed(SEED, tmp_path) as after:
        done = after.campaign.done
        assert len(done) >= 50
        assert {target for target, _ in done} == set(Target)
        moments = {moment for _, moment in done}
        assert len(moments & {*CALLS, *STEPS}) >= 12, "too few kills met the step they were aimed at"
        assert counts_of(after)["referrals_referral"] >= 50, "too little load"
        assert faults_of(after) == {}
