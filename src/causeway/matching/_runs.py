"""Runs of neighbouring places, unrolled: what both kinds of index need when one key has several entries."""

import numpy as np
from numpy.typing import NDArray


def places_of_runs(first: NDArray[np.int64], counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """For runs that begin at `first` and hold `counts` places: each place, after the number of its run (both int64)."""
    run = np.repeat(np.arange(len(counts)), counts)
    return run, np.arange(len(run)) + np.repeat(first - (np.cumsum(counts) - counts), counts)
