"""Writes peers.json: a small survey, and what `samplics` and its successor `svy` (both MIT) make of it.

Usage, in an environment with the `compare` extra: python tests/engines/estimation/write_peers_golden.py
The file holds its own data, so that the test needs neither. The cross-table is svy's: that of samplics 0.6.1 gives 0
for every test (it overwrites its design effects).
"""

import json
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

POPULATION = {"north": 400, "east": 900, "south": 150, "west": 2500}
ANSWERS = {"north": 40, "east": 35, "south": 60, "west": 50}
YES = {"north": 0.2, "east": 0.45, "south": 0.7, "west": 0.4}
GOLDEN = Path(__file__).with_name("peers.json")


def survey() -> dict[str, list[Any]]:
    """One entry a person: stratum, yes or no, a number, a choice of three, and a group."""
    rng = Random(20261126)
    rows: dict[str, list[Any]] = {name: [] for name in ("stratum", "yes", "number", "choice", "group")}
    for stratum, count in ANSWERS.items():
        for _ in range(count):
            yes = int(rng.random() < YES[stratum])
            rows["stratum"].append(stratum)
            rows["yes"].append(yes)
            rows["number"].append(round(rng.gauss(20 + 5 * yes, 4), 2))
            rows["choice"].append(rng.choices("abc", (3, 2 + 3 * yes, 1))[0])
            rows["group"].append(rng.choice("pq"))
    return rows


def main() -> None:
    """Ask both and write the file."""
    import polars as pl
    import svy
    from samplics import TaylorEstimator
    from samplics.utils.types import PopParam
    from samplics.weighting import SampleWeight

    rows = survey()
    stratum, choice = np.array(rows["stratum"]), np.array(rows["choice"])
    yes, number, group = np.array(rows["yes"]), np.array(rows["number"]), np.array(rows["group"])
    weight = np.array([POPULATION[one] / ANSWERS[one] for one in rows["stratum"]])
    fpc = {one: 1 - ANSWERS[one] / POPULATION[one] for one in sorted(POPULATION)}
    design = {"samp_weight": weight, "stratum": stratum, "psu": np.arange(len(yes)), "fpc": fpc}

    def estimated(param: PopParam, y: Any, domain: Any = None) -> dict[str, list[float]]:
        found = TaylorEstimator(param)
        found.estimate(y=y, domain=domain, **design)
        if domain is None:
            return {"all": [float(found.point_est), float(found.stderror)]}
        return {str(key): [float(found.point_est[key]), float(found.stderror[key])] for key in found.point_est}

    def interval(domain: Any = None) -> dict[str, list[float]]:
        found = TaylorEstimator(PopParam.prop)
        found.estimate(y=yes, domain=domain, **design)
        if domain is None:
            return {"all": [float(found.lower_ci[1]), float(found.upper_ci[1])]}
        return {str(key): [float(found.lower_ci[key][1]), float(found.upper_ci[key][1])] for key in found.lower_ci}

    people = [POPULATION[one] for one in rows["stratum"]]
    frame = pl.DataFrame(rows).with_columns(weight=pl.Series(weight), people=pl.Series(people))
    table = svy.Sample(frame, svy.Design(stratum="stratum", wgt="weight", pop_size="people")).categorical
    test = table.tabulate("yes", "choice").stats
    margins = {"choice": {"a": 2000, "b": 1200, "c": 750}, "group": {"p": 2200, "q": 1750}}
    expected = {
        "mean_yes": estimated(PopParam.mean, yes),
        "mean_yes_by_group": estimated(PopParam.mean, yes, group),
        "interval_yes": interval() | interval(group),
        "mean_number": estimated(PopParam.mean, number),
        "mean_number_by_group": estimated(PopParam.mean, number, group),
        "total_number": estimated(PopParam.total, number),
        "rao_scott": [test.f.value, test.f.df_num, test.f.df_den, test.f.p_value],
        "pearson": test.chisq.value,
        "raked": [
            float(one)
            for one in SampleWeight().rake(
                samp_weight=weight, margins={"choice": choice, "group": group}, control=margins, tol=1e-9, ctrl_tol=1e-9
            )
        ],
    }
    written = {"population": POPULATION, "rows": rows, "margins": margins, "expected": expected}
    GOLDEN.write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
