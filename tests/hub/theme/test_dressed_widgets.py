"""Every widget that a form of the hub draws wears a class of GOV.UK Frontend, whatever its own is called."""

import pytest
from crispy_forms.utils import render_crispy_form
from django import forms

from causeway.hub.base.theme.days import DayField
from causeway.hub.road.intake.forms.fields import FilesField


class Asking(forms.Form):
    """One field of each kind that a browser draws."""

    words = forms.CharField()
    prose = forms.CharField(widget=forms.Textarea)
    number = forms.IntegerField()
    page = forms.URLField(assume_scheme="https")
    address = forms.EmailField()
    choice = forms.ChoiceField(choices=[("a", "A")])
    day = DayField()
    file = forms.FileField()
    several = FilesField(label="Files", limit_bytes=1)


@pytest.mark.parametrize("name", list(Asking.base_fields))
def test_a_field_is_dressed(name: str) -> None:
    form = Asking()
    form.fields = {name: form.fields[name]}
    assert f'id="id_{name}"' in (page := render_crispy_form(form))
    assert any(f'class="{dress}' in page for dress in ("govuk-input", "govuk-textarea", "govuk-select", "govuk-file"))
