"""A scan of many real photos from end to end: how long it takes, what it keeps when killed, and how much memory.

Run it with `python benchmarks/bench_scan.py [files] [--photos FOLDER]`: of the photos (by default the tests') it cuts
so many small JPEG files (10,000 by default) in a temporary folder that it removes; crops, sizes and qualities
differ, and are the same each time. Then it scans them by the command line, kills a second scan half-way and lets it go
on, and writes each report from what was kept. Memory is the most that the scan's own process held; each decoding
process holds its own. A million files are scanned by `bench_scan.py 1000000 --largest-px 96 --once`, which takes 4 GB:
one scan, and the reports.
"""

import argparse
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from PIL import Image

PHOTOS = Path(__file__).resolve().parents[2] / "shared" / "data" / "photos"
COMMAND = (sys.executable, "-m", "causeway", "scan")
SMALLEST_PX, CUT_OF = 160, 6
QUALITIES = (60, 95)
A_FOLDER = 500
CORES = os.cpu_count() or 1


@dataclass(frozen=True)
class Ran:
    """One run of the command: what it printed, its seconds by the clock and its largest memory."""

    told: dict[str, Any]
    seconds: float
    peak_mb: float


@cache
def photo(path: Path, largest_px: int) -> Image.Image:
    """A photo that is not much larger than what is cut of it."""
    whole = Image.open(path).convert("RGB")
    whole.thumbnail((CUT_OF * largest_px, CUT_OF * largest_px))
    return whole


def cut(photos: Sequence[Path], folder: Path, largest_px: int, number: int) -> int:
    """One small JPEG file, a part of a photo; its size in bytes."""
    chance = random.Random(number)
    whole = photo(chance.choice(photos), largest_px)
    share = chance.uniform(0.3, 1.0)
    width, height = int(whole.width * share), int(whole.height * share)
    left, top = chance.randint(0, whole.width - width), chance.randint(0, whole.height - height)
    part = whole.crop((left, top, left + width, top + height))
    side = chance.randint(min(SMALLEST_PX, largest_px), largest_px)
    part.thumbnail((side, side))
    path = folder / f"{number // A_FOLDER:04}" / f"{number:07}.jpg"
    path.parent.mkdir(exist_ok=True)
    part.save(path, "JPEG", quality=chance.randint(*QUALITIES))
    return path.stat().st_size


def scan(folder: Path, state: Path, *options: str) -> Ran:
    """Scan to the end. Raises CalledProcessError."""
    start = time.perf_counter()
    with subprocess.Popen([*COMMAND, str(folder), "--state", str(state), "--json", *options], stdout=-1) as child:
        assert child.stdout is not None
        told = child.stdout.read()
        _process, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, COMMAND)
    return Ran(json.loads(told), time.perf_counter() - start, usage.ru_maxrss / 1024)


def killed(folder: Path, state: Path, after_seconds: float) -> None:
    """Begin a scan and kill it, without a warning, after so many seconds."""
    with subprocess.Popen([*COMMAND, str(folder), "--state", str(state), "--json"], stdout=subprocess.DEVNULL) as child:
        time.sleep(after_seconds)
        child.send_signal(signal.SIGKILL)


def row(name: str, ran: Ran, files: int) -> None:
    print(f"{name:>34} {ran.seconds:>9.1f} {files / ran.seconds:>9.0f} {ran.peak_mb:>9.0f}", flush=True)


def main() -> None:
    """Print one line a run."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=int, nargs="?", default=10_000)
    parser.add_argument("--photos", type=Path, default=PHOTOS)
    parser.add_argument("--largest-px", type=int, default=640, help="the longer side of the largest picture")
    parser.add_argument("--once", action="store_true", help="neither a process a file nor a kill")
    options = parser.parse_args()
    photos = sorted(path for path in options.photos.rglob("*.jp*g") if path.is_file())
    if not photos:
        parser.error(f"no photos lie in {options.photos}")
    with tempfile.TemporaryDirectory() as name:
        home, folder = Path(name), Path(name) / "collection"
        folder.mkdir()
        with ProcessPoolExecutor(CORES) as pool:
            sizes = list(pool.map(partial(cut, photos, folder, options.largest_px), range(options.files), chunksize=50))
        kilobytes = sum(sizes) / len(sizes) / 1000
        print(f"{options.files:,} JPEG files of {len(photos)} photos, {kilobytes:.1f} kB each", end="; ")
        print(f"{CORES} cores, load {os.getloadavg()[0]:.1f}")
        print(f"{'':>34} {'seconds':>9} {'files/s':>9} {'peak MB':>9}")
        whole = scan(folder, home / "whole.state")
        row("scan", whole, options.files)
        if not options.once:
            measure_others(folder, home, options.files, whole)
        measure_reports(folder, home, options.files)


def measure_others(folder: Path, home: Path, files: int, whole: Ran) -> None:
    """A process a file, and a kill half-way, each with a line."""
    row("scan, each file --apart", scan(folder, home / "apart.state", "--apart"), files)
    killed(folder, home / "killed.state", whole.seconds / 2)
    resumed = scan(folder, home / "killed.state")
    row("the rest after a kill half-way", resumed, files)
    kept = resumed.told["kept_files"]
    print(f"{'':>34} {kept:,} files kept; the same result: {_result(resumed) == _result(whole)}")


def measure_reports(folder: Path, home: Path, files: int) -> None:
    """Each report of what was kept, with a line."""
    print(f"{'':>34} {(home / 'whole.state').stat().st_size / 1e6:.1f} MB of state")
    for kind in ("csv", "vics", "html"):
        report = home / f"report.{kind}"
        row(f"nothing new, --{kind}", scan(folder, home / "whole.state", f"--{kind}", str(report)), files)
        print(f"{'':>34} {report.stat().st_size / 1e6:.1f} MB written")


def _result(ran: Ran) -> dict[str, Any]:
    """What was told, but for what differs from run to run."""
    return {name: value for name, value in ran.told.items() if name not in ("kept_files", "seconds", "state")}


if __name__ == "__main__":
    main()
