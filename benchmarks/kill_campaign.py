"""Kills server and worker of a live installation under load, and prints what came of it.

PYTHONPATH=src:tests python benchmarks/kill_campaign.py [SEED]
"""

import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from road.live_campaign import killed
from road.live_checks import counts_of, faults_of


def main() -> int:
    """Run one campaign; 1 where anything was lost or doubled."""
    seed = int(sys.argv[1]) if len(sys.argv) > 1 else 1
    began = time.monotonic()
    with tempfile.TemporaryDirectory() as folder, killed(seed, Path(folder)) as after:
        print(f"seed {seed}, at rest after {time.monotonic() - began:.0f} s")
        for (target, moment), number in sorted(Counter(after.campaign.done).items()):
            print(f"  {number} x {target.value} while {moment}")
        for name, count in counts_of(after).items():
            print(f"  {count:6} {name}")
        faults = faults_of(after)
    for name, found in faults.items():
        print(f"NOT {name}: {len(found)}")
        for fault in found[:10]:
            print(f"    {fault}")
    print("nothing lost, nothing doubled" if not faults else "FAULTS")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
