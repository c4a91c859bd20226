"""The first playbooks: whole, in plain words, and chosen by what matters most."""

from datetime import date

import pytest

from causeway.hub.knowledge.playbooks import (
    SAFEGUARDING_TASK,
    Playbook,
    PlaybookInvalid,
    parse_playbook,
    playbook_for,
    playbooks,
)
from causeway.vocabulary.referral import Annotation, Attachment, Concern, Party, PartyRole, Referral

ON = date(2026, 5, 1)
CHILD = Party(role=PartyRole.SUBJECT, age_years=15)
GROOMING = Referral(concern=Concern.GROOMING)


@pytest.mark.parametrize("playbook", playbooks().values(), ids=lambda playbook: playbook.code)
def test_every_playbook_has_five_to_nine_tasks_that_say_what_who_and_when(playbook: Playbook) -> None:
    assert 5 <= len(playbook.tasks) <= 9
    assert SAFEGUARDING_TASK in {task.code for task in playbook.tasks}
    for task in playbook.tasks:
        assert task.roles
        assert len(task.guidance.split()) >= 10
        assert len(task.title) <= 80


@pytest.mark.parametrize(
    ("referral", "code"),
    [
        (GROOMING, "grooming_without_a_file"),
        (Referral(concern=Concern.GROOMING, attachments=(Attachment(name="a.jpg"),)), "image_referral"),
        (Referral(concern=Concern.SEXUAL_ABUSE_MATERIAL), "image_referral"),
        (Referral(concern=Concern.SEXUAL_ABUSE_MATERIAL, parties=(CHILD,)), "child_may_have_harmed"),
        (Referral(concern=Concern.OTHER, annotations=(Annotation.BETWEEN_CHILDREN,)), "child_may_have_harmed"),
        (Referral(concern=Concern.GROOMING, parties=(CHILD,), emergency="now"), "urgent_danger"),
    ],
)
def test_danger_comes_first_then_a_child_subject_then_files_then_words(referral: Referral, code: str) -> None:
    assert playbook_for(referral, on=ON).code == code


def test_what_triage_found_counts_as_danger() -> None:
    assert playbook_for(GROOMING, on=ON, is_imminent=True).code == "urgent_danger"


def test_a_child_subject_is_safeguarded_first() -> None:
    assert playbooks()["child_may_have_harmed"].tasks[0].code == SAFEGUARDING_TASK


_TASK = '[[tasks]]\ncode = "{code}"\ntitle = "x"\nguidance = "x"\ndue_in_hours = {hours}\nroles = ["{role}"]\n'
_HEAD = 'code = "x"\nversion = "1"\ntitle = "x"\nabout = "x"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code = ", "cannot be read"),
        (_HEAD, "tasks"),
        (_HEAD + _TASK.format(code="other", hours=1, role="investigator"), SAFEGUARDING_TASK),
        (_HEAD + 2 * _TASK.format(code=SAFEGUARDING_TASK, hours=1, role="investigator"), "two tasks"),
        (_HEAD + _TASK.format(code=SAFEGUARDING_TASK, hours=0, role="investigator"), "due_in_hours"),
        (_HEAD + _TASK.format(code=SAFEGUARDING_TASK, hours=1, role="wizard"), "wizard"),
    ],
)
def test_a_faulty_playbook_is_refused_by_name_of_its_fault(text: str, said: str) -> None:
    with pytest.raises(PlaybookInvalid, match=said):
        parse_playbook(text)
