"""Attacks on the anonymity of answers, by somebody who has the whole database and, in the end, the wave's key.

Under chance a way of joining n people with n answers is right about once, whatever n (the fixed points of a random
permutation are nearly Poisson with mean 1): nine or more come once in 900,000 ways. A real join would be right for all.
"""

import logging
import random
from collections import Counter
from uuid import UUID

import pytest
from pyrage import x25519

from causeway.hub.knowledge.surveys.commands.run_wave import close_wave
from causeway.hub.knowledge.surveys.pool import BATCH, KEPT, leaving, pool_of, shuffled
from causeway.hub.knowledge.surveys.sheets import identity_in, open_sheet
from hub.conftest import SmallWorld
from hub.surveys.attacker import Dump, Row, changed, dump, guesses, log_position, log_since
from hub.surveys.door_knobs import NOON, RunningWave, person, running_wave

PEOPLE = 24
MORE_THAN_CHANCE = 9
PEOPLE_TABLE, SHEETS_TABLE = "surveys_invited", "surveys_sealedanswer"


@pytest.fixture
def wave(committed_world: SmallWorld) -> RunningWave:
    return running_wave(committed_world, PEOPLE)


def answered_in_random_order(wave: RunningWave, seed: int) -> list[int]:
    """Everybody answers with their own number, in a random order, which is given."""
    order = random.Random(seed).sample(range(PEOPLE), PEOPLE)
    for number in order:
        wave.answer(number, has_knob="no", doors=number, words="x" * (number * 40))
    return order


def opened(wave: RunningWave, sheets: list[Row]) -> dict[int, UUID]:
    """Whose sheet each is: the attacker has the key, and answers tell by their content who gave them."""
    recipient = str(x25519.Identity.from_str(wave.key_file.splitlines()[1]).to_public())
    identity = identity_in(wave.key_file, recipient)
    return {int(str(open_sheet(bytes(row["sealed"]), identity).answers["doors"])): row["id"] for row in sheets}


def right_guesses(wave: RunningWave, people: Dump, sheets: Dump) -> list[int]:
    by_number = opened(wave, sheets[SHEETS_TABLE])
    truth = {wave.emails[person(number).email]: row_id for number, row_id in by_number.items()}
    known = [row for row in people[PEOPLE_TABLE] if row["id"] in truth]
    assert len(known) == len(sheets[SHEETS_TABLE]) >= BATCH
    return [guess.right for guess in guesses(known, sheets[SHEETS_TABLE], truth)]


def test_no_join_of_two_dumps_brings_an_answer_to_a_person(wave: RunningWave) -> None:
    answered_in_random_order(wave, seed=1)
    running = dump()
    close_wave(wave.lead, wave.wave_id, NOON)
    closed = dump()
    assert closed[PEOPLE_TABLE] == []
    assert len(closed[SHEETS_TABLE]) == PEOPLE
    assert len({row["xmin"] for row in closed[SHEETS_TABLE]}) == 1
    assert max(right_guesses(wave, running, closed)) < MORE_THAN_CHANCE


def test_a_dump_while_the_wave_runs_joins_nothing_either(wave: RunningWave) -> None:
    answered_in_random_order(wave, seed=2)
    running = dump()
    assert len(running[SHEETS_TABLE]) == BATCH
    assert len({row["xmin"] for row in running[SHEETS_TABLE]}) == 1
    assert not {row["xmin"] for row in running[SHEETS_TABLE]} & {row["xmin"] for row in running[PEOPLE_TABLE]}
    assert max(right_guesses(wave, running, running)) < MORE_THAN_CHANCE


def test_two_dumps_around_one_answer_differ_in_the_use_of_the_link_alone(
    wave: RunningWave, caplog: pytest.LogCaptureFixture
) -> None:
    for number in range(3):
        wave.answer(number, has_knob="no")
    before = dump()
    with caplog.at_level(logging.DEBUG):
        wave.answer(3, has_knob="yes", grip=5, words="Only I would say this.")
    after = changed(before, dump())
    assert list(after) == [PEOPLE_TABLE]
    new, old = after[PEOPLE_TABLE]
    own = {name for name in new if name not in {"xmin", "xmax", "cmin", "ctid"} and new[name] != old[name]}
    assert own == {"is_used"}
    told = caplog.text
    assert not any(
        secret in told for secret in (person(3).email, wave.token(3), "Only I", str(wave.emails[person(3).email]))
    )


def test_two_dumps_around_a_batch_show_ten_sheets_of_one_transaction(wave: RunningWave) -> None:
    for number in range(BATCH + KEPT - 1):
        wave.answer(number, has_knob="no", doors=number)
    before = dump()
    wave.answer(BATCH + KEPT - 1, has_knob="no", doors=BATCH + KEPT - 1)
    after = changed(before, dump())
    # A wave's row is locked while sheets are written that point to it, which PostgreSQL notes in xmax.
    assert set(after) == {PEOPLE_TABLE, SHEETS_TABLE, "surveys_wave"}
    new, old = after["surveys_wave"]
    assert new["xmax"] == after[SHEETS_TABLE][0]["xmin"]
    assert {**new, "xmax": 0} == {**old, "xmax": 0}
    assert len(after[SHEETS_TABLE]) == BATCH
    assert len({row["xmin"] for row in after[SHEETS_TABLE]}) == 1
    assert len(pool_of(wave.wave_id).waiting()) == KEPT


def test_the_write_ahead_log_knows_sheets_only_once_they_left_together(wave: RunningWave) -> None:
    since = log_position()
    answered_in_random_order(wave, seed=4)
    written = log_since(since)
    left = [bytes(row["sealed"]) for row in dump()[SHEETS_TABLE]]
    waiting = pool_of(wave.wave_id).waiting()
    assert (len(left), len(waiting)) == (BATCH, PEOPLE - BATCH)
    # An age file names its one-time key in its second line, which is of no other file.
    assert all(sealed.splitlines()[1] in written for sealed in left)
    assert not any(sealed.splitlines()[1] in written for sealed in waiting)


def test_every_sheet_of_a_wave_is_sealed_from_the_same_length(wave: RunningWave) -> None:
    answered_in_random_order(wave, seed=3)
    sizes = [len(row["sealed"]) for row in dump()[SHEETS_TABLE]]
    assert max(sizes) - min(sizes) < 1024, "age adds a stanza of random length and nothing else varies"


def test_which_sheets_leave_and_where_they_stand_hangs_on_nothing() -> None:
    sheets = [bytes([number]) for number in range(BATCH + KEPT)]
    rounds = 4_000
    left: Counter[bytes] = Counter()
    places: Counter[int] = Counter()
    for _ in range(rounds):
        batch = shuffled(leaving(sheets))
        left.update(batch)
        if sheets[-1] in batch:
            places[batch.index(sheets[-1])] += 1
    # Each leaves with probability 1/2; six standard deviations of 31.6 come once in five hundred million.
    assert all(abs(left[sheet] - rounds / 2) < 190 for sheet in sheets)
    assert all(abs(places[place] - sum(places.values()) / BATCH) < 6 * 13.5 for place in range(BATCH))


def test_no_batch_leaves_before_ten_stay_behind() -> None:
    assert leaving([bytes([number]) for number in range(BATCH + KEPT - 1)]) == []
