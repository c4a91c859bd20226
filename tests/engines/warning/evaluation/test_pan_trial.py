"""Authors are parted so that nobody who is scored was fitted on, nor their conversations; then figures follow."""

import io
from collections.abc import Iterator

import numpy as np
import pytest

from causeway.warning.evaluation import EvaluationError
from causeway.warning.evaluation.authors import MAX_MESSAGES, Part, assign
from causeway.warning.evaluation.figures import Chance
from causeway.warning.evaluation.pan2012 import Message, read_messages
from causeway.warning.evaluation.pan_trial import KIND, CorpusFigures, try_corpus
from causeway.warning.evaluation.rivals import OURS, SENTINEL_RULE
from harmless_chats import small_chats
from harmless_messages import WordCounts

XML, POSITIVE = small_chats()


def reading() -> Iterator[Message]:
    return read_messages(io.BytesIO(XML))


@pytest.fixture(scope="module")
def found() -> CorpusFigures:
    return try_corpus(reading, frozenset(POSITIVE), WordCounts(), Chance(seed=1, replicates=100))


def crowded() -> list[Message]:
    """Forty people, of whom each talks with some others."""
    rng = np.random.default_rng(4)
    pairs = [rng.choice(40, 2, replace=False) for _ in range(90)]
    return [Message(f"talk {place}", f"person {who}", "a span") for place, pair in enumerate(pairs) for who in pair]


def test_parts_share_no_author_and_no_conversation() -> None:
    messages = crowded()
    authors = assign(messages, frozenset({"person 3"}), seed=1)
    talkers: dict[Part, set[str]] = {}
    talks: dict[Part, set[str]] = {}
    for part in Part:
        used = [message for message, where in zip(messages, authors.used_in, strict=True) if where == part]
        talkers[part] = {message.author for message in used}
        talks[part] = {message.conversation for message in used}
        assert used
    assert sum(len(one) for one in talkers.values()) == len(set().union(*talkers.values()))
    assert sum(len(one) for one in talks.values()) == len(set().union(*talks.values()))


def test_everything_a_scored_author_wrote_is_scored() -> None:
    messages = crowded()
    authors = assign(messages, frozenset({"person 3"}), seed=1)
    accounts, owners = authors.accounts(Part.SCORED)
    for account, owner in zip(accounts, owners, strict=True):
        whole = [place for place, message in enumerate(messages) if message.author == authors.names[owner]]
        assert account.tolist() == whole


def test_two_party_talk_is_counted_by_conversation() -> None:
    messages = [Message("pair", "dale", ""), Message("pair", "glen", ""), Message("alone", "dale", "")]
    authors = assign(messages, frozenset({"dale"}), seed=1)
    assert dict(zip(authors.names, authors.two_party.tolist(), strict=True)) == {"dale": 0.5, "glen": 1}


def test_an_account_is_read_up_to_a_limit() -> None:
    messages = [Message("long", "dale", "a span")] * (MAX_MESSAGES + 50)
    assert (assign(messages, frozenset({"dale"}), seed=1).used_in >= 0).sum() == MAX_MESSAGES


def test_figures_stand_beside_rankings_that_read_nothing(found: CorpusFigures) -> None:
    ours, rule = (found.comparison.scorers[name].rankings[KIND].average_precision for name in (OURS, SENTINEL_RULE))
    length, two_party = (found.comparison.baselines[name][KIND] for name in ("length_only", "two_party_only"))
    assert ours.estimate > 0.95
    assert ours.estimate >= rule.estimate
    share = found.positive["scored"] / found.accounts["scored"]
    assert length.estimate == pytest.approx(share)  # everybody here writes as much, alone
    assert two_party.estimate == pytest.approx(share)
    assert sum(found.accounts.values()) == 120


def test_fitting_never_sees_what_the_scored_wrote(found: CorpusFigures) -> None:
    """With every word of the scored another, calibration and thresholds stay the same to the last bit."""
    authors = assign(reading(), frozenset(POSITIVE), seed=1)
    scored = authors.used_in == Part.SCORED

    def altered() -> Iterator[Message]:
        for message, is_scored in zip(reading(), scored, strict=True):
            yield Message(message.conversation, message.author, "hob lid" if is_scored else message.text)

    other = try_corpus(altered, frozenset(POSITIVE), WordCounts(), Chance(seed=1, replicates=100))
    assert other.calibration == found.calibration
    for name in (OURS, SENTINEL_RULE):
        assert other.comparison.scorers[name].early.threshold == found.comparison.scorers[name].early.threshold
    assert other.comparison.gain != found.comparison.gain


@pytest.mark.parametrize("names", [{"nobody"}, {f"author{number:03}" for number in range(6)}])
def test_too_few_positive_authors_are_refused(names: set[str]) -> None:
    with pytest.raises(EvaluationError, match="truth") as refused:
        try_corpus(reading, frozenset(names), WordCounts(), Chance(seed=1, replicates=100))
    assert refused.value.field == "truth"
