"""Every page of the theme stands up, and none of them needs what the content policy refuses."""

import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils import translation
from pytest_django import Settings

import causeway.hub.base.theme as theme
from hub.theme.gallery_site import NOW, SampleForm, frame

TEMPLATES = Path(theme.__path__[0]) / "templates"
NOT_PAGES = {"standalone.html"}
"""Never served as a page: the file that opens from a disk under its own policy."""
STATIC = Path(theme.__path__[0]) / "static" / "theme"
PAGES = sorted(
    str(path.relative_to(TEMPLATES))
    for path in TEMPLATES.rglob("*.html")
    if "parts" not in path.parts and "elements" not in path.parts and path.name not in NOT_PAGES
)
INLINE = re.compile(r"""\sstyle\s*=|\son[a-z]+\s*=\s*["']|javascript:|<style|<script(?![^>]*\ssrc=)""")


class CodeForm(forms.Form):
    """Like the sign-in library's forms for a code."""

    secret = "ABCDEFGH"
    code = forms.CharField(label="Code")


def draw(template: str, **values: Any) -> str:
    """The page, signed in, as the sign-in library or a view would ask for it."""
    context = frame() | {
        "form": CodeForm({}),
        "action_url": "/",
        "authenticators": {},
        "MFA_SUPPORTED_TYPES": ["totp", "recovery_codes"],
        "is_mfa_enabled": True,
        "unused_codes": ["111-222", "333-444"],
        "total_count": 10,
        "can_view_codes": True,
        "totp_svg": "<svg></svg>",
        "reauthentication_alternatives": [{"url": "/other/", "description": "Use your password"}],
        "trust_from": NOW,
        "trust_until": NOW + timedelta(days=1),
    }
    return render_to_string(template, context | values, RequestFactory().get("/wide/"))


@pytest.fixture(autouse=True)
def site(settings: Settings) -> None:
    """The gallery's addresses, whichever settings the run has."""
    settings.ROOT_URLCONF = "hub.theme.gallery_site"
    settings.LANGUAGES = [("en", "English"), ("nl", "Nederlands"), ("it", "Italiano")]


@pytest.mark.parametrize("template", PAGES)
def test_a_page_is_whole_and_keeps_to_the_content_policy(template: str) -> None:
    html = draw(template)
    if "gds/" in template:
        assert "alert-danger" not in html
        return
    assert html.count("<main") == 1
    assert re.search(r"<html lang=\"[a-z-]+\"", html)
    assert re.search(r"<title>[^<]*Causeway", html)
    assert 'href="#main"' in html or "theme/error" in template or template[0] in "45"
    assert not INLINE.search(html), INLINE.search(html)
    ids = re.findall(r'\sid="([^"]+)"', html)
    assert len(ids) == len(set(ids))


def test_the_frame_says_who_you_are_and_signs_out_by_post() -> None:
    html = draw("theme/base.html")
    assert "Anna Visser" in html
    assert "Example Police, Investigator" in html
    assert re.search(r'<form method="post" action="[^"]*logout/"', html)


def test_the_group_of_the_page_and_its_section_are_marked_current() -> None:
    html = draw("theme/base.html")
    assert re.search(r'service-navigation__link" href="/" aria-current="true"', html)
    assert re.search(r'sub-navigation__link" href="/wide/" aria-current="page"', html)


def test_what_stands_in_the_header_stands_there_alone() -> None:
    assert draw("theme/base.html").count('href="/plots/"') == 1


def test_the_demonstration_is_named_only_in_a_demonstration() -> None:
    assert "Everything here is invented" in draw("theme/base.html")
    assert "Everything here is invented" not in draw("theme/base.html", demo_world=False)


def test_the_public_page_offers_a_quick_exit_and_no_way_in() -> None:
    html = draw("theme/public.html")
    assert "govuk-exit-this-page" in html
    assert "Anna Visser" not in html
    assert "govuk-service-navigation" not in html


def test_an_error_page_needs_no_context_at_all() -> None:
    for name in ("400", "403", "404", "500"):
        assert "<h1" in render_to_string(f"{name}.html")


def test_htmx_may_neither_evaluate_code_nor_write_styles() -> None:
    html = draw("theme/base.html")
    assert '"includeIndicatorStyles":false' in html
    assert '"allowEval":false' in html


def test_the_language_of_the_page_is_declared() -> None:
    with translation.override("nl"):
        assert '<html lang="nl"' in draw("theme/base.html")


def test_a_fault_shows_at_its_field_and_above() -> None:
    html = draw("account/login.html", form=SampleForm({"email": "x"}))
    assert "govuk-error-summary" in html
    assert html.index("govuk-error-summary") < html.index("<h1")


def test_our_own_style_sheets_fetch_nothing_and_name_no_licensed_font() -> None:
    for sheet in STATIC.glob("*.css"):
        text = sheet.read_text()
        assert "url(" not in text
        assert "@import" not in text
        assert "GDS Transport" not in text
