"""`causeway demo`: set up a generated world, run the main job through the real doors, show what happened, serve it."""

from typing import TYPE_CHECKING, Annotated, Any

import typer
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn

from causeway.cli.hub import load_hub
from causeway.cli.output import CommandFailed, print_json, print_table
from causeway.hub.state import is_production

if TYPE_CHECKING:
    from causeway.demo.record import Demo


SEED, REFERRALS = 1, 200


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(epilog="Examples: causeway demo · causeway demo --no-serve --json --seed 7")(demo)


def demo(
    seed: Annotated[int | None, typer.Option(min=1, help="Which world to generate; 1 unless said.")] = None,
    referrals: Annotated[
        int | None, typer.Option(min=60, max=2000, help="How many referrals it holds; 200 unless said.")
    ] = None,
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port to serve on.")] = 8000,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Go on serving when the job is done.")] = True,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Forget the demonstration that is there, and begin anew.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Load the demonstration, run 200 referrals through the real doors, print what happened, and serve it.

    A later run keeps the data and serves at once. Everything in it is invented and harmless.
    """
    if is_production():
        raise CommandFailed("CAUSEWAY_PRODUCTION is set: a demonstration is not put where real work is done.")
    load_hub(migrate=False)
    from causeway.demo.running import DemoFailed, forget, is_unfinished, known_demo, prepare, run_demo, served_at
    from causeway.hub.production import UnsafeProduction
    from causeway.hub.serving import Site, SiteDidNotStart

    try:
        site = Site(host="127.0.0.1", port=port)
        site.check()
        if is_unfinished():
            typer.echo("An earlier demonstration did not come to its end; beginning anew.", err=True)
        if fresh or is_unfinished():
            forget()
        load_hub()
        known = known_demo()
        if known is not None and (known.seed, known.referrals) != (seed or known.seed, referrals or known.referrals):
            typer.echo(
                f"The demonstration here has seed {known.seed} and {known.referrals} referrals;"
                " begin another with --fresh.",
                err=True,
            )
        with _progress(hidden=as_json or known is not None) as bar:
            prepared = (
                prepare(seed=seed or SEED, referrals=referrals or REFERRALS, base_url=site.base_url, bar=bar)
                if known is None
                else None
            )
        with site:
            if prepared is not None:
                with _progress(hidden=as_json) as bar:
                    known = run_demo(prepared, site, bar)
            assert known is not None  # noqa: S101 either it was there, or it has just been made
            known = served_at(known, site.base_url)
            if as_json:
                print_json(known.as_json())
            else:
                _print(known, site.base_url)
            if serve:
                if not as_json:
                    typer.secho(f"\nServing on {site.base_url} - stop with Ctrl+C.", bold=True)
                site.wait()
    except (DemoFailed, SiteDidNotStart, UnsafeProduction) as error:
        raise CommandFailed(str(error)) from error


class _Told(Progress):
    """Progress that says each step as it begins, where no terminal shows its bars: in a log they come at the end."""

    def add_task(self, description: str, *given: Any, **named: Any) -> TaskID:
        if not self.disable and not self.console.is_terminal:
            typer.echo(f"{description} ...")
        return super().add_task(description, *given, **named)


def _progress(*, hidden: bool) -> Progress:
    return _Told(
        TextColumn("{task.description:<34}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(), disable=hidden
    )


def _print(known: "Demo", base_url: str) -> None:
    rows = [(step.step, step.what, step.count) for step in known.steps]
    print_table("What happened on the road", ("Step", "What", "Count"), rows)
    print_table(
        "Measured against the world's truth",
        ("What", "Precision", "Recall", "Of"),
        [(score.what, _share(score.precision), _share(score.recall), score.of) for score in known.scores],
    )
    typer.secho(f"\nSign in at {base_url}/account/login/", bold=True)
    for person in known.people:
        if person.is_shown:  # on lines of their own, so that no width cuts what is to be copied
            typer.echo(f"{person.role.replace('_', ' ')} · {person.organisation}")
            typer.echo(f"    {person.email}  {person.password}")


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.3f}"
