"""Sessions: planned, held with so many, and what changed."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils import timezone
from django.utils.formats import date_format

from causeway.hub.base.acting.days import today_of
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound
from causeway.hub.commons.awareness.commands.hold_session import (
    HeldCounts,
    cancel_session,
    change_session,
    plan_session,
    report_session,
    say_what_changed,
)
from causeway.hub.commons.awareness.commands.keep_material import publish_material, write_material
from causeway.hub.commons.awareness.queries.sessions import (
    SessionFilter,
    session,
    session_sums,
    sessions,
    sessions_to_report,
)
from causeway.hub.commons.awareness.words import SessionState
from hub.awareness.conftest import Partners, a_lesson, a_session


def test_a_session_at_a_school_is_seen_by_both_and_nobody_else(partners: Partners) -> None:
    key = plan_session(partners.officer, a_session(school=partners.school.id, place=""))
    assert session(partners.teacher, key)[0].place == "Bridgeford School"
    assert sessions(partners.officer, SessionFilter()).total == 1
    with pytest.raises(NotFound):
        session(partners.helper, key)


def test_numbers_are_kept_and_added_up(partners: Partners) -> None:
    for attended, before, after in ((30, 10, 25), (20, 5, 18)):
        key = plan_session(partners.officer, a_session())
        counts = HeldCounts(attended=attended, asked=attended, knew_before=before, knew_after=after)
        report_session(partners.officer, key, counts)
    plan_session(partners.officer, a_session())
    sums = session_sums(partners.officer, SessionFilter())
    assert (sums.held, sums.attended, sums.asked, sums.knew_before, sums.knew_after) == (2, 50, 50, 15, 43)
    assert sums.places == 1
    assert sums.can_compare


def test_few_answers_are_not_compared(partners: Partners) -> None:
    key = plan_session(partners.officer, a_session())
    report_session(partners.officer, key, HeldCounts(attended=9, asked=9, knew_before=1, knew_after=9))
    assert not session_sums(partners.officer, SessionFilter()).can_compare


def test_a_school_does_not_read_small_numbers_of_who_came_forward_nor_notes(partners: Partners) -> None:
    key = plan_session(partners.officer, a_session(school=partners.school.id))
    report_session(partners.officer, key, HeldCounts(attended=30, came_forward=2, note="Go again in May."))
    assert session(partners.officer, key)[0].came_forward == 2
    seen = session(partners.teacher, key)[0]
    assert (seen.came_forward, seen.note) == (None, "")


def test_what_changed_is_for_the_school_to_say(partners: Partners) -> None:
    key = plan_session(partners.officer, a_session(school=partners.school.id))
    with pytest.raises(Conflict, match="held"):
        say_what_changed(partners.teacher, key, "A box for worries.")
    report_session(partners.officer, key, HeldCounts(attended=30))
    with pytest.raises(Conflict, match="school"):
        say_what_changed(partners.officer, key, "They liked it.")
    say_what_changed(partners.teacher, key, "A box for worries.")
    assert session(partners.officer, key)[0].changed == "A box for worries."
    elsewhere = plan_session(partners.officer, a_session())
    report_session(partners.officer, elsewhere, HeldCounts(attended=30))
    say_what_changed(partners.officer, elsewhere, "Nothing yet.")


def test_a_session_ahead_is_not_reported_and_a_cancelled_one_never(partners: Partners) -> None:
    tomorrow = timezone.now().date() + timedelta(days=1)
    key = plan_session(partners.officer, a_session(held_on=tomorrow))
    with pytest.raises(Conflict, match="still to come"):
        report_session(partners.officer, key, HeldCounts(attended=3))
    cancel_session(partners.officer, key, "The hall is flooded.")
    assert session(partners.officer, key)[0].state is SessionState.CANCELLED
    with pytest.raises(Conflict):
        change_session(partners.officer, key, a_session())
    with pytest.raises(Conflict):
        report_session(partners.officer, key, HeldCounts(attended=3))


def test_the_day_of_a_session_is_that_of_its_holder(partners: Partners) -> None:
    west, east = (replace(partners.officer, zone=zone) for zone in ("Etc/GMT+12", "Pacific/Kiritimati"))
    key = plan_session(east, a_session(held_on=today_of(east, timezone.now())))
    with pytest.raises(Conflict, match="still to come"):
        report_session(west, key, HeldCounts(attended=3))
    report_session(east, key, HeldCounts(attended=3))


def test_what_waits_for_a_report_is_listed(partners: Partners) -> None:
    key = plan_session(partners.officer, a_session())
    today = timezone.now().date()
    assert [view.id for view in sessions_to_report(partners.officer, today)] == [key]
    assert sessions_to_report(partners.teacher, today) == []
    report_session(partners.officer, key, HeldCounts(attended=3))
    assert sessions_to_report(partners.officer, today) == []


def test_material_that_it_uses_stands_with_it(partners: Partners) -> None:
    lesson = write_material(partners.officer, a_lesson())
    key = plan_session(partners.officer, a_session(school=partners.school.id, materials=(lesson,)))
    assert session(partners.teacher, key)[1] == []  # a draft of another organisation
    publish_material(partners.officer, lesson)
    assert session(partners.teacher, key)[1] == [(lesson, "Whom can I tell?")]


def test_a_plan_that_cannot_be_is_refused(partners: Partners) -> None:
    wrong: list[tuple[str, dict[str, object]]] = [
        ("title", {"title": ""}),
        ("place", {"place": " "}),
        ("held_on", {"held_on": date(1999, 1, 1)}),
        ("held_on", {"held_on": date(2100, 1, 1)}),
        ("age_to", {"age_from": 12, "age_to": 9}),
    ]
    for field, changed in wrong:
        with pytest.raises(Invalid) as refused:
            plan_session(partners.officer, a_session(**changed))
        assert refused.value.field == field, changed


def test_a_day_too_far_off_is_refused_with_the_days_that_are_not(partners: Partners) -> None:
    latest = timezone.now().date() + timedelta(days=730)
    plan_session(partners.officer, a_session(held_on=latest))
    with pytest.raises(Invalid) as refused:
        plan_session(partners.officer, a_session(held_on=latest + timedelta(days=1)))
    assert refused.value.message == f"Enter a day from 1 Jan 2015 to {date_format(latest)}."


def test_a_number_that_cannot_be_is_refused(partners: Partners) -> None:
    key = plan_session(partners.officer, a_session())
    for field, counts in (
        ("attended", HeldCounts(attended=0)),
        ("asked", HeldCounts(attended=5, asked=6)),
        ("knew_before", HeldCounts(attended=5, knew_before=1)),
        ("knew_after", HeldCounts(attended=5, asked=4, knew_after=5)),
        ("came_forward", HeldCounts(attended=5, came_forward=6)),
    ):
        with pytest.raises(Invalid) as refused:
            report_session(partners.officer, key, counts)
        assert refused.value.field == field
