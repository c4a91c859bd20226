"""Every string of a page is there in Dutch and Italian, with the same placeholders, and in the same words."""

import subprocess
import sys
from pathlib import Path

from babel.messages.pofile import read_po

from causeway.triage import completeness_policy, priority_policy

ROOT = Path(__file__).resolve().parents[2]


def test_the_catalogues_are_whole_and_sound() -> None:
    done = subprocess.run(
        [sys.executable, "tools/messages.py", "check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.stdout == "", "run: python tools/messages.py update, translate what is new, and check again"
    assert done.returncode == 0, done.stderr


def test_every_template_of_the_shipped_policies_is_in_the_engines_catalogue() -> None:
    catalogue = ROOT / "src" / "causeway" / "locale" / "nl" / "LC_MESSAGES" / "django.po"
    with catalogue.open("rb") as source:
        known = {form for message in read_po(source) for form in _forms(message.id)}
    assert _templates_of_shipped_policies() <= known


def _forms(words: object) -> list[str]:
    return [str(form) for form in words] if isinstance(words, (list, tuple)) else [str(words)]


def _templates_of_shipped_policies() -> set[str]:
    """As the engines read them, not as the tool finds them."""
    priority, completeness = priority_policy(), completeness_policy()
    rows = [(row.found, row.found_many, row.absent, row.unknown) for row in priority.features.values()]
    rows += [(words.present, words.partial, words.missing, words.advice) for words in completeness.words.values()]
    return {text for row in rows for text in row if text} | {*priority.groups.values(), *priority.imminence.values()}
