"""Every form asks for a day alike, whatever the language."""

from datetime import date

import pytest
from django import forms
from django.utils import translation

from causeway.hub.base.theme.days import DayField


class DayForm(forms.Form):
    """One day."""

    day = DayField(label="Day")


@pytest.mark.parametrize("language", ["en-gb", "nl", "it"])
def test_a_day_that_is_known_is_shown_as_a_browser_takes_it(language: str) -> None:
    with translation.override(language):
        shown = str(DayForm(initial={"day": date(2026, 4, 30)})["day"])
    assert 'type="date"' in shown
    assert 'value="2026-04-30"' in shown


@pytest.mark.parametrize("language", ["en-gb", "nl", "it"])
def test_what_a_browser_sends_is_understood(language: str) -> None:
    with translation.override(language):
        form = DayForm({"day": "2026-04-30"})
        assert form.is_valid()
    assert form.cleaned_data["day"] == date(2026, 4, 30)


def test_a_fault_says_what_is_wanted() -> None:
    assert DayForm({"day": "soon"}).errors["day"] == ["Enter a day such as 2026-04-30"]
    assert DayForm({}).errors["day"] == ["Enter a day"]
