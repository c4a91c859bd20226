"""Whatever a person can read in the hub is marked for translation where it is written, as whole sentences.

Not looked at, on purpose: `Http404("…")` and other exceptions of Python, whose words no page shows; the command line,
the ledger and the logs, which speak English; ids, codes, names of languages and of products.
"""

from pathlib import Path

import pytest

from architecture.unmarked_code import (
    HUB,
    Source,
    broken_marks,
    fixed_too_early,
    read_source,
    read_sources,
    unmarked_forms,
    unmarked_messages,
    unmarked_refusals,
)
from architecture.unmarked_templates import templates, unmarked_words

SPOKEN_TO_MACHINES = {
    "api.py: 'Causeway'": "the name of the program",
    "road/intake/import_reading.py": "the command line shows it, and a row keeps it: English",
}
LOOKED_UP = {
    "base/theme/said.py": "says the engines' templates, which the engines mark",
    "road/intake/forms/advice.py": "says the completeness policy's advice, which stands in the engines' catalogue",
}
SAID_AS_IT_IS = {
    "SHA-256": "the name of a digest",
    "causeway verify causeway-ledger.jsonl --since kept.checkpoint": "a command to type",
    "aria-live": "attributes that a form's tag includes",
}


@pytest.fixture(scope="module")
def sources() -> list[Source]:
    return read_sources()


def _but_allowed(found: list[str]) -> list[str]:
    return sorted({line for line in found if not any(_matches(line, allowed) for allowed in SPOKEN_TO_MACHINES)})


def _matches(line: str, allowed: str) -> bool:
    file, _colon, words = allowed.partition(": ")
    return line.startswith(file) and line.endswith(words)


def test_every_refusal_is_marked(sources: list[Source]) -> None:
    assert _but_allowed(list(unmarked_refusals(sources))) == []


def test_every_message_and_mail_is_marked(sources: list[Source]) -> None:
    assert _but_allowed(list(unmarked_messages(sources))) == []


def test_every_label_hint_error_text_and_choice_is_marked(sources: list[Source]) -> None:
    assert _but_allowed(list(unmarked_forms(sources))) == []


def test_every_mark_holds_a_plain_literal(sources: list[Source]) -> None:
    found = [line for line in broken_marks(sources) if not line.startswith(tuple(LOOKED_UP))]
    assert found == []


def test_no_text_is_translated_when_its_module_is_read(sources: list[Source]) -> None:
    assert list(fixed_too_early(sources)) == []


def test_no_template_speaks_outside_its_marks() -> None:
    found = [
        f"{path.relative_to(HUB)}:{line}: {words}"
        for path, text in templates().items()
        for line, words in unmarked_words(text)
        if not words.startswith(tuple(SAID_AS_IT_IS))
    ]
    assert found == []


@pytest.mark.parametrize(
    "text",
    [
        'raise Invalid("Say why.")',
        'raise Invalid(f"No more than {MOST}.")',
        'text = "Say why."; raise Invalid(text, field="why")',
        'raise Invalid("Say why." if empty else _("Say less."))',
        'wrong = {1: "Say why."}; raise Invalid(wrong[state])',
        'raise Invalid("No more than %d." % MOST)',
    ],
)
def test_bare_words_of_a_refusal_are_found(text: str) -> None:
    source = read_source(HUB / "made.py", f"class Invalid(HubError): ...\ndef check():\n    {text}\n")
    assert len(list(unmarked_refusals([source]))) == 1


def test_marked_words_of_a_refusal_pass() -> None:
    text = (
        'class Invalid(HubError): ...\ndef check():\n    raise Invalid(_("At most %(n)d.") % {"n": 3}, field="why")\n'
    )
    assert list(unmarked_refusals([read_source(HUB / "made.py", text)])) == []


@pytest.mark.parametrize(
    "text",
    [
        'name = forms.CharField(label="Name")',
        "name = forms.CharField(required=False)",
        'name = forms.CharField(label=_("Name"), error_messages={"required": "Enter it"})',
        'name = forms.ChoiceField(label=_("Name"), choices=[("a", "First")])',
    ],
)
def test_bare_words_of_a_form_are_found(text: str) -> None:
    source = read_source(HUB / "made.py", f"class NameForm(forms.Form):\n    {text}\n")
    assert len(list(unmarked_forms([source]))) == 1


@pytest.mark.parametrize(
    "text", ['_(f"{n} left")', '_("Left: " + name)', '_("{}".format(n))', "ngettext('one', many, n)"]
)
def test_a_mark_around_what_no_catalogue_finds_is_found(text: str) -> None:
    assert len(list(broken_marks([read_source(Path(HUB / "made.py"), text)]))) == 1


def test_a_text_that_is_translated_too_early_is_found() -> None:
    text = 'from django.utils.translation import gettext as _\nNAME = _("Early")\nlater = lambda: _("Later")\n'
    assert len(list(fixed_too_early([read_source(HUB / "made.py", text)]))) == 1


@pytest.mark.parametrize(
    "text",
    [
        "<p>Hello</p>",
        '<a aria-label="Next page" href="/">{{ number }}</a>',
        '{% empty_state "No referral waits" %}',
        "{{ name|default:'Not known yet' }}",
    ],
)
def test_bare_words_of_a_template_are_found(text: str) -> None:
    assert len(list(unmarked_words(text))) == 1


def test_marked_words_of_a_template_pass() -> None:
    text = '<p class="a b">{% translate "Hello" %} {% blocktranslate %}Dear {{ n }}{% endblocktranslate %} {{ n }}</p>'
    assert list(unmarked_words(text + '{% empty_state _("No referral waits") %}')) == []
