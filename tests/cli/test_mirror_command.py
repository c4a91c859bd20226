"""`causeway mirror` against a hub that is really served: a copy, how it stands, and what is said of what is wrong."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from typing import Any, cast

import pytest

from causeway.cli import main
from causeway.cli.mirror_following import FollowedBank, go_on
from causeway.cli.mirror_standing import Standing, show_standings, size_of, span
from causeway.cli.mirror_telling import Telling
from causeway.cli.output import CommandFailed
from causeway.client import RefusedByServer
from causeway.client.following import Round
from causeway.client.mirror import bank_folder, followed, mirrors_in
from causeway.hub.base.acting.actors import Scope
from causeway.hub.knowledge.banks.commands.curate import withdraw_signal
from causeway.hub.knowledge.banks.commands.keep_bank import end_sharing
from causeway.hub.knowledge.banks.queries.banks import banks_of
from causeway.hub.knowledge.banks.queries.feed import changes_after
from causeway.interchange.signal_feed import PageHeader
from client.hub_pages import NOW, OTHER_KEY
from hub.banks.sharing import SharedBank, another_bank, shared_bank
from hub.conftest import SmallWorld, committed_world  # noqa: F401 fixtures

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `causeway mirror` as a person would, and gives exit code, output and errors."""

    def called(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["causeway", "mirror", *words])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return int(ended.value.code or 0), said.out, said.err

    return called


@pytest.fixture
def shared(committed_world: SmallWorld) -> SharedBank:  # noqa: F811 - the fixture
    return shared_bank(committed_world)


def access(shared: SharedBank, url: str, monkeypatch: pytest.MonkeyPatch, *scopes: Scope) -> list[str]:
    """The words that say which hub, and as whom."""
    issued, _actor = shared.world.credential(shared.service, *(scopes or (Scope.READ_SIGNALS, Scope.SEND_SIGNALS)))
    monkeypatch.setenv("CAUSEWAY_SECRET", issued.secret)
    return ["--server", url, "--as", issued.username]


