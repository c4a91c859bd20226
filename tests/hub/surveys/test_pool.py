"""The pool: nothing that was acknowledged is lost, nothing is counted twice, wherever the process was killed."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import connection

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.knowledge.surveys.commands.answer import LinkUsed, _use_link
from causeway.hub.knowledge.surveys.commands.mixing import take_up, write_answers
from causeway.hub.knowledge.surveys.commands.run_wave import close_wave
from causeway.hub.knowledge.surveys.models import SealedAnswer
from causeway.hub.knowledge.surveys.pool import Pool, Prepared, pool_of
from hub.conftest import SmallWorld
from hub.surveys.door_knobs import NOON, RunningWave, person, running_wave


@pytest.fixture
def wave(world: SmallWorld) -> RunningWave:
    return running_wave(world)


def waiting(wave: RunningWave) -> list[bytes]:
    pool = pool_of(wave.wave_id)
    with pool.locked():
        take_up(wave.door, pool)
        return pool.waiting()


def test_what_waits_is_read_back_whole_and_shuffled(tmp_path: Path) -> None:
    pool, sheets = Pool(tmp_path / "pool"), [bytes([number]) * (number + 1) for number in range(60)]
    with pool.locked():
        assert pool.waiting() == []
        pool.replace(sheets)
        assert sorted(pool.waiting()) == sorted(sheets)
        assert pool.waiting() != sheets


def test_killed_before_the_link_was_used_the_sheet_never_was(wave: RunningWave) -> None:
    invited_id = wave.emails[person(1).email]
    pool = pool_of(wave.wave_id)
    with pool.locked():
        pool.prepare(Prepared(invited_id, b"sealed"))
    assert waiting(wave) == []
    wave.answer(1, has_knob="no")
    assert len(waiting(wave)) == 1


def test_killed_after_the_link_was_used_the_sheet_is_there(wave: RunningWave) -> None:
    invited_id = wave.emails[person(1).email]
    pool = pool_of(wave.wave_id)
    with pool.locked():
        pool.prepare(Prepared(invited_id, b"sealed"))
        assert _use_link(wave.door, invited_id)
    assert waiting(wave) == [b"sealed"]
    assert waiting(wave) == [b"sealed"]


def test_killed_after_a_batch_was_written_nobody_counts_twice(wave: RunningWave) -> None:
    for number in range(12):
        wave.answer(number, has_knob="no")
    with acting_as(wave.door):
        write_answers(wave.door, wave.wave_id, waiting(wave)[:10])
    assert len(waiting(wave)) == 2
    close_wave(wave.lead, wave.wave_id, NOON)
    with acting_as(wave.lead):
        assert SealedAnswer.objects.count() == 12


def test_many_at_once_lose_nothing_and_one_link_counts_once(committed_world: SmallWorld) -> None:
    wave = running_wave(committed_world, 24)

    def answer(number: int) -> bool:
        try:
            wave.answer(number, has_knob="no")
        except LinkUsed:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(8) as threads:
        done = list(threads.map(answer, [*range(24), *range(24)]))
    assert sum(done) == 24
    left = len(waiting(wave))
    with acting_as(wave.lead):
        assert SealedAnswer.objects.count() + left == 24


def test_half_written_files_of_a_killed_process_are_swept(tmp_path: Path) -> None:
    pool = Pool(tmp_path)
    (tmp_path / "prepared.a1b2c3d4.partial").write_bytes(uuid4().bytes)
    with pool.locked():
        assert [path.name for path in tmp_path.iterdir()] == ["lock"]
