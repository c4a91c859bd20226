"""The components as they are drawn: words beside every colour, machine-readable times, nothing unescaped."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import Context, Template
from django.test import RequestFactory

from causeway.hub.base.theme.components import Row, TaskItem
from causeway.hub.base.theme.faults import FaultNamingForm
from causeway.vocabulary.findings import Band, Reason

NOW = datetime(2026, 3, 3, 12, 0, tzinfo=UTC)


def draw(source: str, query: str = "", **values: Any) -> str:
    """The HTML of one line of template."""
    request = RequestFactory().get(f"/?{query}")
    context = Context({"request": request, "now": NOW, "zone": "Europe/Amsterdam"} | values)
    return Template("{% load causeway_ui %}" + source).render(context)


class Pick(forms.Form):
    """A field that faults when empty, a hidden one, and a set of radios."""

    name = forms.CharField(label="Name")
    kind = forms.ChoiceField(label="Kind", choices=[("a", "A")], widget=forms.RadioSelect)
    secret = forms.CharField(widget=forms.HiddenInput)


def test_every_band_has_its_own_words_and_its_own_shape() -> None:
    drawn = {band: draw("{% priority_badge band %}", band=band) for band in Band}
    shapes = {html[html.index("<svg") : html.index("</svg>")] for html in drawn.values()}
    assert len(shapes) == len(Band)
    assert "Very high" in drawn[Band.VERY_HIGH]
    assert "Not yet assessed" in draw("{% priority_badge band %}", band=None)


def test_a_band_that_does_not_exist_is_refused() -> None:
    with pytest.raises(ValueError, match="urgent"):
        draw("{% priority_badge 'urgent' %}")


def test_completeness_is_said_in_words_and_named_for_a_screen_reader() -> None:
    html = draw("{% completeness_meter 62.4 %}")
    assert "62 of 100" in html
    assert 'aria-label="Completeness"' in html
    assert "not yet known" in draw("{% completeness_meter nothing %}")
    assert 'value="100"' in draw("{% completeness_meter 180 %}")


def test_a_clock_carries_the_moment_for_machines_and_on_the_wall_clock() -> None:
    html = draw("{% clock_tag due %}", due=NOW + timedelta(days=3))
    assert 'datetime="2026-03-06T12:00:00+00:00"' in html
    assert "6 Mar 2026, 13:00 CET" in html
    assert "Due in 3 days" in html
    assert "No deadline" in draw("{% clock_tag missing %}")


def test_local_time_takes_the_viewers_zone() -> None:
    assert draw("{{ at|local_time:zone }}", at=NOW) == "3 Mar 2026, 13:00 CET"
    assert draw("{{ at|local_time }}", at=NOW) == "3 Mar 2026, 12:00 UTC"
    assert draw("{{ at|local_time:zone }}", at=None) == ""


def test_a_summary_list_says_not_known_and_links_with_the_key_in_the_name() -> None:
    html = draw("{% summary_list rows %}", rows=[Row(key="Upload IP", value=None), ("Sender", "Game", "/s/", "See")])
    assert "Not known" in html
    assert 'href="/s/">See<span class="govuk-visually-hidden"> Sender</span>' in html


def test_what_people_wrote_is_escaped_everywhere() -> None:
    hostile = "<script>alert(1)</script>"
    drawn = [
        draw("{% summary_list rows %}", rows=[(hostile, hostile)]),
        draw("{% timeline entries %}", entries=[(hostile, hostile, NOW, hostile)]),
        draw("{% task_list items %}", items=[TaskItem(title=hostile, status=hostile, hint=hostile)]),
        draw("{% empty_state x x %}", x=hostile),
        draw("{% sealed_picture x name=x %}", x=hostile),
        draw("{% reason_table r 1 %}", r=[Reason(code="a", text=hostile, contribution=1.0, advice=hostile)]),
    ]
    assert all("<script>" not in html and "&lt;script&gt;" in html for html in drawn)


def test_a_timeline_says_who_and_when() -> None:
    html = draw("{% timeline entries %}", entries=[("Opened", "Anna", NOW, "Read.")])
    assert "by Anna" in html
    assert "3 Mar 2026, 13:00 CET" in html
    assert "Nothing has happened yet" in draw("{% timeline entries %}", entries=[])


def test_a_reason_table_shows_the_sum_the_unknown_and_the_advice() -> None:
    reasons = [
        Reason(code="a", text="Asked to meet", contribution=4.5),
        Reason(code="b", text="Place", contribution=0.0, known=False, advice="Ask."),
    ]
    html = draw("{% reason_table reasons 4.5 %}", reasons=reasons)
    assert "+4.5" in html
    assert "Not known" in html
    assert "Ask." in html
    assert "do not add up" not in html
    assert "do not add up" in draw("{% reason_table reasons 9 %}", reasons=reasons)


def test_a_pager_keeps_the_filter_and_is_absent_for_one_page() -> None:
    page = Paginator(range(100), 10).page(3)
    html = draw("{% pager page %}", query="band=high&page=3", page=page)
    assert 'href="?band=high&amp;page=4"' in html
    assert html.count('aria-current="page"') == 1
    assert "<nav" not in draw("{% pager page %}", page=Paginator(range(3), 10).page(1))
    assert 'href="?band=high&amp;cursor=abc"' in draw("{% cursor_pager 'abc' %}", query="band=high")


def test_a_sortable_heading_tells_its_direction() -> None:
    html = draw("{% sort_header 'Received' 'received' %}", query="sort=received")
    assert 'aria-sort="ascending"' in html
    assert 'href="?sort=-received"' in html


def test_a_filter_keeps_the_order_of_the_list_and_shows_what_is_chosen() -> None:
    html = draw("{% filter_panel form chosen %}", query="sort=-due", form=Pick(), chosen=[("Kind", "A", "?x=1")])
    assert 'name="sort" value="-due"' in html
    assert 'href="?x=1"' in html
    assert 'method="get"' in html


def test_an_error_summary_names_a_field_once() -> None:
    class Named(FaultNamingForm):
        name = forms.CharField(label="Name & place")

    html = draw("{% error_summary form %}", form=Named({}))
    assert 'href="#id_name">Fill in “Name &amp; place”.</a>' in html


def test_the_summary_of_several_forms_says_of_which_it_speaks() -> None:
    class Named(FaultNamingForm):
        name = forms.CharField(label="Name")

    first, second = Named({}, prefix="a"), Named({}, prefix="b")
    second.about_in_faults = "Door 2"
    html = draw("{% error_summary_of forms %}", forms=[first, second, Named(prefix="c")])
    assert html.count("There is a problem") == 1
    assert 'href="#id_a-name">Fill in “Name”.</a>' in html
    assert 'href="#id_b-name">Door 2: Fill in “Name”.</a>' in html
    assert html.count("<li>") == 2


def test_an_error_summary_names_the_field_and_links_to_it() -> None:
    html = draw("{% error_summary form %}", form=Pick({}))
    assert 'href="#id_name">Name \N{EN DASH} This field is required.' in html
    assert 'href="#id_kind_1"' in html
    assert html.count("This field is required.") == 3
    assert draw("{% error_summary form %}", form=Pick()).strip() == ""


def test_the_link_of_an_error_leads_to_a_field_that_exists() -> None:
    form = Pick({})
    drawn = draw("{% load crispy_forms_filters %}{% error_summary form %}{{ form|crispy:'gds' }}", form=form)
    targets = [part.split('"')[0] for part in drawn.split('href="#')[1:]]
    assert targets
    assert all(f'id="{target}"' in drawn for target in targets)


def test_a_sealed_picture_holds_no_picture() -> None:
    html = draw("{% sealed_picture 'Nobody viewed it.' '/authority/' name='photo.jpg' %}")
    assert "<img" not in html
    assert "Record an authority" in html
