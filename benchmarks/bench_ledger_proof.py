"""Proving entries of the ledger: the path over all leaves, entry by entry, against the path from kept subtree roots.

Run it with `python benchmarks/bench_ledger_proof.py [leaves ...]`, by default 200,000 and 1,000,000. The roots are held
in memory here; the hub reads them as rows, so the number of rows that the entries need together is printed too.
"""

import argparse
import random
import time

from causeway.transparency import CompactTree, Subtree, inclusion_path, inclusion_proof, leaf_hash, path_from

ENTRIES = 30
"""About what a referral has when it is downloaded."""
BEFORE_ENTRIES = 2
"""As many are proved over all leaves; the time is given for ENTRIES."""


def measure(count: int) -> None:
    """Print one line for a ledger of this size."""
    leaves = [leaf_hash(number.to_bytes(8, "big")) for number in range(count)]
    wanted = random.Random(1).sample(range(count), ENTRIES)
    start = time.perf_counter()
    roots, tree = {Subtree(0, number): leaf for number, leaf in enumerate(leaves)}, CompactTree()
    for leaf in leaves:
        tree, completed = tree.append_and_complete(leaf)
        roots |= completed
    build = time.perf_counter() - start
    start = time.perf_counter()
    before = [inclusion_proof(leaves, position, count) for position in wanted[:BEFORE_ENTRIES]]
    slow = (time.perf_counter() - start) / BEFORE_ENTRIES * ENTRIES
    start = time.perf_counter()
    plans = [inclusion_path(position, count) for position in wanted]
    after = [path_from(plan, roots) for plan in plans]
    fast = time.perf_counter() - start
    assert before == after[:BEFORE_ENTRIES]
    rows = len({subtree for plan in plans for subtrees in plan for subtree in subtrees})
    print(
        f"{count:>10,} leaves, {ENTRIES} entries: over all leaves {slow:8.2f} s, from kept roots {fast * 1e3:7.3f} ms, "
        f"ratio {slow / fast:,.0f}; {rows} roots read; kept while numbering in {build / count * 1e6:.1f} us a leaf"
    )


def main() -> None:
    """Measure each size that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("leaves", nargs="*", type=int, default=[200_000, 1_000_000])
    for count in parser.parse_args().leaves:
        measure(count)


if __name__ == "__main__":
    main()
