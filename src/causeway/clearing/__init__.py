"""Match, link, bundle, triage and route a referral: the one pipeline, over a `Neighbours` protocol (in memory here,
in SQL in the hub).
"""

from causeway.clearing.crowds import widely_shared, worn_out
from causeway.clearing.judging import PolicyPair, judge, judge_all
from causeway.clearing.memory import BankSignal, InMemoryNeighbours
from causeway.clearing.neighbours import Neighbours
from causeway.clearing.pairs import Pair, Pairs, bundles, clusters_of, pairs
from causeway.clearing.pipeline import (
    Cleared,
    ClearedOne,
    ClearingInput,
    GrowingNeighbours,
    Policies,
    Routes,
    Surroundings,
    clear,
    clear_all,
    clear_each,
    decide,
    look_round,
    prioritise,
)
from causeway.clearing.surroundings import link_input, priority_context

__all__ = [
    "BankSignal",
    "Cleared",
    "ClearedOne",
    "ClearingInput",
    "GrowingNeighbours",
    "InMemoryNeighbours",
    "Neighbours",
    "Pair",
    "Pairs",
    "Policies",
    "PolicyPair",
    "Routes",
    "Surroundings",
    "bundles",
    "clear",
    "clear_all",
    "clear_each",
    "clusters_of",
    "decide",
    "judge",
    "judge_all",
    "link_input",
    "look_round",
    "pairs",
    "prioritise",
    "priority_context",
    "widely_shared",
    "worn_out",
]
