"""A partner asks for help, is answered, and says whether it helped."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.clocks.commands.choose import NewClock, choose_clock
from causeway.hub.base.clocks.queries.rules import clocks_in_force
from causeway.hub.commons.awareness.commands.ask_for_help import (
    NewHelpRequest,
    ask_for_help,
    close_help,
    write_about_help,
)
from causeway.hub.commons.awareness.queries.helping import help_request, help_requests, help_waiting, helpers
from causeway.hub.commons.awareness.words import HelpKind
from causeway.timing import Duty, Term, Unit
from causeway.vocabulary.organisations import Role
from hub.awareness.conftest import Partners


def a_request(partners: Partners, **changed: object) -> NewHelpRequest:
    """A school asks a force for a session."""
    told: dict[str, object] = {
        "helper": partners.force.id,
        "kind": HelpKind.SESSION,
        "title": "An hour with year five",
        "text": "Sixty pupils of nine and ten.",
        "contact": "Mo Teal",
        "contact_email": "teal@example.org",
    }
    return NewHelpRequest(**told | changed)  # type: ignore[arg-type]


def test_what_a_school_asks_waits_at_the_force_until_it_answers(partners: Partners) -> None:
    key = ask_for_help(partners.teacher, a_request(partners))
    assert [line.other for line in help_waiting(partners.officer)] == ["Bridgeford School"]
    write_about_help(partners.teacher, key, "Or eight and nine.")
    assert len(help_waiting(partners.officer)) == 1
    write_about_help(partners.officer, key, "Gladly, in May.")
    assert help_waiting(partners.officer) == []
    said = [message.text for message in help_request(partners.teacher, key).messages]
    assert said == ["Sixty pupils of nine and ten.", "Or eight and nine.", "Gladly, in May."]


def test_who_asks_says_how_long_an_answer_may_take_within_bounds(partners: Partners) -> None:
    administrator = partners.world.administrator(partners.school)
    now = timezone.now()
    (clock,) = clocks_in_force(administrator, now=now)
    assert (clock.rule.duty, clock.now.term) == (Duty.HELP_REQUEST, Term(count=7, unit=Unit.DAYS))
    with pytest.raises(Invalid, match="between 1 hour and 30 days"):
        choose_clock(administrator, Duty.HELP_REQUEST, _chosen(31), now=now)
    choose_clock(administrator, Duty.HELP_REQUEST, _chosen(14), now=now)
    line = help_request(partners.teacher, ask_for_help(partners.teacher, a_request(partners))).line
    assert timedelta(days=13) < line.due_at - timezone.now() < timedelta(days=15)


def _chosen(days: int) -> NewClock:
    return NewClock(term=Term(count=days, unit=Unit.DAYS), reason="Helpers are busy in spring.")


def test_a_name_is_known_to_its_own_organisation_alone(partners: Partners) -> None:
    key = ask_for_help(partners.teacher, a_request(partners))
    write_about_help(partners.officer, key, "Gladly.")
    names = [message.by for message in help_request(partners.teacher, key).messages]
    assert names == ["Mo Teal, Bridgeford School", "Riverford Police"]


def test_nobody_else_sees_it(partners: Partners) -> None:
    key = ask_for_help(partners.teacher, a_request(partners))
    with pytest.raises(NotFound):
        help_request(partners.helper, key)
    with pytest.raises(NotFound):
        write_about_help(partners.helper, key, "Me too.")
    assert help_requests(partners.helper).total == 0


def test_the_one_who_asked_closes_it_and_says_whether_it_helped(partners: Partners) -> None:
    key = ask_for_help(partners.teacher, a_request(partners))
    with pytest.raises(NotPermitted):
        close_help(partners.officer, key, helped=True)
    close_help(partners.teacher, key, helped=True)
    assert help_requests(partners.officer).total == 0
    assert help_requests(partners.officer, is_over=True).lines[0].helped is True
    with pytest.raises(Conflict, match="closed"):
        write_about_help(partners.officer, key, "One more thing.")


def test_a_school_is_asked_by_nobody_and_forces_stand_among_the_helpers(partners: Partners) -> None:
    names = {listing.name for listing in helpers(partners.teacher)}
    assert {"Riverford Police", "Lantern Trust", "Causeway Desk"} <= names
    assert "Bridgeford School" not in {listing.name for listing in helpers(partners.helper)}


def test_what_is_missing_is_named(partners: Partners) -> None:
    wrong: list[tuple[str, dict[str, object]]] = [
        ("title", {"title": ""}),
        ("text", {"text": " "}),
        ("contact", {"contact": ""}),
        ("contact_email", {"contact_email": "nobody"}),
        ("wished_on", {"wished_on": date(2020, 1, 1)}),
    ]
    for field, changed in wrong:
        with pytest.raises(Invalid) as refused:
            ask_for_help(partners.teacher, a_request(partners, **changed))
        assert refused.value.field == field, changed


def test_a_school_cannot_be_asked(partners: Partners) -> None:
    with pytest.raises(Invalid) as refused:
        ask_for_help(
            partners.world.member(partners.charity, Role.TRAINER), a_request(partners, helper=partners.school.id)
        )
    assert refused.value.field == "helper"
