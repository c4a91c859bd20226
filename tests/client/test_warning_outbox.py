"""A growing file of candidates is sent a line at a time, from where it was left off, each one once."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from causeway.client import RefusedByServer, SentCandidate, ServerUnreachable
from causeway.client.warning_outbox import OutboxUnusable, send_outbox
from causeway.vocabulary.candidates import Candidate


class Door:
    """A hub that knows what it has by number; `fails_at` one, once, after it took it or before."""

    def __init__(self, *, fails_at: int = 0, takes_it: bool = False, refuses: int = 0) -> None:
        self.numbers: list[int] = []
        self._fails_at, self._takes_it, self._refuses = fails_at, takes_it, refuses

    def send_candidate(
        self, candidate: Candidate, files: Sequence[Path] = (), *, key: str | None = None
    ) -> SentCandidate:
        """Take one."""
        del files, key
        assert candidate.warning is not None
        number = candidate.warning.number or 0
        if number == self._refuses:
            raise RefusedByServer(422, "at: This time lies in the future.")
        is_repeat, fails = number in self.numbers, number == self._fails_at
        if not is_repeat and (self._takes_it or not fails):
            self.numbers.append(number)
        if fails:
            self._fails_at = 0
            raise ServerUnreachable("The server cannot be reached.")
        return SentCandidate(id=str(number), reference=f"CA-{number}", is_repeat=is_repeat)


def _line(number: int) -> bytes:
    document: dict[str, Any] = {
        "number": number,
        "account": "acct-7",
        "at": "2026-05-01T09:30:00+00:00",
        "trigger": "threshold",
        "score": 1.0,
        "contributions": [{"id": "prior", "amount": 1.0}],
        "stages": [],
        "missing": [],
        "policy_version": "2026-05",
    }
    return json.dumps(document).encode() + b"\n"


def test_it_goes_on_where_it_was_and_leaves_a_line_that_is_being_written(tmp_path: Path) -> None:
    outbox, kept, door = tmp_path / "candidates.jsonl", tmp_path / "sent", Door()
    outbox.write_bytes(_line(1) + _line(2) + _line(3)[:40])
    assert send_outbox(door, outbox, kept, platform="Harbourline").sent == 2
    outbox.write_bytes(_line(1) + _line(2) + _line(3) + b"\n")
    place = send_outbox(door, outbox, kept, platform="Harbourline")
    assert (door.numbers, place.sent, place.lines, place.repeats) == ([1, 2, 3], 3, 4, 0)
    assert send_outbox(door, outbox, kept, platform="Harbourline") == place


@pytest.mark.parametrize("takes_it", [True, False])
def test_what_broke_off_is_sent_again_and_is_there_once(tmp_path: Path, takes_it: bool) -> None:
    outbox, kept, door = tmp_path / "candidates.jsonl", tmp_path / "sent", Door(fails_at=2, takes_it=takes_it)
    outbox.write_bytes(_line(1) + _line(2) + _line(3))
    with pytest.raises(ServerUnreachable):
        send_outbox(door, outbox, kept, platform="Harbourline")
    place = send_outbox(door, outbox, kept, platform="Harbourline")
    assert (door.numbers, place.sent, place.repeats) == ([1, 2, 3], 3, int(takes_it))


def test_a_line_that_is_refused_is_told_once_and_holds_up_no_other(tmp_path: Path) -> None:
    outbox, kept = tmp_path / "candidates.jsonl", tmp_path / "sent"
    outbox.write_bytes(_line(1) + b'{"account": "acct-7"}\n' + _line(2) + _line(3))
    door, told = Door(refuses=2), list[tuple[int, str, bytes]]()
    for _ in range(2):
        place = send_outbox(
            door, outbox, kept, platform="Harbourline", on_refused=lambda *refused: told.append(refused)
        )
    assert (door.numbers, place.sent, place.refused) == ([1, 3], 2, 2)
    assert [(number, line) for number, _fault, line in told] == [(2, b'{"account": "acct-7"}\n'), (3, _line(2))]
    assert not any("acct-7" in fault for _number, fault, _line in told)


@pytest.mark.parametrize("content", [_line(9) + _line(2), b""])
def test_another_file_under_the_same_name_is_not_sent_as_if_it_went_on(tmp_path: Path, content: bytes) -> None:
    outbox, kept, door = tmp_path / "candidates.jsonl", tmp_path / "sent", Door()
    outbox.write_bytes(_line(1))
    send_outbox(door, outbox, kept, platform="Harbourline")
    outbox.write_bytes(content)
    with pytest.raises(OutboxUnusable):
        send_outbox(door, outbox, kept, platform="Harbourline")
    assert door.numbers == [1]


def test_a_switch_stops_it_before_the_next_line(tmp_path: Path) -> None:
    outbox, kept, door = tmp_path / "candidates.jsonl", tmp_path / "sent", Door()
    outbox.write_bytes(_line(1) + _line(2))
    place = send_outbox(door, outbox, kept, platform="Harbourline", may_go_on=lambda: not door.numbers)
    assert (door.numbers, place.lines) == ([1], 1)
