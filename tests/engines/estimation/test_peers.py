"""Figures of others: samplics and svy on the same survey, and published worked examples."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from causeway.estimation import (
    Coded,
    Frame,
    IntervalMethod,
    Sample,
    cohen_kappa,
    crosstab,
    krippendorff_alpha,
    mean,
    post_stratify,
    proportion,
    total,
)
from causeway.estimation._raking import Margin, fit_margins

PEERS: dict[str, Any] = json.loads(Path(__file__).with_name("peers.json").read_text("utf-8"))
ROWS, EXPECTED = PEERS["rows"], PEERS["expected"]
CLOSE = 1e-6


@pytest.fixture(scope="module")
def sample() -> Sample:
    frame = Frame.of([((name,), people) for name, people in PEERS["population"].items()], dimensions=("region",))
    return Sample.of(frame, [(name,) for name in ROWS["stratum"]])


def test_a_share_and_its_standard_error_are_those_of_samplics(sample: Sample) -> None:
    found = proportion(post_stratify(sample), np.array(ROWS["yes"]) == 1)[0]
    assert [found.value, found.se] == pytest.approx(EXPECTED["mean_yes"]["all"], abs=CLOSE)


def test_shares_by_domain_are_those_of_samplics(sample: Sample) -> None:
    found = proportion(post_stratify(sample), np.array(ROWS["yes"]) == 1, Coded.of(ROWS["group"]))
    assert {one.group: [one.value, one.se] for one in found} == {
        group: pytest.approx(figures, abs=CLOSE) for group, figures in EXPECTED["mean_yes_by_group"].items()
    }


def test_the_logit_interval_of_a_share_is_that_of_samplics(sample: Sample) -> None:
    weighted, yes = post_stratify(sample), np.array(ROWS["yes"]) == 1
    found = [
        *proportion(weighted, yes, method=IntervalMethod.LOGIT),
        *proportion(weighted, yes, Coded.of(ROWS["group"]), method=IntervalMethod.LOGIT),
    ]
    assert {one.group or "all": [one.low, one.high] for one in found} == {
        group: pytest.approx(limits, abs=CLOSE) for group, limits in EXPECTED["interval_yes"].items()
    }


def test_means_by_domain_and_overall_are_those_of_samplics(sample: Sample) -> None:
    numbers = np.array(ROWS["number"])
    weighted = post_stratify(sample)
    one = mean(weighted, numbers)[0]
    assert [one.value, one.se] == pytest.approx(EXPECTED["mean_number"]["all"], abs=CLOSE)
    assert {one.group: [one.value, one.se] for one in mean(weighted, numbers, Coded.of(ROWS["group"]))} == {
        group: pytest.approx(figures, abs=CLOSE) for group, figures in EXPECTED["mean_number_by_group"].items()
    }


def test_a_total_is_that_of_samplics(sample: Sample) -> None:
    found = total(post_stratify(sample), np.array(ROWS["number"]))[0]
    assert [found.value, found.se] == pytest.approx(EXPECTED["total_number"]["all"], abs=CLOSE)


def test_raked_weights_are_those_of_samplics(sample: Sample) -> None:
    choice, group = Coded.of(ROWS["choice"]), Coded.of(ROWS["group"])
    margins = [
        Margin(codes=column.codes, target=np.array([PEERS["margins"][name][label] for label in column.labels], float))
        for name, column in (("choice", choice), ("group", group))
    ]
    raked = fit_margins(post_stratify(sample).weight, margins)
    assert raked.converged
    assert raked.total == pytest.approx(np.array(EXPECTED["raked"]), rel=1e-5)


def test_the_rao_scott_test_is_that_of_svy(sample: Sample) -> None:
    table = crosstab(post_stratify(sample), Coded.of([str(one) for one in ROWS["yes"]]), Coded.of(ROWS["choice"]))
    assert table.test is not None
    figures = [table.test.statistic, table.test.df, table.test.df_denominator, table.test.p_value]
    assert figures == pytest.approx(EXPECTED["rao_scott"], abs=CLOSE)
    assert table.test.pearson == pytest.approx(EXPECTED["pearson"], abs=CLOSE)


def test_lohrs_stratified_sample_of_farm_counties() -> None:
    """Lohr, "Sampling: Design and Analysis", example 3.2 (1992 Census of Agriculture): mean 295,561, SE 16,380."""
    published = (
        ("NC", 1054, 103, 300504.16, 29618183543.0),
        ("NE", 220, 21, 97629.81, 7647472708.0),
        ("S", 1382, 135, 211315.04, 53587487856.0),
        ("W", 422, 41, 662295.51, 396185950266.0),
    )
    frame = Frame.of([((name,), people) for name, people, *_ in published], dimensions=("region",))
    keys, acres = [], []
    for name, _, count, average, variance in published:
        spread = np.linspace(-1, 1, count)
        acres += (average + spread * np.sqrt(variance / spread.var(ddof=1))).tolist()
        keys += [(name,)] * count
    found = mean(post_stratify(Sample.of(frame, keys)), np.array(acres))[0]
    assert round(found.value) == 295561
    assert round(found.se) == 16380


def test_kappa_of_two_pathologists() -> None:
    """Agresti, "Categorical Data Analysis" (2002), section 10.5: kappa 0.493 with standard error 0.057."""
    table = ((22, 2, 2, 0), (5, 7, 14, 0), (0, 2, 36, 0), (0, 1, 17, 10))
    pairs = [(str(i), str(j)) for i, row in enumerate(table) for j, count in enumerate(row) for _ in range(count)]
    found = cohen_kappa([left for left, _ in pairs], [right for _, right in pairs])
    assert round(found.value, 3) == 0.493
    assert round((found.high - found.low) / 2 / 1.959964, 3) == 0.057


def test_alpha_of_four_observers() -> None:
    """Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C: nominal alpha 0.743."""
    observers = [
        [*"123321412", None, None, None],
        [*"1233224125", None, "3"],
        [None, *"3332342251", None],
        [*"12332441251", None],
    ]
    found = krippendorff_alpha(observers)
    assert round(found.value, 3) == 0.743
    assert found.low < found.value < found.high
