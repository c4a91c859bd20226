"""Texts of members become HTML of our own making, and no other."""

import re

from hypothesis import given
from hypothesis import strategies as st

from causeway.hub.base.theme.markup import Reference, render_markup

TEXTS = st.text(alphabet=st.sampled_from("ab_[]()<>!*#-`&\"' \n1.:/\\"), max_size=80) | st.text(max_size=400)


def step(code: str) -> Reference:
    return Reference(words=f"Step <{code}>", anchor=f"step-{code}")


@given(TEXTS)
def test_no_tag_of_the_text_gets_through(text: str) -> None:
    tags = {tag.lower() for tag in re.findall(r"</?([a-zA-Z0-9]+)", render_markup(text))}
    assert tags <= {"p", "ul", "ol", "li", "h2", "h3", "strong", "em", "blockquote", "br"}


@given(TEXTS)
def test_a_link_leads_to_a_place_on_the_page_and_nowhere_else(text: str) -> None:
    page = render_markup(f"{text}[[a]]{text}", step)
    assert all(href.startswith("#step-") for href in re.findall(r"href=\"([^\"]*)\"", page))
    assert page.count("<a ") == page.count("href=")


def test_lists_and_headings_are_dressed_and_links_of_markdown_stay_text() -> None:
    page = render_markup("# Why\n\n- **one**\n- <b>two</b> [x](javascript:alert)")
    assert '<h2 class="govuk-heading-m">Why</h2>' in page
    assert '<ul class="govuk-list govuk-list--bullet">' in page
    assert "<strong>one</strong>" in page
    assert "&lt;b&gt;two" in page
    assert "<a" not in page


def test_a_list_may_follow_its_line_at_once() -> None:
    assert render_markup("Look:\n- one").startswith('<p class="govuk-body">Look:</p>\n<ul')


def test_a_reference_is_a_link_with_its_words_escaped() -> None:
    page = render_markup("See [[check_the_gate]].", step)
    assert '<a class="govuk-link" href="#step-check_the_gate">Step &lt;check_the_gate&gt;</a>.' in page


def test_a_reference_without_an_anchor_is_quoted() -> None:
    assert "See “The gate”." in render_markup("See [[gate]].", lambda _code: Reference(words="The gate"))


def test_a_reference_means_nothing_where_nobody_resolves_it() -> None:
    assert "See [[gate]]." in render_markup("See [[gate]].")


def test_a_page_with_headings_of_its_own_takes_none_from_a_text() -> None:
    assert render_markup("# Why", has_headings=False) == '<p class="govuk-body"># Why</p>\n'
