"""Real child processes: a file that brings its examiner down harms itself alone."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image

from causeway.matching import (
    EXAMINER_CRASHED,
    EXAMINER_TIMEOUT,
    ExactDigests,
    Examiner,
    digest_file,
    digest_stream,
    limited,
)
from causeway.matching import examiner as examiner_module

MIB = 1024 * 1024


def png(width: int, height: int, mode: str = "L") -> bytes:
    file = BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert(mode).save(file, "PNG", compress_level=1)
    return file.getvalue()


SMALL = png(80, 60)


@pytest.fixture(scope="module")
def huge() -> bytes:
    """A true PNG of 150 million pixels, under the limit: as RGB it takes over 1 GiB to decode and hash."""
    return png(15_000, 10_000)


@pytest.fixture
def examiner() -> Iterator[Examiner]:
    with Examiner() as running:
        yield running


def process_of(examiner: Examiner) -> int:
    assert examiner.process_id is not None
    return examiner.process_id


def test_a_child_finds_what_this_process_would(examiner: Examiner) -> None:
    for data in (SMALL, b"", b"%PDF-1.7", b"\xff\xd8\xff broken", SMALL):
        assert examiner.examine(data) == digest_file(data)


def test_one_child_serves_many_files(examiner: Examiner) -> None:
    examiner.examine(SMALL)
    first = process_of(examiner)
    examiner.examine(b"text")
    assert process_of(examiner) == first


def test_a_file_on_disk_has_the_digests_of_its_bytes(examiner: Examiner, tmp_path: Path) -> None:
    path = tmp_path / "a picture.png"
    path.write_bytes(SMALL)
    assert examiner.examine_path(path) == digest_file(SMALL) == digest_file(path) == digest_file(str(path))


def test_a_file_that_is_not_there_is_the_caller_s_error(examiner: Examiner, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        examiner.examine_path(tmp_path / "none")


def test_a_killed_child_is_replaced_for_the_next_file(examiner: Examiner) -> None:
    examiner.examine(SMALL)
    first = process_of(examiner)
    os.kill(first, signal.SIGKILL)
    assert examiner.examine(SMALL).fault in (None, EXAMINER_CRASHED)
    assert examiner.examine(SMALL) == digest_file(SMALL)
    assert process_of(examiner) != first


def test_a_child_that_hangs_is_stopped_and_the_next_file_works(examiner: Examiner) -> None:
    examiner.examine(SMALL)
    os.kill(process_of(examiner), signal.SIGSTOP)
    stuck = examiner.examine(SMALL, timeout_seconds=0.2)
    assert (stuck.fault, stuck.sha256, stuck.pdq) == (EXAMINER_TIMEOUT, digest_file(SMALL).sha256, None)
    assert examiner.process_id is None
    assert examiner.examine(SMALL) == digest_file(SMALL)


def test_a_child_that_hangs_before_it_reads_is_stopped_too(examiner: Examiner) -> None:
    examiner.examine(SMALL)
    os.kill(process_of(examiner), signal.SIGSTOP)
    assert examiner.examine(b"\xff\xd8\xff" + bytes(4 * MIB), timeout_seconds=0.2).fault == EXAMINER_TIMEOUT


def test_a_picture_that_needs_more_memory_than_allowed_harms_only_itself(huge: bytes) -> None:
    with Examiner(memory_bytes=800 * MIB) as examiner:
        found = examiner.examine(huge)
        assert found.fault in ("too_much_memory", EXAMINER_CRASHED)
        assert (found.size_bytes, found.media_type, found.pdq) == (len(huge), "image/png", None)
        assert examiner.examine(SMALL) == digest_file(SMALL)


def test_a_picture_that_needs_more_processor_time_than_allowed_harms_only_itself() -> None:
    file = BytesIO()
    # In scans, each of the whole picture and in all colours: over two seconds, of which less than one is left.
    picture = Image.linear_gradient("L").resize((15_000, 10_000)).convert("RGB")
    picture.save(file, "JPEG", progressive=True, quality=100, subsampling=0)
    with Examiner(cpu_seconds=0) as examiner:
        assert examiner.examine(file.getvalue()).fault == EXAMINER_CRASHED
        assert examiner.examine(SMALL) == digest_file(SMALL)


def test_the_largest_pictures_fit_the_default_limits(examiner: Examiner, huge: bytes) -> None:
    found = examiner.examine(huge)
    assert (found.fault, found.width_px) == (None, 15_000)


def test_the_child_ends_with_its_input() -> None:
    command = [sys.executable, "-m", "causeway.matching.examine"]
    finished = subprocess.run(command, input=b"", capture_output=True, timeout=60, check=True)
    assert (finished.stdout, finished.stderr) == (b"", b"")


def test_a_closed_examiner_leaves_no_process() -> None:
    with Examiner() as examiner:
        examiner.examine(SMALL)
        child = process_of(examiner)
    with pytest.raises(ProcessLookupError):
        os.kill(child, 0)


def test_a_child_that_says_nothing_of_a_picture_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    taken_over = tmp_path / "taken_over.py"
    taken_over.write_text(
        "import sys\n"
        "from causeway.matching.look import Findings, to_line\n"
        "while head := sys.stdin.buffer.read(9):\n"
        "    sys.stdin.buffer.read(int.from_bytes(head[1:], 'big'))\n"
        "    sys.stdout.buffer.write(to_line(Findings())); sys.stdout.buffer.flush()\n"
    )
    monkeypatch.setattr(limited, "limited_command", lambda *_command: [sys.executable, str(taken_over)])
    with Examiner() as examiner:
        assert examiner.examine(SMALL).fault == EXAMINER_CRASHED
        assert examiner.process_id is None
        assert examiner.examine(b"%PDF-1.7").fault is None


def test_exact_digests_are_taken_while_the_child_has_the_file(
    examiner: Examiner, monkeypatch: pytest.MonkeyPatch
) -> None:
    examiner.examine(SMALL)
    child = process_of(examiner)
    read_before = _bytes_read(child)
    handed_over = []

    def watched(pieces: list[bytes]) -> ExactDigests:
        deadline = time.monotonic() + 30
        while (read := _bytes_read(child) - read_before) < len(SMALL) and time.monotonic() < deadline:
            time.sleep(0.01)
        handed_over.append(read)
        return digest_stream(pieces)

    monkeypatch.setattr(examiner_module, "digest_stream", watched)
    assert examiner.examine(SMALL) == digest_file(SMALL)
    assert len(handed_over) == 1
    assert handed_over[0] >= len(SMALL)


def _bytes_read(process: int) -> int:
    """What a process has read so far, in all (proc(5))."""
    return int(Path(f"/proc/{process}/io").read_text().split("rchar: ")[1].split()[0])


def test_a_file_that_was_digested_on_its_way_is_not_digested_again(examiner: Examiner, tmp_path: Path) -> None:
    path = tmp_path / "a picture.png"
    path.write_bytes(SMALL)
    exact = digest_stream([SMALL])
    assert examiner.look_beyond(exact, SMALL) == examiner.look_into(SMALL)
    assert examiner.look_beyond(exact, path) == examiner.look_at(path)
