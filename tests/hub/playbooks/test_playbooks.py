"""The shipped playbooks: whole, in plain words, and chosen by what matters most."""

from datetime import date

import pytest

from causeway.hub.knowledge.playbooks import (
    SAFEGUARDING_TASK,
    Playbook,
    PlaybookInvalid,
    Skill,
    parse_playbook,
    playbook_for,
    playbooks,
)
from causeway.hub.knowledge.playbooks.toml_form import read_playbook, write_playbook
from causeway.vocabulary.referral import Annotation, Attachment, Concern, Party, PartyRole, Referral

ON = date(2026, 5, 1)
CHILD = Party(role=PartyRole.SUBJECT, age_years=15)
GROOMING = Referral(concern=Concern.GROOMING)


@pytest.mark.parametrize("playbook", playbooks().values(), ids=lambda playbook: playbook.code)
def test_every_playbook_has_six_to_twelve_steps_that_say_what_who_when_and_what_to_record(playbook: Playbook) -> None:
    assert 6 <= len(playbook.steps) <= 12
    assert SAFEGUARDING_TASK in playbook.codes
    assert playbook.applies
    for step in playbook.steps:
        assert len(step.guidance.split()) >= 15
        assert len(step.title) <= 80
        assert step.evidence or not step.is_mandatory
        assert step.skill in {"", *Skill}


def test_the_library_covers_the_nine_kinds_of_work() -> None:
    assert set(playbooks()) == {
        "first_response",
        "image_referral",
        "grooming_without_a_file",
        "urgent_danger",
        "child_may_have_harmed",
        "service_request",
        "safeguarding",
        "digital_seizure",
        "victim_identification",
    }


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
    assert playbooks()["child_may_have_harmed"].steps[0].code == SAFEGUARDING_TASK


@pytest.mark.parametrize("playbook", playbooks().values(), ids=lambda playbook: playbook.code)
def test_a_playbook_written_as_toml_is_read_back_the_same(playbook: Playbook) -> None:
    assert read_playbook(write_playbook(playbook)) == playbook


_STEP = '[[steps]]\ncode = "{code}"\ntitle = "x"\nguidance = "x"\ndue_in_hours = {hours}\nroles = ["{role}"]\n'
_HEAD = 'code = "x"\nversion = "1"\ntitle = "x"\nabout = "x"\n'
_SAFE = _STEP.format(code=SAFEGUARDING_TASK, hours=1, role="investigator")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("code = ", "cannot be read"),
        ("code = 3\n", "code is missing or not a text"),
        (_HEAD, "at least one step"),
        (_HEAD + "steps = 3\n", "have to be tables"),
        (_HEAD + 'colour = "red"\n' + _SAFE, "'colour'"),
        (_HEAD + _SAFE + 'colour = "red"\n', "Step 1 has a field 'colour'"),
        (_HEAD + _STEP.format(code="other", hours=1, role="investigator"), SAFEGUARDING_TASK),
        (_HEAD + 2 * _SAFE, "two steps of one code"),
        (_HEAD + _SAFE.replace(SAFEGUARDING_TASK, "Look here"), "code has to be small letters"),
        (_HEAD + _SAFE.replace('guidance = "x"', 'guidance = "x\\u0000"'), "no text"),
        (_HEAD + _SAFE.replace("investigator", "administrator"), "people who work on cases"),
        (
            _HEAD
            + _SAFE
            + _STEP.format(code="gate", hours=1, role="analyst")
            + 'conditions = ["no_files", "files_attached"]',
            "never both be so",
        ),
        (_HEAD + _STEP.format(code=SAFEGUARDING_TASK, hours=0, role="investigator"), "due_in_hours: Enter a whole"),
        (_HEAD + _STEP.format(code=SAFEGUARDING_TASK, hours='"1"', role="investigator"), "due_in_hours has to be"),
        (_HEAD + _STEP.format(code=SAFEGUARDING_TASK, hours=1, role="wizard"), "wizard"),
        (_HEAD + _SAFE + 'conditions = ["full_moon"]\n', "full_moon"),
        (_HEAD + _SAFE + 'conditions = ["danger_now"]\n', "always applies"),
        (_HEAD + _SAFE + "mandatory = false\n", "must be done"),
        (_HEAD + _SAFE + 'skill = "juggling"\n', "no skill of the code juggling"),
        (_HEAD + _SAFE + 'after = "nothing"\n', "no step of the code nothing"),
        (_HEAD + _SAFE.replace('guidance = "x"', 'guidance = "See [[nowhere]]"'), "links to a step nowhere"),
        (_HEAD + _STEP.format(code=SAFEGUARDING_TASK, hours=121, role="investigator"), "within 120 hours"),
    ],
)
def test_a_faulty_playbook_is_refused_by_name_of_its_fault(text: str, said: str) -> None:
    with pytest.raises(PlaybookInvalid) as caught:
        parse_playbook(text)
    assert said in str(caught.value)
