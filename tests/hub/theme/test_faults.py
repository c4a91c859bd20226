"""Every form of ours names the field of a fault, in words of ours."""

from collections.abc import Iterator
from copy import deepcopy
from importlib import import_module
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.utils.datastructures import MultiValueDict

from causeway.hub.base.theme.faults import FaultNamingForm, is_djangos, name_faults


def forms_of_the_hub(of: type[forms.BaseForm] = forms.Form) -> Iterator[type[forms.BaseForm]]:
    """Every form class that a page of ours can use, its own and what others derive from it."""
    import_module("causeway.hub.urls")
    for kind in of.__subclasses__():
        yield from forms_of_the_hub(kind)
        if kind.__module__.startswith("causeway."):
            yield kind


def test_every_form_names_its_faults() -> None:
    found = set(forms_of_the_hub())
    assert len(found) > 100
    assert [kind for kind in found if not issubclass(kind, FaultNamingForm)] == []


def test_no_field_of_any_form_speaks_with_the_words_of_django() -> None:
    for kind in set(forms_of_the_hub()):
        for name, field in kind.base_fields.items():  # type: ignore[attr-defined]
            kept = deepcopy(field)
            name_faults(kept, name)
            assert [code for code in kept.error_messages if is_djangos(kept, code)] == [], (kind, name)
            validators = [each for each in kept.validators if type(each).__module__ == "django.core.validators"]
            unsaid = [each.code for each in validators if each.message is type(each).message]
            assert set(unsaid) <= set(kept.error_messages), (kind, name)


class KnobForm(FaultNamingForm):
    """One field of each kind."""

    maker = forms.CharField(label="100% of its makers", max_length=3)
    sort = forms.ChoiceField(label="Sort", choices=[("a", "A")])
    several = forms.MultipleChoiceField(label="Several", choices=[("a", "A")], required=False)
    count = forms.IntegerField(label="Count", min_value=1, max_value=9)
    weight = forms.FloatField(label="Weight", required=False)
    is_sure = forms.BooleanField(label="I am sure")
    mailbox = forms.EmailField(label="Mailbox", required=False)
    page = forms.URLField(label="Page", assume_scheme="https", required=False)
    plan = forms.FileField(label="Plan")
    note = forms.CharField(label="Note", error_messages={"required": "Say what you saw."})


@pytest.mark.parametrize(
    ("given", "field", "said"),
    [
        ({}, "maker", "Fill in “100% of its makers”."),
        ({"maker": "four"}, "maker", "“100% of its makers” has 4 characters, and must have 3 or fewer."),
        ({"maker": "a\0"}, "maker", "“100% of its makers” holds a character that cannot be kept."),
        ({}, "sort", "Choose an answer under “Sort”."),
        ({"sort": "z"}, "sort", "Choose an answer under “Sort”."),
        ({"several": ["z"]}, "several", "Choose an answer under “Several”."),
        ({"count": "x"}, "count", "Enter a whole number under “Count”."),
        ({"count": "0"}, "count", "“Count” must be 1 or more."),
        ({"count": "10"}, "count", "“Count” must be 9 or less."),
        ({"weight": "x"}, "weight", "Enter a number under “Weight”."),
        ({}, "is_sure", "Tick “I am sure”."),
        ({"mailbox": "x"}, "mailbox", "Enter an address such as name@example.org under “Mailbox”."),
        ({"page": "x y"}, "page", "Enter an address such as https://example.org under “Page”."),
        ({}, "plan", "Choose a file under “Plan”."),
        ({}, "note", "Say what you saw."),
    ],
)
def test_a_fault_names_its_field(given: dict[str, Any], field: str, said: str) -> None:
    assert KnobForm(given).errors[field] == [said]


def test_an_empty_file_is_named_too() -> None:
    files: MultiValueDict[str, UploadedFile[Any]] = MultiValueDict({"plan": [SimpleUploadedFile("plan.txt", b"")]})
    assert KnobForm({}, files).errors["plan"] == ["The file under “Plan” is empty."]
