"""What a test of a cross-table says of chance."""

import pytest

from causeway.estimation.tables import RaoScott
from causeway.hub.knowledge.surveys.report import judging
from causeway.hub.knowledge.surveys.report.crossing import Crossing


@pytest.mark.parametrize(("p_value", "text"), [(0.0497, "p = 0.050"), (0.2346, "p = 0.235"), (0.0004, "p < 0.001")])
def test_a_chance_is_rounded_and_not_cut(p_value: float, text: str) -> None:
    found = RaoScott(statistic=4.2, df=1.0, df_denominator=20.0, p_value=p_value, pearson=4.5)
    assert f"{text}.)" in judging.test_text(Crossing(columns=(), rows=(), test=found))
