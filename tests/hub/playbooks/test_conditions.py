"""When a step applies, from what a case's referrals say; and the simple markup of guidance."""

from datetime import date

import pytest

from causeway.hub.knowledge.playbooks.conditions import (
    Condition,
    Facts,
    facts_of_referral,
    holds,
    together,
    unmet,
)
from causeway.hub.knowledge.playbooks.markup import as_html, as_plain
from causeway.hub.knowledge.playbooks.words import CONDITION_NAMES
from causeway.vocabulary.places import Address
from causeway.vocabulary.referral import Account, Attachment, Concern, IpEvent, Party, PartyRole, Referral

ON = date(2026, 5, 1)


def told(**said: object) -> Facts:
    return facts_of_referral(Referral(concern=Concern.OTHER, **said), on=ON)  # type: ignore[arg-type]


CHILD_AT_QUAY = Party(role=PartyRole.VICTIM, addresses=(Address(city="Canterbury"),))
SUBJECT = Party(role=PartyRole.SUBJECT, age_years=15, accounts=(Account(handle="tidepool"),))
SEEN = Party(role=PartyRole.SUBJECT, age_years=41, ip_events=(IpEvent(address="192.0.2.7"),))


@pytest.mark.parametrize(
    ("facts", "so"),
    [
        (told(), {Condition.NO_FILES, Condition.PLACE_NOT_KNOWN}),
        (
            told(attachments=(Attachment(name="a.jpg", viewed_by_sender=True),)),
            {Condition.FILES_ATTACHED, Condition.PLACE_NOT_KNOWN},
        ),
        (
            told(attachments=(Attachment(name="a.jpg"),)),
            {Condition.FILES_ATTACHED, Condition.FILES_NOT_VIEWED, Condition.PLACE_NOT_KNOWN},
        ),
        (told(parties=(CHILD_AT_QUAY,)), {Condition.NO_FILES, Condition.PLACE_KNOWN}),
        (
            told(parties=(SUBJECT,)),
            {Condition.NO_FILES, Condition.PLACE_NOT_KNOWN, Condition.CHILD_SUBJECT, Condition.ACCOUNT_KNOWN},
        ),
        (told(parties=(SEEN,)), {Condition.NO_FILES, Condition.PLACE_NOT_KNOWN, Condition.ADDRESS_KNOWN}),
        (told(emergency="now"), {Condition.NO_FILES, Condition.PLACE_NOT_KNOWN, Condition.DANGER_NOW}),
    ],
)
def test_a_condition_holds_where_the_referral_says_so(facts: Facts, so: set[Condition]) -> None:
    assert {condition for condition in Condition if holds(condition, facts)} == so


def test_what_one_referral_of_a_case_says_is_so_for_the_case() -> None:
    facts = together([told(), told(emergency="now")])
    assert facts.is_danger_now
    assert holds(Condition.SEVERAL_REFERRALS, facts)


def test_a_step_applies_where_all_its_conditions_hold() -> None:
    asked = (Condition.FILES_ATTACHED, Condition.NO_FILES)
    assert unmet(asked, told()) == (Condition.FILES_ATTACHED,)
    assert unmet((), told()) == ()


def test_every_condition_has_words() -> None:
    assert set(CONDITION_NAMES) == set(Condition)


def test_guidance_is_paragraphs_lists_and_links_and_everything_else_is_text() -> None:
    text = "Look <b>here</b>.\n\n- one\n- two, see [[gate]]\n\nThen go."
    html = as_html(text, {"gate": "The gate & the wall"})
    assert "&lt;b&gt;here&lt;/b&gt;" in html
    assert html.count("<li>") == 2
    assert '<a class="govuk-link" href="#step-gate">The gate &amp; the wall</a>' in html
    assert as_plain(text, {"gate": "The gate"}).endswith("“The gate”\n\nThen go.")
