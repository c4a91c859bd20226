"""A decoder that one file takes over is gone before the next file, and reaches nothing meanwhile."""

import ctypes
import os
import resource
import socket
import sys
import time
from collections.abc import Callable
from functools import partial
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from causeway.matching import EXAMINER_CRASHED, Examiner, digest_file, limited
from causeway.matching.apart import answer_apart
from causeway.matching.confined import _program

can_confine = pytest.mark.skipif(_program() is None, reason="this system or processor has no filter here")
apart = partial(answer_apart, cpu_seconds=5, longest_bytes=100)

TAKEN_OVER = """
import os, signal, sys
from causeway.matching import examine
from causeway.matching.look import Findings

honest = examine.find_all

def lie(data, **options):
    return Findings(pdq="00" * 32, pdq_quality=100, width_px=7, height_px=7)

def find_all(data, **options):
    if b"takes over" not in data:
        return honest(data, **options)
    examine.find_all = lie
    return lie(data)

examine.find_all = find_all
examine.main(sys.argv[1:])
"""


def picture(comment: str = "") -> bytes:
    notes, file = PngInfo(), BytesIO()
    notes.add_text("Comment", comment)
    Image.linear_gradient("L").resize((80, 60)).save(file, "PNG", pnginfo=notes)
    return file.getvalue()


@pytest.fixture
def corruptible(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Examiners whose decoder is taken over by a picture that says so, and lies from then on."""
    script = tmp_path / "taken_over.py"
    script.write_text(TAKEN_OVER)
    monkeypatch.setattr(limited, "limited_command", lambda _module, *rest: [sys.executable, str(script), *rest])


@pytest.mark.usefixtures("corruptible")
def test_a_file_that_takes_its_decoder_over_cannot_lie_about_the_next() -> None:
    with Examiner() as examiner:
        assert examiner.examine(picture("takes over")).width_px == 7
        assert examiner.examine(picture()) == digest_file(picture())


@pytest.mark.usefixtures("corruptible")
def test_in_a_shared_process_it_could() -> None:
    with Examiner(shared=True) as examiner:
        assert examiner.examine(picture()) == digest_file(picture())
        examiner.examine(picture("takes over"))
        assert examiner.examine(picture()).width_px == 7


def test_a_lost_process_is_a_fault_of_its_file_and_the_one_that_forks_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = tmp_path / "dies.py"
    script.write_text(TAKEN_OVER.replace("return lie(data)", "os._exit(7)"))
    monkeypatch.setattr(limited, "limited_command", lambda _module, *rest: [sys.executable, str(script), *rest])
    with Examiner() as examiner:
        assert examiner.examine(picture()).fault is None
        first = examiner.process_id
        assert examiner.examine(picture("takes over")).fault == EXAMINER_CRASHED
        assert examiner.examine(picture()).fault is None
        assert examiner.process_id == first


def _succeeds(attempt: str) -> bytes:
    """Whether an attempt to reach something outside does."""
    attempts: dict[str, Callable[[], object]] = {
        "signal the process that forked it": lambda: os.kill(os.getppid(), 0),
        "write into its memory": lambda: os.open(f"/proc/{os.getppid()}/mem", os.O_RDWR),
        "fork a process that outlives it": os.fork,
        "run a program": lambda: os.posix_spawn(sys.executable, [sys.executable, "-V"], {}),
        "make a file": lambda: os.open("made", os.O_WRONLY | os.O_CREAT, 0o600),
        "take a file away": lambda: os.unlink(__file__),  # noqa: PTH108
        "reach the network": _socket,
        "change another process's limits": lambda: _prlimit(os.getppid()),
    }
    try:
        attempts[attempt]()
    except OSError:
        return b"refused"
    return b"succeeded"


def _prlimit(process: int) -> None:
    resource.prlimit(process, resource.RLIMIT_CPU)


def _socket() -> None:
    """Ask the system itself: Python's own sockets are blocked in tests."""
    if ctypes.CDLL(None, use_errno=True).socket(socket.AF_INET, socket.SOCK_STREAM, 0) < 0:
        raise OSError(ctypes.get_errno(), "no socket")


@can_confine
@pytest.mark.parametrize(
    "attempt",
    [
        "signal the process that forked it",
        "write into its memory",
        "fork a process that outlives it",
        "run a program",
        "make a file",
        "take a file away",
        "reach the network",
        "change another process's limits",
    ],
)
def test_a_process_that_decodes_can_reach_nothing_outside(
    attempt: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert apart(partial(_succeeds, attempt)) == b"refused"


@can_confine
def test_a_process_that_decodes_may_read_and_start_threads() -> None:
    def work() -> bytes:
        import threading

        read: list[bytes] = []
        thread = threading.Thread(target=lambda: read.append(Path(__file__).read_bytes()[:3]))
        thread.start()
        thread.join()
        return read[0]

    assert apart(work) == b'"""'


def test_nothing_is_left_of_what_a_process_changed() -> None:
    seen = [b"clean"]

    def work() -> bytes:
        seen[0], before = b"poisoned", seen[0]
        return before

    assert [apart(work), apart(work)] == [b"clean", b"clean"]


@pytest.mark.parametrize(
    "work", [lambda: b"", lambda: bytes(101), lambda: os._exit(0), lambda: os._exit(9), lambda: [][1]]
)
def test_a_process_without_an_answer_gives_none(work: object) -> None:
    assert apart(work) is None  # type: ignore[arg-type]


def test_a_process_that_uses_too_much_time_gives_none() -> None:
    def work() -> bytes:
        while True:
            sum(range(1000))

    assert answer_apart(work, cpu_seconds=0, longest_bytes=100) is None


def test_a_closed_examiner_leaves_no_process_that_still_decodes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script, told = tmp_path / "hangs.py", tmp_path / "process"
    os.mkfifo(told)
    telling = os.open(told, os.O_RDWR)
    script.write_text(
        TAKEN_OVER.replace("return lie(data)", "os.write(told, str(os.getpid()).encode()); signal.pause()").replace(
            "honest =", f"told = os.open({str(told)!r}, os.O_WRONLY)\nhonest ="
        )
    )
    monkeypatch.setattr(limited, "limited_command", lambda _module, *rest: [sys.executable, str(script), *rest])
    with Examiner(timeout_seconds=3) as examiner:
        assert examiner.examine(picture("takes over")).fault == "examiner_timeout"
    process = int(os.read(telling, 100))
    os.close(telling)
    deadline = time.monotonic() + 5
    while Path(f"/proc/{process}").exists() and time.monotonic() < deadline:
        time.sleep(0.01)
    assert not Path(f"/proc/{process}").exists()
