"""Blinding a batch of selectors, answering it with a proof, and checking and finishing it: milliseconds a selector.

    python benchmarks/bench_blinding.py [SELECTORS]

Nobody of our peers does this in Python; what it is compared with is the group multiplication by itself, of which the
protocol needs six a selector.
"""

import secrets
import sys
import time
from collections.abc import Callable

from causeway.blinding import (
    Evaluation,
    blind_selectors,
    derive_key_pair,
    evaluate_with_proof,
    input_of,
    kept_token,
    tokens_of,
    value_under_key,
)
from causeway.blinding._sodium import rbcl
from causeway.vocabulary.selectors import Selector, SelectorKind

ROUNDS = 5
MULTIPLICATIONS = 6
"""One to blind, two to answer with a proof, three to check it and finish."""


def best(work: Callable[[], object]) -> float:
    """Seconds of processor time, the least of some rounds."""
    taken = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        taken.append(time.process_time() - start)
    return min(taken)


def main(count: int) -> None:
    """Measure and print."""
    selectors = [Selector(kind=SelectorKind.PHONE, value=f"+44770{number:07d}") for number in range(count)]
    keys = derive_key_pair(secrets.token_bytes(32), b"bench")
    batch = blind_selectors(selectors, secrets.token_bytes)
    evaluated, proof = evaluate_with_proof(keys, batch.elements, secrets.token_bytes)
    evaluation = Evaluation(epoch=1, elements=evaluated, proof=proof)
    tokens = tokens_of(batch, evaluation, keys.public)
    assert tokens[0] == value_under_key(keys.private, input_of(selectors[0]))
    point, by = rbcl.crypto_core_ristretto255_random(), rbcl.crypto_core_ristretto255_scalar_random()
    steps = {
        "blind (force or hub)": lambda: blind_selectors(selectors, secrets.token_bytes),
        "answer with a proof (oversight)": lambda: evaluate_with_proof(keys, batch.elements, secrets.token_bytes),
        "check and finish (force or hub)": lambda: tokens_of(batch, evaluation, keys.public),
        "keep (hub)": lambda: [kept_token(token, epoch=1, key=b"k" * 32) for token in tokens],
    }
    print(f"A batch of {count:,} phone numbers; processor time, least of {ROUNDS}\n")
    total = 0.0
    for name, step in steps.items():
        taken = best(step)
        total += taken
        print(f"  {name:34} {1_000 * taken:8.1f} ms  {1_000 * taken / count:7.3f} ms each")
    print(f"  {'all':34} {1_000 * total:8.1f} ms  {1_000 * total / count:7.3f} ms each")
    least = best(lambda: [rbcl.crypto_scalarmult_ristretto255(by, point) for _ in range(MULTIPLICATIONS * count)])
    print(f"\n  {MULTIPLICATIONS} multiplications each, by libsodium alone: {1_000 * least:.1f} ms")
    print(f"  ours / that = {total / least:.2f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000)
