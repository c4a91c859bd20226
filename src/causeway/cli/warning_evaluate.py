"""`causeway warning evaluate`: the text scorer beside the rule it has to beat, on a corpus that the user brings."""

import sys
import time
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from causeway.cli.output import CommandFailed, print_json
from causeway.cli.warning_figures import corpus_document, domain_document, print_corpus, print_domains
from causeway.warning.evaluation import REPLICATES, EvaluationError
from causeway.warning.evaluation.clinc150 import read_clinc150
from causeway.warning.evaluation.clinc_trial import DomainFigures, Settings, embed_corpus, try_domain
from causeway.warning.evaluation.figures import Chance
from causeway.warning.evaluation.pan2012 import Message, read_messages, read_truth
from causeway.warning.evaluation.pan_trial import try_corpus
from causeway.warning.evaluation.pseudo_accounts import Design, Innocents
from causeway.warning.text import TextError, WordLlamaEmbedder

EXAMPLES = (
    "Examples: causeway warning evaluate --corpus clinc150 --path clinc150/ --rare travel --json · "
    "causeway warning evaluate --corpus clinc150 --path clinc150/ --rare all --innocents focused --positives 50 · "
    "causeway warning evaluate --corpus pan2012 --path corpus.xml --truth positive-authors.txt"
)
ALL = "all"


class CorpusName(StrEnum):
    """The corpora that can be read."""

    CLINC150 = "clinc150"
    PAN2012 = "pan2012"


def evaluate(
    corpus: Annotated[CorpusName, typer.Option(help="Which corpus you bring.")],
    path: Annotated[Path, typer.Option(help="clinc150: the folder of its two JSON files. pan2012: the XML file.")],
    rare: Annotated[str, typer.Option(help="clinc150: the domain that plays the rare class, or all of them.")] = ALL,
    truth: Annotated[Path | None, typer.Option(help="pan2012: the positive authors, one name a line.")] = None,
    innocents: Annotated[
        Innocents, typer.Option(help="clinc150: innocent accounts of mixed topics, or three in ten that keep to one.")
    ] = Innocents.MIXED,
    positives: Annotated[
        int | None, typer.Option(help="clinc150: sentences of the rare class in the index. Left out: all of train.")
    ] = None,
    accounts: Annotated[
        int, typer.Option(help="clinc150: accounts in each ranking, a hundredth of them positive.")
    ] = 10_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same figures.", min=0)] = 1,
    replicates: Annotated[int, typer.Option(help="Resamples that an interval is drawn from.")] = REPLICATES,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Measure the text scorer beside Sentinel's rule and rankings that read nothing; nothing scored was fitted on."""
    try:
        if corpus is CorpusName.PAN2012:
            _evaluate_pan(path, truth, Chance(seed, replicates), as_json)
        else:
            design = Design(accounts=accounts, innocents=innocents)
            _evaluate_clinc(path, rare, Settings(design, seed, replicates, positives), as_json)
    except (EvaluationError, TextError) as fault:
        raise CommandFailed(str(fault), exit_code=2) from fault


def _evaluate_clinc(path: Path, rare: str, settings: Settings, as_json: bool) -> None:
    corpus = read_clinc150(path)
    if rare not in (ALL, *corpus.domains):
        raise EvaluationError("rare", f"must be all or one of {', '.join(corpus.domains)}, not {rare!r}")
    say = _Progress(quiet=as_json)
    embedded = embed_corpus(corpus, WordLlamaEmbedder())
    say.done(f"{len(corpus.train.texts) + len(corpus.validation.texts) + len(corpus.test.texts):,} sentences embedded")
    found: list[DomainFigures] = []
    for domain in corpus.domains if rare == ALL else (rare,):
        found.append(try_domain(embedded, domain, settings))
        say.done(f"{domain} scored")
    if not as_json:
        print_domains(found)
    elif rare == ALL:
        print_json({"domains": [domain_document(one, settings) for one in found]})
    else:
        print_json(domain_document(found[0], settings))


def _evaluate_pan(path: Path, truth: Path | None, chance: Chance, as_json: bool) -> None:
    if truth is None:
        raise EvaluationError("truth", "say who is positive, with --truth")
    say = _Progress(quiet=as_json)

    def reading() -> Iterator[Message]:
        with path.open("rb") as file:
            yield from read_messages(file)
        say.done("corpus read")

    try:
        found = try_corpus(reading, read_truth(truth), WordLlamaEmbedder(), chance)
    except OSError as fault:
        raise EvaluationError("path", f"cannot be read: {fault.strerror}") from fault
    if as_json:
        print_json(corpus_document(found, chance))
    else:
        print_corpus(found)


class _Progress:
    """What has been done and how long it took, on standard error; not beside JSON, unless a person looks on."""

    def __init__(self, *, quiet: bool) -> None:
        self._is_quiet = quiet and not sys.stderr.isatty()
        self._began = time.monotonic()

    def done(self, what: str) -> None:
        """Say it."""
        if not self._is_quiet:
            typer.echo(f"{time.monotonic() - self._began:6.1f} s  {what}", err=True)
