"""PAN-2012 from file to figures, in three readings of the file, so that no more than the index is ever held.

The first reading sees who talks with whom and keeps no text; the second makes the indexes; the third scores each
message and keeps one number of it. An index is bounded: past `MAX_INDEX`, every n-th message is taken.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

import numpy as np

from causeway.warning.evaluation._arrays import Flags, Floats, Rows
from causeway.warning.evaluation.authors import Authors, Part, assign
from causeway.warning.evaluation.comparison import Comparison, Reviewed, Scored, Warned, compare_on
from causeway.warning.evaluation.errors import EvaluationError
from causeway.warning.evaluation.figures import Chance
from causeway.warning.evaluation.pan2012 import Message
from causeway.warning.evaluation.pseudo_days import ALERTS_A_DAY
from causeway.warning.evaluation.rivals import Watched, running_of, thresholds_of
from causeway.warning.evaluation.running import constant, run
from causeway.warning.text import Calibration, ContrastiveIndex, Embedder, build_index, calibrate

MAX_INDEX = 20_000
"""Messages in an index of either kind: what 256 numbers each take 20 MB."""
_BATCH = 4096
KIND = "all"


@dataclass(frozen=True, slots=True)
class CorpusFigures:
    """What came of the corpus."""

    embedder: str
    calibration: Calibration
    accounts: Mapping[str, int]
    positive: Mapping[str, int]
    comparison: Comparison


def try_corpus(
    reading: Callable[[], Iterator[Message]],
    truth: frozenset[str],
    embedder: Embedder,
    chance: Chance,
    alerts_a_day: tuple[int, ...] = ALERTS_A_DAY,
) -> CorpusFigures:
    """Fit on some authors, score others, and give the figures.

    Args:
        reading: begins to read the corpus anew each time it is called.
        truth: the positive authors' names.
        embedder: what makes vectors of texts.
        chance: how authors are put into parts and intervals are drawn.
        alerts_a_day: how many accounts a team can review in a pseudo-day; a positive author's risk begins with its
            first message, since the corpus does not say which of them it is in.

    Raises:
        EvaluationError: the corpus is damaged, or has too few positive authors for four parts.
        TextError: too few messages to index or calibrate.
    """
    authors = assign(reading(), truth, chance.seed)
    index = _index(reading, authors, embedder)
    contrasts = _contrasts(reading, authors, index, embedder)
    fitted = authors.used_in == Part.CALIBRATION
    calibration = calibrate(contrasts[fitted], authors.positive[authors.author_of[fitted]])
    chosen_on, _ = _watched(authors, contrasts, Part.THRESHOLDS)
    watched, owners = _watched(authors, contrasts, Part.SCORED)
    rate = chosen_on.penalty_rate()
    rows, running = np.arange(len(owners)), running_of(watched, calibration)
    written = run(watched.accounts, lambda messages: np.tile(np.arange(1.0, messages.shape[1] + 1), (len(messages), 1)))
    return CorpusFigures(
        embedder=embedder.name,
        calibration=calibration,
        accounts={part.name.lower(): len(authors.accounts(part)[1]) for part in Part},
        positive={part.name.lower(): int(authors.positive[authors.accounts(part)[1]].sum()) for part in Part},
        comparison=compare_on(
            Scored(watched.positive, {KIND: rows}, rows),
            running,
            {"length_only": written, "two_party_only": constant(authors.two_party[owners], written)},
            Warned(thresholds_of(chosen_on, calibration, rate), rate),
            Reviewed(alerts_a_day, np.zeros(len(owners))),
            chance,
        ),
    )


def _index(reading: Callable[[], Iterator[Message]], authors: Authors, embedder: Embedder) -> ContrastiveIndex:
    of_class = authors.positive[authors.author_of]
    kinds = ((authors.used_in == Part.INDEX) & of_class, (authors.used_in == Part.INDEX) & ~of_class)
    positive, negative = (_thinned(kind) for kind in kinds)
    texts: tuple[list[str], list[str]] = ([], [])
    for place, message in enumerate(reading()):
        if positive[place]:
            texts[0].append(message.text)
        elif negative[place]:
            texts[1].append(message.text)
    return build_index(embedder, *texts)


def _thinned(kind: Flags) -> Flags:
    """At most `MAX_INDEX` of those flagged, evenly through the file."""
    rows = np.flatnonzero(kind)
    kept = np.zeros_like(kind)
    kept[rows[:: max(1, -(-len(rows) // MAX_INDEX))]] = True
    return kept


def _contrasts(
    reading: Callable[[], Iterator[Message]], authors: Authors, index: ContrastiveIndex, embedder: Embedder
) -> Floats:
    """One number for each message of the file that is used and not indexed; NaN for the others."""
    wanted = authors.used_in > Part.INDEX
    found = np.full(len(wanted), np.nan)
    used = ((place, message.text) for place, message in enumerate(reading()) if wanted[place])
    while batch := list(islice(used, _BATCH)):
        places, texts = zip(*batch, strict=True)
        found[list(places)] = index.contrast(embedder.embed(texts))
    return found


def _watched(authors: Authors, contrasts: Floats, part: Part) -> tuple[Watched, Rows]:
    """The accounts of a part over its own messages, and whose each is."""
    accounts, owners = authors.accounts(part)
    positive = authors.positive[owners]
    if positive.sum() < 2 or positive.all():
        raise EvaluationError("truth", f"leaves {int(positive.sum())} positive accounts of {len(owners)} in one part")
    messages = np.concatenate(accounts)
    position = np.zeros(len(contrasts), dtype=np.intp)
    position[messages] = np.arange(len(messages))
    return Watched(contrasts[messages], [position[one] for one in accounts], positive), owners
