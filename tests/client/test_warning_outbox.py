"""A growing file of candidates is sent a line at a time, from where it was left off, each one once."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from causeway.cli.warning_send import Now, told
from causeway.client import CandidateDecision, RefusedByServer, SentCandidate, ServerUnreachable
from causeway.client.warning_decisions import Heard, NotKept, hear_decisions, labelled, note_sent
from causeway.client.warning_outbox import OutboxUnusable, send_outbox
from causeway.vocabulary.candidates import Candidate, Decision
from causeway.warning.events import EventKind, read_event


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


def test_a_run_is_told_by_what_it_sent_itself(tmp_path: Path) -> None:
    outbox, kept, door = tmp_path / "candidates.jsonl", tmp_path / "sent", Door()
    outbox.write_bytes(_line(1) + _line(2))
    said = []
    for _ in range(2):
        now = Now()
        place = send_outbox(door, outbox, kept, platform="Harbourline", on_sent=partial(now.note, kept))
        said.append(told(now, 0, place))
    assert [each.partition(";")[0] for each in said] == ["2 sent now, 0 refused", "0 sent now, 0 refused"]
    assert said[1].endswith("of 2 lines in all 2 are at the desk, 0 were refused")
    kept.unlink()
    now = Now()
    place = send_outbox(door, outbox, kept, platform="Harbourline", on_sent=partial(now.note, kept))
    assert told(now, 0, place).startswith("2 sent now, 2 of which the desk had already")


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


class Desk:
    """A hub's reviewers; what stands in `decided` is decided, and what stands in `erased` is gone; nobody answers for
    what stands in `away`.
    """

    def __init__(self) -> None:
        self.decided: dict[str, Decision] = {}
        self.erased: set[str] = set()
        self.away: set[str] = set()
        self.asked: list[str] = []

    def candidate_decision(self, candidate: str) -> CandidateDecision:
        """Say where one stands."""
        self.asked.append(candidate)
        if candidate in self.away:
            raise ServerUnreachable("The server cannot be reached.")
        if candidate in self.erased:
            raise RefusedByServer(404, "There is no such candidate.")
        decision = self.decided.get(candidate)
        at = datetime(2026, 5, 2, 9, tzinfo=UTC) if decision else None
        return CandidateDecision(id=candidate, reference="", stage="first", decision=decision, decided_at=at)


def _lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text().splitlines()]


def test_what_reviewers_decided_comes_back_as_events_and_labels_each_once(tmp_path: Path) -> None:
    outbox, kept, desk = tmp_path / "candidates.jsonl", tmp_path / "sent", Desk()
    outbox.write_bytes(b"".join(_line(number).replace(b"acct-7", b"acct-%d" % number) for number in range(1, 6)))
    send_outbox(Door(), outbox, kept, platform="Harbourline", on_sent=partial(note_sent, kept))
    assert _lines(tmp_path / "sent.ids")[0] == {
        "line": 1,
        "id": "1",
        "reference": "CA-1",
        "account": "acct-1",
        "score": 1.0,
        "trigger": "threshold",
    }
    desk.decided, desk.erased = {"1": Decision.REFER, "2": Decision.NOT_HARMFUL, "3": Decision.CANNOT_TELL}, {"4"}
    heard = hear_decisions(desk, kept)
    assert heard == Heard(asked=5, decided=3, cleared=1, erased=1, waiting=1)
    (cleared,) = _lines(tmp_path / "sent.cleared")
    event = read_event(cleared)
    assert (event.kind, event.target) == (EventKind.REVIEW_CLEARED, "acct-2")
    assert hear_decisions(desk, kept) == Heard(asked=1, waiting=1)
    known = labelled(kept)
    assert dict(zip(known.accounts, known.labels, strict=True)) == {"acct-1": True, "acct-2": False}


def test_of_an_account_that_was_warned_of_several_times_a_referral_outweighs_the_rest(tmp_path: Path) -> None:
    outbox, kept, desk = tmp_path / "candidates.jsonl", tmp_path / "sent", Desk()
    lines = [_line(1), _line(2).replace(b"1.0", b"2.0"), _line(3), _line(4)]
    outbox.write_bytes(b"".join(lines))
    send_outbox(Door(), outbox, kept, platform="Harbourline", on_sent=partial(note_sent, kept))
    desk.decided = {"1": Decision.NOT_HARMFUL, "2": Decision.REFER, "3": Decision.NOT_HARMFUL}
    assert hear_decisions(desk, kept) == Heard(asked=4, decided=3, cleared=0, waiting=1)
    desk.decided["4"] = Decision.NOT_HARMFUL
    assert hear_decisions(desk, kept) == Heard(asked=1, decided=1, cleared=0)
    assert not (tmp_path / "sent.cleared").exists()
    known = labelled(kept)
    assert (known.labels.tolist(), known.scores.tolist()) == ([True], [2.0])


def test_what_was_heard_before_the_hub_went_away_is_kept(tmp_path: Path) -> None:
    outbox, kept, desk = tmp_path / "candidates.jsonl", tmp_path / "sent", Desk()
    outbox.write_bytes(_line(1) + _line(2))
    send_outbox(Door(), outbox, kept, platform="Harbourline", on_sent=partial(note_sent, kept))
    desk.decided, desk.away = {"1": Decision.REFER}, {"2"}
    with pytest.raises(ServerUnreachable):
        hear_decisions(desk, kept)
    assert [one["id"] for one in _lines(tmp_path / "sent.decisions")] == ["1"]


def test_half_an_answer_about_an_account_clears_it_of_nothing(tmp_path: Path) -> None:
    outbox, kept, desk = tmp_path / "candidates.jsonl", tmp_path / "sent", Desk()
    outbox.write_bytes(_line(1) + _line(2))
    send_outbox(Door(), outbox, kept, platform="Harbourline", on_sent=partial(note_sent, kept))
    desk.decided, desk.away = {"1": Decision.NOT_HARMFUL, "2": Decision.REFER}, {"2"}
    with pytest.raises(ServerUnreachable):
        hear_decisions(desk, kept)
    desk.away = set()
    assert hear_decisions(desk, kept) == Heard(asked=2, decided=2, cleared=0)
    assert not (tmp_path / "sent.cleared").exists()


def test_a_decision_that_was_turned_is_heard_again_and_half_a_line_is_written_over(tmp_path: Path) -> None:
    outbox, kept, desk = tmp_path / "candidates.jsonl", tmp_path / "sent", Desk()
    outbox.write_bytes(_line(1))
    send_outbox(Door(), outbox, kept, platform="Harbourline", on_sent=partial(note_sent, kept))
    desk.decided = {"1": Decision.REFER}
    hear_decisions(desk, kept)
    with (tmp_path / "sent.decisions").open("ab") as file:
        file.write(b'{"line": 1, "id"')
    desk.decided = {"1": Decision.NOT_HARMFUL}
    assert hear_decisions(desk, kept).asked == 0
    assert hear_decisions(desk, kept, again=True).cleared == 1
    assert [one["decision"] for one in _lines(tmp_path / "sent.decisions")] == ["refer", "not_harmful"]
    assert labelled(kept).labels.tolist() == [False]
    (tmp_path / "sent.decisions").write_text("{}\n")
    with pytest.raises(NotKept, match="line 1"):
        hear_decisions(desk, kept)
