"""The command `causeway warning evaluate`. What it runs is imported when it runs, so that others start without it."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Final

import typer

from causeway.cli.output import CommandFailed

EXAMPLES = (
    "Examples: causeway warning evaluate --corpus clinc150 --path clinc150/ --rare travel --json · "
    "causeway warning evaluate --corpus clinc150 --path clinc150/ --rare all --innocents focused --positives 50 · "
    "causeway warning evaluate --corpus pan2012 --path corpus.xml --truth positive-authors.txt · "
    "causeway warning evaluate --corpus world --seed 7 --alerts-a-day 2 --json"
)
ALL = "all"
_GIVEN: Final = "COMMANDLINE"


class CorpusName(StrEnum):
    """The corpora that can be read, and the world that is made."""

    CLINC150 = "clinc150"
    PAN2012 = "pan2012"
    WORLD = "world"


class InnocentAccounts(StrEnum):
    """Of how many topics the innocent accounts of CLINC150 write."""

    MIXED = "mixed"
    FOCUSED = "focused"


_ONLY_FOR: Final = {
    "path": (CorpusName.CLINC150, CorpusName.PAN2012),
    "rare": (CorpusName.CLINC150,),
    "truth": (CorpusName.PAN2012,),
    "innocents": (CorpusName.CLINC150,),
    "positives": (CorpusName.CLINC150,),
    "accounts": (CorpusName.CLINC150, CorpusName.WORLD),
    "worlds": (CorpusName.WORLD,),
    "weeks": (CorpusName.WORLD,),
    "replicates": (CorpusName.CLINC150, CorpusName.PAN2012),
}
"""Options that say nothing of the other corpora: minutes of figures would not be of what was asked."""


def evaluate(
    context: typer.Context,
    corpus: Annotated[CorpusName, typer.Option(help="Which corpus you bring; world: behaviour that is generated.")],
    path: Annotated[
        Path | None, typer.Option(help="clinc150: the folder of its two JSON files. pan2012: the XML file.")
    ] = None,
    rare: Annotated[str, typer.Option(help="clinc150: the domain that plays the rare class, or all of them.")] = ALL,
    truth: Annotated[Path | None, typer.Option(help="pan2012: the positive authors, one name a line.")] = None,
    innocents: Annotated[
        InnocentAccounts,
        typer.Option(help="clinc150: innocent accounts of mixed topics, or three in ten that keep to one."),
    ] = InnocentAccounts.MIXED,
    positives: Annotated[
        int | None, typer.Option(help="clinc150: sentences of the rare class in the index. Left out: all of train.")
    ] = None,
    accounts: Annotated[
        int | None,
        typer.Option(
            help="clinc150: accounts in each ranking, a hundredth of them positive; left out: 10,000. "
            "world: accounts in it; left out: 4,000.",
        ),
    ] = None,
    worlds: Annotated[
        int,
        typer.Option(help="world: how many, from the seed on; with more than one nothing is fitted.", min=1, max=100),
    ] = 1,
    weeks: Annotated[int, typer.Option(help="world: how long it is watched.", min=1, max=52)] = 4,
    alerts_a_day: Annotated[
        list[int] | None,
        typer.Option(
            help="How many accounts a team can review in a day; may be given several times. Left out: 5, 10 and 20; "
            "world: 1, 2 and 5.",
            min=1,
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="The same seed gives the same figures.", min=0)] = 1,
    replicates: Annotated[
        int, typer.Option(help="clinc150, pan2012: resamples that an interval is drawn from.")
    ] = 1_000,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Measure early warning beside rankings that know nothing; nothing that is scored was fitted on.

    By text: the scorer beside Sentinel's rule, on a corpus that you bring. By behaviour: the engine beside the count of
    messages and of new contacts, on a world with hard innocents and with accounts that try not to be seen.
    """
    _refuse_strange(context, corpus)
    from causeway.cli import warning_trials as trials

    chance, alerts = trials.Chance(seed, replicates), tuple(sorted(set(alerts_a_day or ())))
    with trials.told_faults():
        if corpus is CorpusName.WORLD:
            trials.try_world(seed, accounts, weeks, worlds, alerts, as_json=as_json)
        elif corpus is CorpusName.PAN2012:
            trials.try_pan(path, truth, chance, alerts, as_json=as_json)
        else:
            settings = trials.clinc_settings(accounts, innocents.value, chance, positives, alerts)
            trials.try_clinc(path, rare, settings, as_json=as_json)


def _refuse_strange(context: typer.Context, corpus: CorpusName) -> None:
    for name, of in _ONLY_FOR.items():
        source = context.get_parameter_source(name)
        if corpus not in of and source is not None and source.name == _GIVEN:
            corpora = " or ".join(of)
            raise CommandFailed(f"--{name} is for --corpus {corpora}, not for {corpus}", exit_code=2)
