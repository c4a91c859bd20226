"""A cluster that is not there is told in one sentence; one of this machine alone is started, guarded and gone after."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("ray", reason="Ray is not installed (the extra `scale`)")

from causeway import scale
from causeway.scale.groups import each_pair_once
from causeway.scale.teams import _Desk
from engines.scale.counting import Count, Counting, Step
from engines.scale.two_machines import loopback_only
from engines.scanning.knobs import knob, zipped


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ray://192.0.2.1:10001", "from one of its machines"),
        ("192.0.2.1", "address is HOST:PORT"),
        ("192.0.2.1:99999", "address is HOST:PORT"),
        ("127.0.0.1:1", "no Ray cluster answers at 127.0.0.1:1"),
    ],
)
def test_a_cluster_that_is_not_there_is_told(address: str, said: str) -> None:
    with pytest.raises(scale.NoCluster, match=said), scale.joined(address):
        pass


@pytest.mark.parametrize("count", range(1, 8))
def test_every_two_parts_meet_once_and_are_the_index_about_equally_often(count: int) -> None:
    pairs = each_pair_once(count)
    assert sorted(tuple(sorted(pair)) for pair in pairs) == [
        (left, right) for left in range(count) for right in range(left, count)
    ]
    times = [sum(index == part for index, _ in pairs) for part in range(count)]
    assert max(times) - min(times) <= 1


def test_a_machine_with_another_version_does_not_begin(tmp_path: Path) -> None:
    refusal = _Desk[Count, Step]().begin("0.0.0", Counting(marks=tmp_path), 1)
    assert refusal is not None
    assert refusal[0] == "another_version"
    assert list(tmp_path.iterdir()) == []


@pytest.mark.slow
def test_a_scan_on_a_cluster_of_this_machine_writes_what_a_scan_without_writes(tmp_path: Path) -> None:
    folder, home = tmp_path / "folder", tmp_path / "home"
    folder.mkdir()
    for number in range(4):
        (folder / f"{number}.png").write_bytes(knob(number))
    (folder / "more.zip").write_bytes(zipped({"5.png": knob(5)}))
    known = tmp_path / "known.csv"
    known.write_text(f"md5,category\n{'1' * 32},A\n")
    command = [sys.executable, "-m", "causeway", "scan", str(folder), "--against", str(known), "--workers", "1"]
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment |= {"CAUSEWAY_HOME": str(home), "HOME": str(home), "TMPDIR": "/tmp"}  # noqa: S108
    tables = []
    with loopback_only():
        for name, more in (("here", []), ("there", ["--cluster", "local"])):
            table = tmp_path / f"{name}.csv"
            state = ["--state", str(tmp_path / name), "--csv", str(table)]
            done = subprocess.run([*command, *state, *more], env=environment, capture_output=True, text=True)
            assert done.returncode == 0, done.stderr
            tables.append(table.read_bytes())
    assert tables[0] == tables[1]
    assert not (home / ".ray").exists(), "the token is kept nowhere"