def test_a_bank_is_copied_by_its_name_and_what_is_owed_left_or_acknowledged(
    shared: SharedBank, live_server: Any, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hub, folder = access(shared, live_server.url, monkeypatch), str(tmp_path / "mirror")
    withdraw_signal(shared.curator, shared.add(), "A door knob")
    shared.add("cd" * 32)
    (tmp_path / "hub.key").write_text(f"{changes_after(shared.sharer, shared.bank_id).key}\n")
    words = ["--bank", "Bridges", "--key-file", str(tmp_path / "hub.key"), "--once", "--leave-owed", "--json", *hub]
    figures = tmp_path / "mirror.prom"
    code, out, _err = run("follow", folder, *words, "--metrics", str(figures))
    line = json.loads(out)
    assert (code, line["event"], line["changes"], line["is_whole"]) == (0, "round", 3, True)
    assert f'causeway_mirror_changes{{bank="{shared.bank_id}"}} 3.0' in figures.read_text()

    code, out, _err = run("status", folder, "--json", *hub)
    (standing,) = json.loads(out)["banks"]
    assert (code, standing["bank_id"], standing["name"], standing["fault"]) == (0, str(shared.bank_id), "Bridges", "")
    assert [standing[name] for name in ("signals", "cursor", "behind", "owed", "is_stale")] == [1, 3, 0, 1, False]

    code, out, _err = run("acknowledge", folder, "--undid", "One account opened again", *hub)
    assert (code, out, banks_of(shared.sharer)[0].owed) == (0, "1 changes acknowledged, up to number 3.\n", 0)
    assert run("acknowledge", folder, "--undid", "x", *hub)[:2] == (0, "Nothing was owed.\n")
    code, out, _err = run("status", folder)
    assert (code, f"Bridges is bank {shared.bank_id}" in out, "nothing" in out) == (0, True, True)


def test_one_folder_follows_several_banks_and_forgets_one(
    shared: SharedBank, live_server: Any, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hub, key = access(shared, live_server.url, monkeypatch), changes_after(shared.sharer, shared.bank_id).key
    other, folder = another_bank(shared, "Door knobs"), str(tmp_path)
    shared.add("cd" * 32)
    other.add("ab" * 32)
    withdraw_signal(other.curator, other.add("ef" * 32), "A door knob")
    both = ["--bank", "Bridges", "--bank", str(other.bank_id), "--key", key, "--once", "--json", *hub]
    code, out, err = run("follow", folder, *both, "--leave-owed")
    lines = [json.loads(line) for line in out.splitlines()]
    ids = [str(each.bank_id) for each in (shared, other)]
    assert (code, [(each["bank"], each["changes"]) for each in lines]) == (0, [(ids[0], 1), (ids[1], 3)])
    assert err.splitlines()[1].startswith("Door knobs: ")

    code, out, _err = run("acknowledge", folder, "--undid", "Nothing", "--json", *hub)
    assert {each["bank_id"]: each["acknowledged"] for each in json.loads(out)["banks"]} == dict(
        zip(ids, (0, 1), strict=True)
    )
    code, _out, err = run("follow", folder, "--bank", str(shared.world.desk.id), *both)
    assert (code, "no more" in err, "Bridges: Up to date" in err, "Take it out" in err) == (3, True, True, False)

    code, out, _err = run("status", folder, "--json")
    stands = {each["bank_id"]: each for each in json.loads(out)["banks"]}
    assert (code, [stands[each]["signals"] for each in ids], len(stands)) == (0, [1, 1], 2)

    assert run("forget", folder, "--bank", "Door knob", "--yes")[0] == 2
    with followed(bank_folder(tmp_path, ids[1])):
        code, _out, err = run("forget", folder, "--bank", "Door knobs", "--yes")
        assert (code, "stop that first" in err) == (1, True)
    assert run("forget", folder, "--bank", "Door knobs", "--yes")[0] == 0
    assert [each.name for each in mirrors_in(tmp_path)] == [ids[0]]


def test_a_damaged_mirror_is_not_acknowledged_and_the_others_are(
    shared: SharedBank, live_server: Any, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hub, key = access(shared, live_server.url, monkeypatch), changes_after(shared.sharer, shared.bank_id).key
    other, folder = another_bank(shared, "Door knobs"), str(tmp_path)
    for each in (shared, other):
        withdraw_signal(each.curator, each.add("ef" * 32), "A door knob")
    both = ["--bank", "Bridges", "--bank", "Door knobs", "--key", key, "--once", "--leave-owed", *hub]
    assert run("follow", folder, *both)[0] == 0
    (bank_folder(tmp_path, str(shared.bank_id)) / "CURRENT").write_text("{")

    code, out, err = run("acknowledge", folder, "--undid", "Nothing", "--bank", "Bridges", *hub)
    assert (code, out, "not acknowledged: the mirror's list of parts cannot be read" in err) == (1, "", True)
    code, out, err = run("acknowledge", folder, "--undid", "Nothing", "--json", *hub)
    told = {each["bank_id"]: each for each in json.loads(out)["banks"]}
    assert (code, told[str(other.bank_id)]["acknowledged"]) == (1, 1)
    assert "cannot be read" in told[str(shared.bank_id)]["fault"]
    assert err.startswith("Bridges: not acknowledged")
    assert sorted(each.owed for each in banks_of(shared.sharer)) == [0, 1]


def test_a_named_bank_that_is_shared_no_more_does_not_keep_the_others_from_starting(
    shared: SharedBank, live_server: Any, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hub, key = access(shared, live_server.url, monkeypatch), changes_after(shared.sharer, shared.bank_id).key
    other, folder = another_bank(shared, "Door knobs"), str(tmp_path)
    both = ["--bank", "Bridges", "--bank", "Door knobs", "--key", key, "--once", *hub]
    assert run("follow", folder, *both)[0] == 0
    end_sharing(shared.curator, shared.bank_id, shared.service.id)
    other.add("ab" * 32)
    code, _out, err = run("follow", folder, *both)
    assert (code, "Bridges: the hub shows you this bank no more" in err) == (3, True)
    assert "Door knobs: Up to date at number 1: 1 changes." in err
    assert f"Take it out of use: {bank_folder(tmp_path, str(shared.bank_id))}." in err

    assert run("forget", folder, "--bank", str(shared.bank_id).upper(), "--yes")[0] == 0
    code, _out, err = run("follow", folder, *both)
    assert (code, "shows you no bank 'Bridges'" in err) == (2, True)


def test_it_follows_until_it_is_told_to_end(
    shared: SharedBank, live_server: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hub, key = access(shared, live_server.url, monkeypatch), changes_after(shared.sharer, shared.bank_id).key
    signal_id = shared.add()
    words = ["mirror", "follow", str(tmp_path), "--bank", str(shared.bank_id), "--key", key, "--every", "1", "--json"]
    command = [sys.executable, "-m", "causeway", *words, *hub]
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as following:
        try:
            assert following.stdout is not None
            first = json.loads(following.stdout.readline())
            withdraw_signal(shared.curator, signal_id, "A door knob")
            second = json.loads(following.stdout.readline())
        finally:
            following.terminate()
        assert following.wait(30) == 0
    assert [(each["changes"], each["acknowledged"]) for each in (first, second)] == [(1, 0), (1, 1)]


def test_the_keeper_prints_the_key_that_subscribers_are_given(
    shared: SharedBank, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "argv", ["causeway", "ledger", "key"])
    with pytest.raises(SystemExit):
        main()
    assert capsys.readouterr().out.strip() == changes_after(shared.sharer, shared.bank_id).key


def test_what_is_wrong_is_named(
    shared: SharedBank, live_server: Any, run: Run, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    hub, folder = access(shared, live_server.url, monkeypatch), str(tmp_path / "mirror")
    key = changes_after(shared.sharer, shared.bank_id).key
    bank = ["--bank", str(shared.bank_id), "--once"]
    wrong = [
        (["follow", folder, *bank, *hub], 2, f"It says that its key is {key}"),
        (["follow", folder, "--bank", "Brigdes", *hub], 2, f"there are: Bridges ({shared.bank_id})"),
        (["follow", folder, *bank, "--key", "a+b", *hub], 2, "name+id+base64"),
        (["follow", folder, *bank, "--key", str(OTHER_KEY.verifier), *hub], 1, "not signed by the key"),
        (["follow", folder, *bank, "--key", key, "--undid", "", *hub], 2, "between 1 and 500"),
        (["follow", folder, *bank[2:], "--bank", str(shared.world.desk.id), "--key", key, *hub], 3, "no more"),
        (["follow", folder, *bank, "--key", key, "--server", "http://127.0.0.1:1", *hub[2:]], 5, "127.0.0.1:1"),
        (["status", str(tmp_path / "nowhere")], 2, "no mirror"),
    ]
    monkeypatch.setattr("causeway.client._calling.FIRST_PAUSE_SECONDS", 0)
    for words, code, said in wrong:
        found, _out, err = run(*words)
        assert (found, said in err) == (code, True), (words, err)
    code, out, _err = run("status", folder)
    assert (code, "none yet" in out, str(shared.world.desk.id) in out) == (1, True, False)
    access(shared, live_server.url, monkeypatch, Scope.READ_SIGNALS)
    monkeypatch.setenv("CAUSEWAY_SECRET", "another")
    assert run("follow", folder, *bank, "--key", key, *hub)[0] == 4


def test_the_table_of_mirrors_fits_eighty_characters_and_cuts_no_word(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    bank = "7d0a6c0e-0000-4000-8000-000000000007"
    whole = Standing(
        bank_id=bank, name="A national list of bridges", signals=10_000_000, as_of=NOW, age_seconds=1_500,
        is_stale=False, cursor=12_345_678, head=12_345_690, behind=12, size_bytes=812_000_000,
        acknowledged_up_to=12_345_001, acknowledged_at=NOW, owed=3,
    )  # fmt: skip
    show_standings([whole, Standing(bank_id=bank, name="")], is_owed_asked=True)
    table, _, below = capsys.readouterr().out.partition("└")
    words = set(table.replace("│", " ").replace("┃", " ").split())
    assert {"national", "Receipt", "10,000,000", "12,345,678", "12,345,001", "7d0a6c0e…"} <= words
    assert len(table.splitlines()) <= 11
    assert f"A national list of bridges is bank {bank}" in below
    assert f"7d0a6c0e… is bank {bank}" in below


def test_a_long_copy_says_how_far_it_is_and_how_long_it_will_take(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    moments = iter([0.0, 1.0, 10.0, 10.5, 20.0])
    telling = Telling(clock=lambda: next(moments)).of("b", tmp_path)
    for number in range(1, 6):
        to = 1_000 * number
        telling.page(
            PageHeader(feed="f", after=to - 1_000, to=to, head=5_000, issued_at=NOW, size_bytes=1, sha256="0" * 64)
        )
    telling.round(Round(changes=5_000, cursor=5_000, head=5_000, is_whole=True))
    telling.round(Round(changes=0, cursor=5_000, head=5_000, is_whole=True))
    telling.round(Round(changes=0, cursor=5_000, head=5_001, is_whole=False))
    assert capsys.readouterr().err.splitlines() == [
        "3,000 of 5,000 changes, 300 a second, 7 seconds left",
        "Up to date at number 5,000: 5,000 changes.",
        "The hub says that it has 5,001 changes, and gives none behind 5,000.",
    ]
    assert [span(seconds) for seconds in (90, 600, 20_000, 200_000)] == [
        "90 seconds",
        "10 minutes",
        "6 hours",
        "2 days",
    ]


def test_a_fault_that_stays_is_told_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    telling = Telling(as_json=True).of("b", tmp_path)
    for _ in range(3):
        telling.fault(OSError(28, "No space left on device"), 5)
    assert telling.faults == 3
    said = capsys.readouterr()
    assert [json.loads(line)["fault"] for line in said.out.splitlines()] == [
        "the mirror's folder: No space left on device"
    ]
    assert len(said.err.splitlines()) == 1


def test_a_clock_that_stays_off_is_told_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    telling = Telling(as_json=True).of("b", tmp_path)
    off = Round(changes=0, cursor=7, head=7, is_whole=True, clock_fault="clocks are a day apart")
    for done in (off, off, off, replace(off, clock_fault=""), replace(off, clock_fault="")):
        telling.round(done)
    said = capsys.readouterr()
    assert [json.loads(line)["event"] for line in said.out.splitlines()].count("round") == 2, (
        "the first, and once it is right"
    )
    assert said.err.count("Mind that") == 1


def test_what_ended_each_of_several_banks_is_told(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    class Follower:
        folder = tmp_path

        def follow(self, **_how: Any) -> None:
            raise RefusedByServer(404, "There is no such bank.")

    telling = Telling()
    followed_banks = [FollowedBank(cast("Any", Follower()), telling.of(bank, tmp_path)) for bank in "ab"]
    with pytest.raises(CommandFailed, match="this bank no more"):
        go_on(followed_banks, stop=Event(), every_seconds=1)
    said = capsys.readouterr().err.splitlines()
    assert sorted(line[:2] for line in said if "this bank no more" in line) == ["a:", "b:"]
    assert sorted("the others are" in line for line in said) == [False, True]


def test_files_that_a_follower_removes_meanwhile_are_not_counted(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    files = [tmp_path / "parts" / name for name in ("one", "two")]
    files[0].parent.mkdir()
    for file in files:
        file.write_bytes(b"knob")
    assert size_of(tmp_path) == 8
    looked_at = Path.stat

    def then_removed(path: Path, **how: Any) -> os.stat_result:
        found = looked_at(path, **how)
        for file in files:
            file.unlink()
        return found

    monkeypatch.setattr(Path, "stat", then_removed)
    assert size_of(tmp_path) == 4
