"""A web process that is killed, for real and at any moment: no acknowledged answer is lost, and none counts twice."""

import os
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.knowledge.surveys.commands.mixing import take_up
from causeway.hub.knowledge.surveys.models import Invited, SealedAnswer
from causeway.hub.knowledge.surveys.pool import pool_of
from hub.conftest import SmallWorld
from hub.surveys.door_knobs import RunningWave, wave_of_today

PROGRAM = Path(__file__).parent / "answering_process.py"
KILLS = 2
PEOPLE = 200

pytestmark = pytest.mark.slow


def killed_while_answering(wave: RunningWave, left: list[str]) -> int:
    """Let these answer in a process of their own, kill it, and give how many were thanked."""
    command = [sys.executable, str(PROGRAM), connection.settings_dict["NAME"], str(wave.lead.organisation_id), *left]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        first = process.stdout.readline()
        time.sleep(random.uniform(0.05, 0.6))
        process.kill()
        return (first + process.stdout.read()).count("\n")


def test_killed_while_people_answer_every_thanks_has_its_sheet(committed_world: SmallWorld) -> None:
    wave = wave_of_today(committed_world, PEOPLE)
    left, thanked = [str(one) for one in wave.emails.values()], 0
    for _ in range(KILLS):
        thanked += killed_while_answering(wave, left)
        with acting_as(wave.lead):
            left = [str(one) for one in Invited.objects.filter(is_used=False).values_list("id", flat=True)]
    pool = pool_of(wave.wave_id)
    with pool.locked():
        take_up(wave.door, pool)
        waiting = len(pool.waiting())
    with acting_as(wave.lead):
        sheets = waiting + SealedAnswer.objects.count()
        used = Invited.objects.filter(is_used=True).count()
    assert 0 < thanked <= used == sheets <= thanked + KILLS
