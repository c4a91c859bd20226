"""Who answered, and how even that was."""

import numpy as np
import pytest

from causeway.estimation import (
    Dispositions,
    Frame,
    evenness,
    response_rates,
)

FRAME = Frame.of([(("Ash", "constable"), 100), (("Ash", "sergeant"), 100), (("Birch", "constable"), 200)])


def test_response_rates_go_by_their_aapor_definitions() -> None:
    found = response_rates(
        Dispositions(
            complete=50, partial=10, refused=20, not_reached=15, other=5, unknown_eligibility=100, eligible_share=0.5
        )
    )
    assert found.rr1 == pytest.approx(50 / 200)
    assert found.rr2 == pytest.approx(60 / 200)
    assert found.rr3 == pytest.approx(50 / 150)
    assert found.rr4 == pytest.approx(60 / 150)
    assert found.rr5 == pytest.approx(50 / 100)
    assert found.rr6 == pytest.approx(60 / 100)
    assert found.coop1 == pytest.approx(50 / 85)
    assert found.ref1 == pytest.approx(20 / 200)
    assert found.con1 == pytest.approx(85 / 200)


def test_nobody_invited_is_a_rate_of_nought() -> None:
    assert response_rates(Dispositions(complete=0)).rr1 == 0


def test_even_response_has_an_indicator_near_1_and_uneven_response_a_lower_one() -> None:
    even = evenness(FRAME, np.array([20.0, 20, 40]))
    uneven = evenness(FRAME, np.array([60.0, 5, 15]))
    assert even.r_indicator == pytest.approx(1)
    assert uneven.r_indicator < 0.7
    assert even.rate == uneven.rate == pytest.approx(0.2)
    assert uneven.worst_bias > even.worst_bias
