"""Bulletins: figures made safe, read by all, asked about and answered."""

import pytest
from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.notices.models import Notice
from causeway.hub.commons.awareness.commands.issue_bulletin import (
    answer_about_bulletin,
    ask_about_bulletin,
    change_bulletin,
    publish_bulletin,
    withdraw_bulletin,
    write_bulletin,
)
from causeway.hub.commons.awareness.figures import finished_quarters
from causeway.hub.commons.awareness.queries.bulletins import bulletin, bulletins, bulletins_for, questions_waiting
from causeway.hub.commons.awareness.words import Readers
from hub.awareness.conftest import Partners, a_bulletin


def test_a_published_bulletin_is_read_by_all_and_shown_to_its_readers(partners: Partners) -> None:
    key = write_bulletin(partners.analyst, a_bulletin())
    with pytest.raises(NotFound):
        bulletin(partners.teacher, key)
    publish_bulletin(partners.analyst, key)
    assert bulletin(partners.officer, key).line.by == "Causeway Desk"
    assert [line.id for line in bulletins_for(partners.teacher, 5)] == [key]
    assert bulletins_for(partners.officer, 5) == []
    assert bulletins_for(partners.helper, 5) == []


def test_a_published_bulletin_is_not_changed_but_withdrawn(partners: Partners) -> None:
    key = write_bulletin(partners.analyst, a_bulletin())
    change_bulletin(partners.analyst, key, a_bulletin(title="What we see"))
    publish_bulletin(partners.analyst, key)
    with pytest.raises(Conflict, match="published"):
        change_bulletin(partners.analyst, key, a_bulletin())
    with pytest.raises(Invalid):
        withdraw_bulletin(partners.analyst, key, " ")
    withdraw_bulletin(partners.analyst, key, "The advice has changed.")
    assert bulletins(partners.teacher).total == 0
    assert bulletin(partners.teacher, key).withdrawn_reason == "The advice has changed."


def test_figures_are_of_finished_quarters_and_a_translation_carries_the_same(partners: Partners) -> None:
    key = write_bulletin(partners.analyst, a_bulletin(with_figures=True))
    figures = bulletin(partners.analyst, key).figures
    assert figures is not None
    expected = [[each.year, each.number] for each in finished_quarters(timezone.now().date())]
    assert figures["quarters"] == expected
    other = write_bulletin(partners.analyst, a_bulletin(language="nl", with_figures=True, translation_of=key))
    assert bulletin(partners.analyst, other).figures == figures
    assert write_bulletin(partners.analyst, a_bulletin()) != key


def test_a_reader_s_question_reaches_the_writer_and_is_answered_once(partners: Partners) -> None:
    key = write_bulletin(partners.analyst, a_bulletin(readers=Readers.EVERYBODY))
    with pytest.raises(NotFound):
        ask_about_bulletin(partners.teacher, key, "Which games?")
    publish_bulletin(partners.analyst, key)
    asked = ask_about_bulletin(partners.teacher, key, "Which ages?")
    assert [each.text for each in questions_waiting(partners.analyst)] == ["Which ages?"]
    assert bulletin(partners.helper, key).questions == ()
    answer_about_bulletin(partners.analyst, asked, "From nine on.")
    assert bulletin(partners.teacher, key).questions[0].answer == "From nine on."
    with pytest.raises(Conflict, match="answered"):
        answer_about_bulletin(partners.analyst, asked, "No, from ten.")
    assert questions_waiting(partners.analyst) == []


def test_a_mail_about_a_question_says_nothing_of_it(partners: Partners) -> None:
    key = write_bulletin(partners.analyst, a_bulletin())
    publish_bulletin(partners.analyst, key)
    ask_about_bulletin(partners.teacher, key, "Is it about the weir?")
    with acting_as(partners.teacher):
        bodies = [str(notice.body) + notice.subject for notice in Notice.objects.all()]
    assert bodies
    assert not any("weir" in body for body in bodies)


def test_who_may_not_issue_one_is_refused(partners: Partners) -> None:
    with pytest.raises(NotPermitted):
        write_bulletin(partners.teacher, a_bulletin())
    key = write_bulletin(partners.analyst, a_bulletin())
    publish_bulletin(partners.analyst, key)
    with pytest.raises(NotFound):
        withdraw_bulletin(partners.officer, key, "Not mine.")
    with pytest.raises(Conflict, match="own"):
        ask_about_bulletin(partners.analyst, key, "Who wrote this?")
