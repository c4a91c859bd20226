"""The stream: bad lines are told and never fatal, and a kill at any moment changes nothing in what is written."""

import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import asdict
from importlib.resources import files
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from behaviour_told import DAY, NOON, settings, sought, watch
from causeway.client.warning import LONGEST_LINE, WarningStream
from causeway.warning import Event, OutputNotEmpty, SnapshotInvalid, Watch, warning_policy
from causeway.worlds.behaviour import behaviour_world

SERVICE = 'reviews_per_day = 5\naudits_per_day = 2\n[countries.NL]\nbasis = "a test"\n'


def line(event: Event) -> bytes:
    document: dict[str, Any] = {"at": event.at, "actor": event.actor, "kind": event.kind.value}
    if event.target:
        document["target"] = event.target
    return json.dumps({**document, "attributes": dict(event.attributes)}).encode() + b"\n"


LINES = [line(event) for event in sought()]


def streamed(given: bytes, told: list[tuple[int, str]] | None = None) -> tuple[bytes, WarningStream]:
    output = BytesIO()
    stream = WarningStream(watch(), output=output, on_fault=lambda *fault: told.append(fault) if told else None)
    stream.run(BytesIO(given), finish=True)
    return output.getvalue(), stream


def test_candidates_come_as_json_lines_whose_parts_sum_to_the_score() -> None:
    written, _ = streamed(b"".join(LINES))
    first = json.loads(written.splitlines()[0])
    assert first["account"] == "x"
    assert sum(part["amount"] for part in first["contributions"]) == first["score"]


@pytest.mark.parametrize(
    ("bad", "fault"),
    [
        (b"{\n", "no JSON"),
        (b"\xff\xfe\n", "no JSON"),
        (b"[" * 60_000 + b"\n", "no JSON"),
        (b'{"at": ' + b"9" * 5_000 + b"}\n", "no JSON"),
        (b"7\n", "no JSON object"),
        (b'{"kind": "wink"}\n', "kind must be one of"),
        (b"x" * (3 * LONGEST_LINE) + b"\n", "longer than"),
    ],
)
def test_a_bad_line_is_told_with_its_number_and_changes_nothing_else(bad: bytes, fault: str) -> None:
    told: list[tuple[int, str]] = [(0, "")]
    written, stream = streamed(b"".join([*LINES[:5], bad, *LINES[5:]]), told)
    assert [number for number, _ in told[1:]] == [6]
    assert fault in told[1][1]
    assert stream.place.faults.total() == 1
    assert written == streamed(b"".join(LINES))[0]


def test_a_wrong_clock_closes_no_day_and_a_stream_that_moved_on_is_believed() -> None:
    ahead = line(Event(NOON + 400 * DAY, "a", "", sought()[0].kind))
    written, stream = streamed(b"".join([*LINES[:20], ahead, *LINES[20:]]))
    assert written == streamed(b"".join(LINES))[0]
    assert stream.place.faults["at"] == 1
    moved = [line(event._replace(at=event.at + 400 * DAY)) for event in sought()]
    _, stream = streamed(b"".join([*LINES, *moved]))
    assert stream.watch.window_end > NOON + 400 * DAY


def wrong(at: float, actor: str = "a") -> bytes:
    return line(Event(at, actor, "", sought()[0].kind))


@pytest.mark.parametrize(
    "odd",
    [
        [wrong(NOON + (100 + 50 * number) * DAY, f"a{number}") for number in range(30)],
        [wrong(NOON + 400 * DAY + number) for number in range(30)],
    ],
    ids=["times that disagree", "one actor's clock"],
)
def test_many_wrong_clocks_are_no_stream_that_moved_on(odd: list[bytes]) -> None:
    written, stream = streamed(b"".join([*LINES[:30], *odd, *LINES[30:]]))
    assert written == streamed(b"".join(LINES))[0]
    assert stream.place.faults["at"] == 30


@pytest.mark.parametrize("days", [900, -900])
def test_a_wrong_time_at_the_very_beginning_does_not_shut_out_the_rest(days: int) -> None:
    told: list[tuple[int, str]] = [(0, "")]
    written, _ = streamed(b"".join([wrong(NOON + days * DAY), *LINES]), told)
    assert written == streamed(b"".join(LINES))[0]
    assert [number for number, _ in told[1:]] == ([1] if days > 0 else [])


