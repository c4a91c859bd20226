"""How the figures of `causeway clearing evaluate` are told to people, and how far it is on the way to them."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import typer

from causeway.cli.clearing_evaluate import GOALS, QUEUE, TOP
from causeway.cli.output import print_table

_HEAD = {
    "bundle_f1": "Bundles: F1 of pairs",
    "cluster_bcubed_f1": "Clusters: B-cubed F1",
    "route_accuracy": "Routes: right",
    "priority_ndcg": "Order: NDCG",
}
_GROUPINGS = (("bundles", "ours"), ("bundles", "exact_join"), ("clusters", "ours"), ("clusters", "exact_join"))
_SENT = {
    "sent": "Sent",
    "sent_right": "Of what is sent: to where somebody is",
    "unknown": "Left to a person: nobody can tell the country",
    "no_force_at_home": "Left to a person: at home, and no force can be told",
    "no_central_desk": "Left to a person: the country has no central desk here",
    "uncertain_country": "Left to a person: the country is not certain",
}
_TITLES = {"ours": "ours", "exact_join": "exact join", "country_only": "country only", "first_come": "first come"}


@contextmanager
def progress(name: str, total: int | None = None) -> Iterator[Callable[[int], None]]:
    """A function that says on standard error how many are done; one line, written over itself on a terminal."""

    def on_step(done: int) -> None:
        of = f" of {total:,}" if total else ""
        typer.echo(f"\rClearing {name}: {done:,}{of} ", err=True, nl=False)

    yield on_step
    typer.echo("", err=True)


def print_figures(found: Mapping[str, Any]) -> None:
    """What `evaluate_traffic` gave, as tables; beside it the same with errors doubled, where that was measured."""
    doubled = found.get("errors_doubled")
    typer.echo(f"{found['referrals']:,} referrals, {found['told_again']:.0%} of them of an event told before.")
    rows = [
        (title, _share(found[name]), f"{GOALS[name]:.2f}" if name in GOALS else "-", _share(doubled and doubled[name]))
        for name, title in _HEAD.items()
    ]
    print_table("In short", ("Figure", "Found", "Goal", "Errors doubled"), rows)
    for one, title in ((found, "As it is"), *(((doubled, "Errors doubled"),) if doubled else ())):
        _print_in_full(one, title)


def _print_in_full(found: Mapping[str, Any], title: str) -> None:
    _print_groupings(found, title)
    routes = [
        (_TITLES[by], *(_share(score[key]) for key in ("accuracy", "precision", "recall", "unknown", "wrong")))
        for by, score in found["routes"].items()
    ]
    print_table(f"{title}: routes", ("By", "Right", "Precision", "Recall", "Left unknown", "Wrong"), routes)
    sent = found["sent"]
    left = [(title, _share(sent[key])) for key, title in _SENT.items()]
    print_table(f"{title}: what the rules would send by themselves", ("Share", "Found"), left)
    orders = [
        (_TITLES[by], _share(score["ndcg"]), _share(score[f"ndcg_at_{TOP}"])) for by, score in found["priority"].items()
    ]
    print_table(f"{title}: order within queues of {QUEUE}", ("By", "NDCG", f"NDCG of the first {TOP}"), orders)
    cost = found["cost"]
    typer.echo(
        f"{cost['referrals_a_second']:.0f} referrals a second; compared with {cost['candidates_mean']:.1f} others "
        f"each, {cost['candidates_most']} at most."
    )


def _print_groupings(found: Mapping[str, Any], title: str) -> None:
    keys = ("pair_precision", "pair_recall", "pair_f1", "bcubed_precision", "bcubed_recall", "bcubed_f1", "left_alone")
    rows = [(f"{what}, {_TITLES[by]}", *(_share(found[what][by][key]) for key in keys)) for what, by in _GROUPINGS]
    headings = ("Groups", "Pairs P", "Pairs R", "Pairs F1", "B³ P", "B³ R", "B³ F1", "Left alone")
    print_table(f"{title}: bundles and clusters", headings, rows)


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
