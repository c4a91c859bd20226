"""What clears a referral keeps its plans (`plan_once`): PostgreSQL does not see the values that it asks for, and uses
an index of some rows only where it tells them without comparing a value.
"""

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db.models import Index, Q

ASKED_BY_CLEARING = ("assessments", "clocks", "clusters", "ledger", "organisations", "queues", "referrals", "routes")


def partial_indexes() -> Iterator[Index]:
    for label in ASKED_BY_CLEARING:
        for model in apps.get_app_config(label).get_models():
            yield from (index for index in model._meta.indexes if index.condition is not None)


@pytest.mark.parametrize("index", list(partial_indexes()), ids=lambda index: str(index.name))
def test_an_index_of_some_rows_tells_them_without_a_value(index: Index) -> None:
    assert all(value is None or isinstance(value, bool) for value in compared(index.condition))


def test_a_compared_value_is_found() -> None:
    assert list(compared(~Q(alike="") & Q(done_at=None))) == ["", None]


def compared(condition: Q | None) -> Iterator[object]:
    """What a condition's columns are compared with."""
    for part in condition.children if condition is not None else ():
        if isinstance(part, Q):
            yield from compared(part)
        else:
            assert isinstance(part, tuple)
            yield part[1]
