"""Reading a VICS file of gigabytes: how long it takes, and the most memory that a process of its own takes for it.

Run it with `python benchmarks/bench_vics.py [gigabytes]`, by default 0.5; 5 takes a long while. The file is generated:
media with notes, EXIF, and two places each, some 1.4 KB a medium, with an MD5 and a SHA-1. The limit is 500 MB.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from random import Random
from typing import Any

from causeway.interchange.hashlists import CategoryScheme
from causeway.scanning.lists import build_lists, load_lists

LIMIT_MB = 500
HEAD = (
    '{"@odata.context": "http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Cases", "value": ['
)
EXIFS = {"Make": "Linden", "Model": "Linden L5", "Software": "LindenOS 7.1", "DateTimeOriginal": "2025:06:01 12:00:00"}


def medium(number: int, rng: Random) -> dict[str, Any]:
    """One medium as forensic programs write it: numbers and booleans as strings, all fields stated."""
    md5, sha1 = rng.randbytes(16).hex().upper(), rng.randbytes(20).hex().upper()
    place = {
        "MD5": md5,
        "FileName": f"IMG_{number:08}.jpg",
        "FilePath": f"Users\\owner\\Pictures\\bridges and door knobs\\{number % 977}\\IMG_{number:08}.jpg",
        "Created": "2025-06-01T12:00:00Z",
        "Written": "2025-06-01T12:00:00Z",
        "Accessed": "2025-06-02T12:00:00Z",
        "Unallocated": "False",
        "SourceID": "exhibit 1",
        "PhysicalLocation": f"{number * 4096}",
    }
    return {
        "MediaID": number,
        "Category": str(rng.randrange(5)),
        "MD5": md5,
        "SHA1": sha1,
        "MediaSize": str(rng.randrange(1 << 22)),
        "MimeType": "image/jpeg",
        "RelativeFilePath": f"Media\\{md5}.jpg",
        "Comments": "a bridge over a river, seen from the east bank in the morning",
        "VictimIdentified": "False",
        "OffenderIdentified": "False",
        "IsDistributed": "True",
        "IsPrecategorized": "True",
        "Exifs": [{"PropertyName": name, "PropertyValue": value} for name, value in EXIFS.items()],
        "MediaFiles": [place, {**place, "FilePath": f"backup\\{place['FilePath']}"}],
    }


def generate(path: Path, size_bytes: int) -> int:
    """Write media until the file has that size; the number of media."""
    rng, number = Random(1), 0
    with path.open("w") as file:
        file.write(f'{HEAD}{{"CaseID": "1", "Media": [')
        while file.tell() < size_bytes:
            file.write("".join(f"{',' if number + more else ''}{row(number + more, rng)}" for more in range(1000)))
            number += 1000
        file.write("]}]}")
    return number


def row(number: int, rng: Random) -> str:
    """A medium as text."""
    return json.dumps(medium(number, rng))


def load(path: Path) -> None:
    """What the measured process does."""
    start = time.process_time()
    known = load_lists([path], scheme=CategoryScheme.US)
    seconds = time.process_time() - start
    peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    rate = path.stat().st_size / seconds / 1e6
    print(f"{len(known):,} digests, {seconds:.0f} s of processor time, {rate:.1f} MB/s, peak {peak_mb:.0f} MB")
    assert peak_mb < LIMIT_MB, f"more than {LIMIT_MB} MB"


def main() -> None:
    """Print one line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("gigabytes", type=float, nargs="?", default=0.5)
    parser.add_argument("--load", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.load is not None:
        load(options.load)
        return
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "case.json"
        media = generate(path, int(options.gigabytes * 1e9))
        print(f"{path.stat().st_size / 1e9:.2f} GB, {media:,} media", flush=True)
        built = Path(folder) / "known.causeway"
        subprocess.run([sys.executable, __file__, "--load", str(path)], check=True)
        build_lists([path], built, scheme=CategoryScheme.US)
        print(f"built: {built.stat().st_size / 1e6:.0f} MB", flush=True)
        subprocess.run([sys.executable, __file__, "--load", str(built)], check=True)


if __name__ == "__main__":
    main()
