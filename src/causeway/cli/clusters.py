"""`causeway clusters show`: how a referral of this hub hangs together with others, and why.

To part or to join is a person's word: they sign in and say it on the page or by the API.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from causeway.cli.hub import load_hub
from causeway.cli.output import CommandFailed, print_json, print_table

if TYPE_CHECKING:
    from causeway.hub.road.clusters.queries.verdicts import Decision
    from causeway.hub.road.queues.cluster_pages.page import ClusterPage
    from causeway.hub.road.queues.cluster_pages.ways import ShownTie, Way

MOST_NAMED = 20

_clusters = typer.Typer(help="How referrals hang together.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.add_typer(_clusters, name="clusters")


@_clusters.callback()
def _root() -> None:
    """Keep the name of the group, though it has one command."""


@_clusters.command(
    epilog="Examples: causeway clusters show CW-7H2K9QXM --desk 'Causeway Desk' · "
    "causeway clusters show CW-7H2K9QXM --to CW-4FJ8RT2W --json"
)
def show(
    reference: Annotated[str, typer.Argument(help="The referral's reference.")],
    desk: Annotated[str, typer.Option(help="The desk, by name; needed where the hub has several.")] = "",
    to: Annotated[str, typer.Option(help="Another referral's reference: why the two hang together.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """The cluster of a referral, the nearest first: what ties them, how telling it is, and what people said. The look
    stands in the ledger.
    """
    load_hub()
    from causeway.hub.road.queues.cluster_pages.told import told_cluster

    page = _read(reference, desk, to)
    if as_json:
        print_json(told_cluster(page))
    else:
        _print(page)


def _read(reference: str, desk: str, to: str) -> "ClusterPage":
    from causeway.hub.base.acting.errors import HubError
    from causeway.hub.base.organisations.actors import all_programs
    from causeway.hub.road.intake.commands.accept_referral import DESK_KINDS
    from causeway.hub.road.queues.cluster_pages.bench import ids_of_references
    from causeway.hub.road.queues.cluster_pages.page import cluster_page

    desks = [each for each in all_programs() if each.organisation_kind in DESK_KINDS]
    found = [each for each in desks if desk in ("", each.organisation_name)]
    if len(found) != 1:
        names = ", ".join(sorted(each.organisation_name for each in desks)) or "none"
        raise CommandFailed(f"say which desk with --desk; this hub has: {names}")
    ids = []
    for text in filter(None, (reference, to)):
        (referral_id,) = ids_of_references(found[0], (text,))
        if referral_id is None:
            raise CommandFailed(f"there is no referral {text!r} at {found[0].organisation_name}")
        ids.append(referral_id)
    try:
        return cluster_page(found[0], ids[0], to=ids[1] if to else None)
    except HubError as fault:
        raise CommandFailed(fault.message) from fault


def _print(page: "ClusterPage") -> None:
    print_table(
        f"{page.centre.reference}: {page.size} hang together",
        ["no.", "referral", "sender", "received", "taken by"],
        [
            (
                member.number,
                member.fact.reference,
                member.sender,
                _minute(member.fact.received_at),
                member.holder.name if member.holder else "",
            )
            for member in page.members
        ],
    )
    if page.way and not page.way.ties:
        _print_no_way(page, page.way)
        return
    _print_ties(
        f"The way to {page.way.to.reference}" if page.way else "What they share",
        page.way.ties if page.way else page.ties,
    )
    if page.kept_apart and not page.way:
        _print_ties("What those share that a person parted", page.kept_apart)
    if page.widely_shared:
        from causeway.hub.road.clusters.words import how_common, name_of_common

        print_table(
            "Shared too widely to link",
            ["what", "value", "how widely"],
            [
                (name_of_common(thing), thing.value, how_common(thing, is_desks=page.is_desks))
                for thing in page.widely_shared
            ],
        )
    if page.decisions:
        print_table(
            "What people said",
            ["said", "by", "when", "why", "counts"],
            [
                (
                    _word_of(said),
                    said.by,
                    _minute(said.decided_at),
                    said.reason,
                    "yes" if said.counts else "taken back",
                )
                for said in page.decisions
            ],
        )


def _print_no_way(page: "ClusterPage", way: "Way") -> None:
    if not way.parted:
        typer.echo(f"No way leads to {way.to.reference}: they stand in different clusters, or very far apart.")
    for said in way.parted:
        one, *others = (page.named[each].reference for each in (said.referral_id, *said.other_ids))
        some = ", ".join(others[:MOST_NAMED]) + (" and others" if len(others) > MOST_NAMED else "")
        typer.echo(
            f"No way leads to {way.to.reference}: {said.by or 'somebody'} said on {_minute(said.decided_at)} that "
            f"{one} does not belong with {some}: {said.reason}"
        )
    if way.shared:
        _print_ties("What the two share nevertheless", way.shared)


def _print_ties(title: str, ties: "Sequence[ShownTie]") -> None:
    print_table(
        title,
        ["between", "weight", "holds", "what"],
        [
            (
                f"{tie.left.reference}, {tie.right.reference}",
                f"{tie.weight:.2f}",
                "yes" if tie.holds else "no",
                "; ".join(reason.text for reason in tie.reasons) or "joined by a person",
            )
            for tie in ties
        ],
    )


def _word_of(said: "Decision") -> str:
    if said.is_event:
        return "tell of one event"
    return "belong together" if said.is_same else "do not belong together"


def _minute(at: datetime) -> str:
    return f"{at:%Y-%m-%d %H:%M}"