def test_finishing_three_times_writes_no_more_than_once(tmp_path: Path) -> None:
    given = b"".join(LINES)
    seen = []
    for _ in range(3):
        with _opened(tmp_path / "out") as output:
            watched = watch(audits_per_day=3)
            stream = WarningStream(watched, output=output, is_cut=True, state=tmp_path / "state")
            stream.resume(BytesIO(given))
            read = BytesIO(given)
            read.seek(stream.place.input_bytes)
            stream.run(read, finish=True)
        seen.append(((tmp_path / "out").read_bytes(), stream.metrics()))
    assert seen[0][0]
    assert seen[0] == seen[1] == seen[2]


def test_what_is_found_is_handed_on_at_once_and_the_state_kept_with_each_day(tmp_path: Path) -> None:
    days = [line(event._replace(at=event.at + day * DAY)) for day in (0, 1) for event in sought(60)]
    seen: list[tuple[int, bool]] = []

    def look() -> bool:
        seen.append(((tmp_path / "out").stat().st_size, (tmp_path / "state").exists()))
        return True

    with _opened(tmp_path / "out") as output:
        stream = WarningStream(watch(), output=output, is_cut=True, state=tmp_path / "state")
        stream.run(BytesIO(b"".join(days)), may_go_on=look)
    assert seen[0][0] == 0
    assert seen[-1][0] > 0
    assert seen[-1][1]


def test_an_event_that_comes_too_late_is_told_and_counted() -> None:
    told: list[tuple[int, str]] = [(0, "")]
    _, stream = streamed(b"".join([*LINES, wrong(NOON - 400 * DAY)]), told)
    assert stream.place.faults["at"] == stream.metrics()["too_late"] == 1
    assert told[1][0] == len(LINES) + 1


def test_events_that_are_held_back_at_the_beginning_outlast_a_stop(tmp_path: Path) -> None:
    whole = b"".join(LINES)
    for end in (5, 12, len(LINES)):
        given = BytesIO(b"".join(LINES[:end]))
        with _opened(tmp_path / "out") as output:
            stream = WarningStream(watch(), output=output, is_cut=True, state=tmp_path / "state")
            stream.resume(given)
            stream.run(given, finish=end == len(LINES))
    assert (tmp_path / "out").read_bytes() == streamed(whole)[0]


def test_a_line_that_is_still_being_written_is_left_for_the_next_run(tmp_path: Path) -> None:
    half = LINES[-1][:20]
    (tmp_path / "events").write_bytes(b"".join(LINES[:-1]) + half)
    for rest in (b"", LINES[-1][20:]):
        with (tmp_path / "events").open("ab") as file:
            file.write(rest)
        with (tmp_path / "events").open("rb") as given, _opened(tmp_path / "out") as output:
            stream = WarningStream(watch(), output=output, is_cut=True, state=tmp_path / "state")
            stream.resume(given)
            stream.run(given, finish=bool(rest))
    assert (tmp_path / "out").read_bytes() == streamed(b"".join(LINES))[0]


def _opened(path: Path) -> Any:
    path.touch()
    return path.open("r+b")


@pytest.mark.parametrize(
    "damage", [lambda b: b[:-1], lambda b: b[:200] + b"\0" + b[201:], lambda _: b"", lambda _: b"x"]
)
def test_a_damaged_state_is_refused(tmp_path: Path, damage: Any) -> None:
    state = tmp_path / "state"
    WarningStream(watch(), output=BytesIO(), state=state).run(BytesIO(b"".join(LINES)))
    state.write_bytes(damage(state.read_bytes()))
    with pytest.raises(SnapshotInvalid):
        WarningStream(watch(), output=BytesIO(), state=state).resume(BytesIO(b"".join(LINES)))


@pytest.mark.parametrize("state", [None, "gone"])
def test_candidates_that_no_state_knows_of_are_never_cut(tmp_path: Path, state: str | None) -> None:
    (tmp_path / "out").write_bytes(b"candidates of yesterday\n")
    with _opened(tmp_path / "out") as output:
        stream = WarningStream(watch(), output=output, is_cut=True, state=tmp_path / state if state else None)
        with pytest.raises(OutputNotEmpty):
            stream.resume(BytesIO(b"".join(LINES)))
    assert (tmp_path / "out").read_bytes() == b"candidates of yesterday\n"


