"""The matching service: requests a second on loopback, alone and in batches, beside the same search called directly.

Run it with `python benchmarks/bench_match_service.py [hashes]`, by default 1,000,000. The client is one `httpx` client
on the same machine, and takes part of its cores.
"""

import argparse
import os
import tempfile
import threading
import time
from pathlib import Path

import httpx
import numpy as np
from index_lists import edits, random_hashes

from causeway.scanning.lists import load_lists
from causeway.scanning.matching_service.serving import MatchServer

SINGLES = 500
BATCH = 5_000
BATCHES = 3


def main() -> None:
    """Print the times of the service and of the search itself."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("hashes", type=int, nargs="?", default=1_000_000)
    count = parser.parse_args().hashes
    rng = np.random.default_rng(count)
    hashes = random_hashes(count, rng)
    queries = hashes[rng.choice(count, BATCH)] ^ edits(BATCH, rng)
    asked = [{"pdq": row.tobytes().hex()} for row in queries]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_text("pdq\n" + "\n".join(row.tobytes().hex() for row in hashes) + "\n")
        start = time.perf_counter()
        known = load_lists([path])
        print(f"{count:,} hashes read in {time.perf_counter() - start:.1f} s; load {os.getloadavg()[0]:.1f}")
    server = MatchServer(lambda: known, host="127.0.0.1", port=0, threads=2)
    threading.Thread(target=server.run, daemon=True).start()
    start = time.perf_counter()
    direct = len(known.perceptual.search(queries, 31).id)
    print(f"search itself, a batch of {BATCH:,}: {BATCH / (time.perf_counter() - start):,.0f} files/s")
    with httpx.Client(base_url=f"http://127.0.0.1:{server.port}", timeout=60) as client:
        client.post("/v1/match", json=asked[0])
        times = []
        for query in asked[:SINGLES]:
            start = time.perf_counter()
            client.post("/v1/match", json=query).raise_for_status()
            times.append(time.perf_counter() - start)
        p50, p99 = np.quantile(times, [0.5, 0.99]) * 1000
        print(f"one at a time: p50 {p50:.2f} ms, p99 {p99:.2f} ms")
        best = float("inf")
        for _ in range(BATCHES):
            start = time.perf_counter()
            results = client.post("/v1/match", json={"queries": asked}).json()["results"]
            best = min(best, time.perf_counter() - start)
        assert sum(bool(each["matches"]) for each in results) > 0
        print(f"batches of {BATCH:,}: {BATCH / best:,.0f} files/s; {direct} matches")
    server.stop()


if __name__ == "__main__":
    main()
