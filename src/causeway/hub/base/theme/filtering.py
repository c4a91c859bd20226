"""What a list is narrowed to, shown above it: each filter that is chosen, with the address that takes it away."""

from collections.abc import Iterable

from django import forms

from causeway.hub.base.theme.components import address_with

Chosen = tuple[str, str, str]
"""The filter's label, the words of its value, and the address without it."""


def chosen_filters(
    form: forms.Form, query: str, names: Iterable[str], *, default: str = "", ticked: str = ""
) -> list[Chosen]:
    """What of a form that was validated is applied beyond the default. A box that is ticked is shown as `ticked`, or by
    its label.
    """
    chosen = []
    for name in names:
        value = form.cleaned_data.get(name)
        if not value or value == default:
            continue
        label, labels = str(form.fields[name].label), dict(getattr(form.fields[name], "choices", ()))
        values = value if isinstance(value, list) else [value]
        words = (ticked or label) if value is True else ", ".join(str(labels.get(each, each)) for each in values)
        chosen.append((label, words, address_with(query, **{name: None, "page": None})))
    return chosen
