"""What a comparison of policies says of outcomes, in the reader's language."""

from typing import Any

from django.utils.translation import override

from causeway.hub.road.queues.policies.outcomes_shown import outcomes_shown

PAIR = {
    name: {"value": value, "low": value - 0.05, "high": value + 0.05}
    for name, value in (("old", 0.45), ("new", 0.55), ("difference", 0.1))
}
FOUND: dict[str, Any] = {
    "known": 20,
    "unknown": None,
    "measured": 20,
    "lowers_recall": False,
    "moved": [],
    "recall_first": PAIR,
    "ndcg": PAIR,
    "by_age": [],
    "by_sender_size": [],
    "by_language": [],
    "by_country": [],
}


def test_figures_bear_the_marks_of_the_readers_language() -> None:
    with override("nl"):
        recall, nearness = outcomes_shown(FOUND).figures
    assert recall.figures is not None
    assert recall.figures[0].startswith("45% (40% ")
    assert nearness.figures is not None
    assert nearness.figures[0].startswith("0,45 (0,40 ")
