"""A template that others include lies in a folder `parts`; one that is a page, or that pages extend, does not."""

import re
from pathlib import Path

from architecture.unmarked_templates import templates

OF_CRISPY_FORMS = "gds/"
"""The library says where these lie."""
INCLUDED = re.compile(r"""{%\s*include\s+["']([^"']+)["']""")


def named(template: Path) -> str:
    return template.as_posix().rpartition("/templates/")[2]


def test_what_is_included_lies_among_the_parts() -> None:
    included = {name for text in templates().values() for name in INCLUDED.findall(text)}
    assert included
    assert not {name for name in included if "/parts/" not in name and not name.startswith(OF_CRISPY_FORMS)}


def test_no_part_is_a_page() -> None:
    assert not {named(path) for path, text in templates().items() if "/parts/" in named(path) and "{% extends" in text}


def test_names_begin_with_a_letter() -> None:
    assert not {named(path) for path in templates() if path.name.startswith("_")}
