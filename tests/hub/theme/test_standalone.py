"""A page as one file: nothing in it asks for anything, and it says how old it is."""

import re
from datetime import UTC, datetime

import pytest
from django.http import HttpResponse

from causeway.hub.base.theme.standalone import NotSelfContained, Taken, standalone, static_picture_inside

AT = datetime(2026, 3, 1, 14, 5, tzinfo=UTC)


def page(**more: object) -> HttpResponse:
    taken = Taken(name="bridges-1", by="Kent Police", at=AT, version="1.2", **more)  # type: ignore[arg-type]
    return standalone("theme/standalone.html", {}, taken)


def asks_for(page: str) -> list[str]:
    """Every address in a file that its reader's machine would have to fetch."""
    found: list[str] = re.findall(r'(?:src|href|action)="([^"]*)"', page)
    fetched = [each for each in found if not each.startswith(("#", "data:", "tel:", "mailto:"))]
    return fetched + re.findall(r"url\((?!data:)[^)]*\)|@import|<script", page)


def test_a_file_asks_for_nothing_and_is_never_kept_on_the_way() -> None:
    answer = page()
    text = answer.content.decode()
    assert asks_for(text) == []
    assert "default-src 'none'" in text
    assert ".govuk-heading-xl" in text
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["Content-Disposition"] == 'attachment; filename="bridges-1-2026-03-01.html"'


def test_it_says_who_took_it_when_which_version_and_that_it_grows_old() -> None:
    text = page().content.decode()
    assert "Taken from Causeway by Kent Police on 1 Mar 2026, 14:05" in text
    assert "Version 1.2." in text
    assert "may be out of date" in text
    assert "data of a case" not in text


def test_case_data_is_marked() -> None:
    assert "This file holds data of a case." in page(holds_case_data=True).content.decode()


def test_it_is_in_the_language_that_it_is_asked_for_in() -> None:
    taken = Taken(name="ponti", by="Polizia", at=AT)
    assert '<html lang="it"' in standalone("theme/standalone.html", {}, taken, language="it").content.decode()


def test_a_style_that_points_elsewhere_is_refused() -> None:
    taken = Taken(name="bridges", by="Kent Police", at=AT)
    with pytest.raises(NotSelfContained, match="moj-frontend"):
        standalone("theme/standalone.html", {}, taken, styles=["vendor/moj-frontend.min.css"])


def test_a_picture_stands_inside() -> None:
    assert static_picture_inside("training/viewing.svg").startswith("data:image/svg+xml;base64,")
    with pytest.raises(NotSelfContained, match="no static file"):
        static_picture_inside("training/nothing.svg")
