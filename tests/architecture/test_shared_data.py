"""A test whose data is absent says so, and where nobody reads what was skipped it fails."""

import pytest

from shared_data import shared_data


def test_absent_data_is_a_skip_on_a_desk_and_a_failure_in_ci(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="shared test data absent"):
        shared_data("nowhere/at-all.json")
    monkeypatch.setenv("CI", "true")
    with pytest.raises(pytest.fail.Exception, match="shared test data absent"):
        shared_data("nowhere/at-all.json")