def test_a_kill_before_the_first_place_is_kept_leaves_a_state_to_go_on_from(tmp_path: Path) -> None:
    for _ in range(2):
        with _opened(tmp_path / "out") as output:
            stream = WarningStream(watch(), output=output, is_cut=True, state=tmp_path / "state")
            stream.resume(BytesIO(b"".join(LINES)))
            output.write(b"written, and then killed")
    with _opened(tmp_path / "out") as output:
        stream = WarningStream(watch(), output=output, is_cut=True, state=tmp_path / "state")
        given = BytesIO(b"".join(LINES))
        stream.resume(given)
        stream.run(given, finish=True)
    assert (tmp_path / "out").read_bytes() == streamed(b"".join(LINES))[0]


def test_the_state_of_one_input_is_not_taken_up_with_another(tmp_path: Path) -> None:
    state = tmp_path / "state"
    WarningStream(watch(), output=BytesIO(), state=state).run(BytesIO(b"".join(LINES)))
    with pytest.raises(SnapshotInvalid, match="another input"):
        WarningStream(watch(), output=BytesIO(), state=state).resume(BytesIO(b"".join(reversed(LINES))))


def test_a_switch_thrown_in_the_middle_keeps_the_place(tmp_path: Path) -> None:
    (tmp_path / "events").write_bytes(b"".join(LINES))
    asked = iter([*[True] * 30, False, *[True] * len(LINES)])
    ends = []
    for _ in range(2):
        with (tmp_path / "events").open("rb") as given, _opened(tmp_path / "out") as output:
            stream = WarningStream(watch(), output=output, is_cut=True, state=tmp_path / "state")
            stream.resume(given)
            ends.append((stream.run(given, finish=True, may_go_on=lambda: next(asked)), stream.place.lines))
    assert ends == [(False, 30), (True, len(LINES))]
    assert (tmp_path / "out").read_bytes() == streamed(b"".join(LINES))[0]


def test_metrics_hold_counts_and_no_identity() -> None:
    _, stream = streamed(b"".join(LINES))
    told = json.dumps(stream.metrics())
    assert stream.metrics()["lines"] == len(LINES)
    assert not any(f'"{name}"' in told for name in ("x", "m00", "m01"))


def run(folder: Path, *more: str) -> list[str]:
    return [
        sys.executable, "-m", "causeway", "warning", "run", str(folder / "events.jsonl"), "--settings",
        str(folder / "service.toml"), "--finish", *more,
    ]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stream")
    (folder / "service.toml").write_text(SERVICE)
    events = behaviour_world(5, accounts=500, weeks=1).events
    (folder / "events.jsonl").write_bytes(b"".join(json.dumps(event).encode() + b"\n" for event in events))
    return folder


def test_after_kills_in_the_middle_the_same_candidates_are_written(folder: Path) -> None:
    subprocess.run(run(folder, "--output", str(folder / "straight")), check=True, capture_output=True)
    command = run(
        folder, "--output", str(folder / "killed"), "--state", str(folder / "state"), "--checkpoint-lines", "500"
    )
    for kill in range(1, 4):
        _kill_at_checkpoint(command, folder / "state", kill)
    subprocess.run(command, check=True, capture_output=True)
    assert (folder / "killed").read_bytes() == (folder / "straight").read_bytes()
    assert (folder / "straight").read_bytes().count(b"\n") > 5


def _kill_at_checkpoint(command: list[str], state: Path, number: int) -> None:
    """Kill the program without warning soon after it has kept its state anew, each time a little later."""
    before = state.stat().st_mtime_ns if state.exists() else 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as program:
        deadline = time.monotonic() + 60
        while program.poll() is None and time.monotonic() < deadline:
            if state.exists() and state.stat().st_mtime_ns != before:
                time.sleep(0.01 * number)
                break
            time.sleep(0.002)
        assert program.poll() is None, "the program was over before it could be killed"
        os.kill(program.pid, signal.SIGKILL)


def test_the_command_tells_faults_and_ends_with_1(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").write_bytes(b"words\n" + b"".join(LINES))
    (tmp_path / "service.toml").write_text(SERVICE)
    done = subprocess.run(run(tmp_path, "--metrics", str(tmp_path / "m")), capture_output=True, text=True, check=False)
    assert done.returncode == 1
    assert "line 1: the line is no JSON" in done.stderr
    assert json.loads((tmp_path / "m").read_text())["faults"] == {"line": 1}
    assert json.loads(done.stdout.splitlines()[0])["account"] == "x"


def test_a_run_that_is_switched_off_says_so_and_weighs_nothing(tmp_path: Path) -> None:
    (tmp_path / "events.jsonl").write_bytes(b"".join(LINES))
    (tmp_path / "service.toml").write_text(f"enabled = false\n{SERVICE}")
    done = subprocess.run(run(tmp_path), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "")
    assert "switched off" in done.stderr
    assert f"{len(LINES):,} events were passed over" in done.stderr


def test_the_stop_file_stops_it_before_anything_is_scored(folder: Path) -> None:
    (folder / "stop").touch()
    done = subprocess.run(run(folder, "--stop-file", str(folder / "stop")), capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (3, "")


def test_the_stop_file_stops_a_feed_that_is_silent(folder: Path, tmp_path: Path) -> None:
    command = [each if not each.endswith("events.jsonl") else "-" for each in run(folder)]
    command = [each for each in command if each != "--finish"]
    with subprocess.Popen(
        [*command, "--stop-file", str(tmp_path / "stop"), "--state", str(tmp_path / "state")],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
    ) as program:  # fmt: skip
        assert program.stdin is not None
        program.stdin.write(b"".join(LINES))
        program.stdin.flush()
        (tmp_path / "stop").touch()
        assert program.wait(timeout=30) == 3
        program.stdin.close()
    assert (tmp_path / "state").exists()


def test_what_goes_live_is_adopted_by_name_and_nothing_else_runs(folder: Path, tmp_path: Path) -> None:
    live, state, ours = tmp_path / "live.json", tmp_path / "state", tmp_path / "ours.toml"
    shipped = (files("causeway.warning") / "policies" / "behaviour.toml").read_text("utf-8")
    ours.write_text(shipped.replace('version = "2026.12"', 'version = "ours-1"'))
    (tmp_path / "figures.json").write_text(
        json.dumps({"made_under": asdict(Watch(warning_policy(), settings()).made_under)})
    )
    adopt = [sys.executable, "-m", "causeway", "warning", "adopt", str(live), "--by", "K. Meijer"]
    evaluated = ["--evaluated", str(tmp_path / "figures.json")]

    def ended(*command: str) -> tuple[int, str]:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        return done.returncode, done.stderr

    assert ended(*adopt, *evaluated)[0] == 0
    assert ended(*run(folder, "--live", str(live), "--state", str(state)))[0] == 0
    code, said = ended(*run(folder, "--live", str(live), "--policy", str(ours)))
    assert (code, "adopted another policy, policy digest" in said) == (2, True)
    code, said = ended(*adopt, "--policy", str(ours), "--state", str(state))
    assert (code, "made under another policy" in said) == (2, True)
    assert ended(*adopt, "--policy", str(ours), *evaluated)[0] == 2
    assert [each["policy"] for each in json.loads(live.read_text())] == ["2026.12"]
    assert ended(*adopt, "--policy", str(ours))[0] == 0
    assert json.loads(live.read_text())[-1]["by"] == "K. Meijer"


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("service.toml", "reviews_per_day = 0\n[countries]\n", "reviews_per_day must be a whole number"),
        (
            "rules.toml",
            '[rules.a]\nwhen = "nobody"\nlog_likelihood_ratio = 1\nstage = "contact"\nreason = "A"\n',
            "rule a",
        ),
        ("policy.toml", "version = 1", "base_rate is missing"),
    ],
)
def test_a_wrong_file_is_one_line_and_2(tmp_path: Path, name: str, text: str, said: str) -> None:
    (tmp_path / "events.jsonl").write_bytes(b"".join(LINES))
    (tmp_path / "service.toml").write_text(SERVICE)
    (tmp_path / name).write_text(text)
    option = [] if name == "service.toml" else [f"--{name.removesuffix('.toml')}", str(tmp_path / name)]
    done = subprocess.run(run(tmp_path, *option), capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert said in done.stderr
    assert done.stderr.count("\n") == 1
