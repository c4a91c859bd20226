"""What is added to a referral, and asked and answered about it."""

from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotFound, NotPermitted
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.organisations.sharing import widen
from causeway.hub.base.vault.opening import read_sealed
from causeway.hub.base.vault.sealing import write_sealed
from causeway.hub.road.intake.commands.accept_referral import accept_referral
from causeway.hub.road.intake.offer import Offer
from causeway.hub.road.referrals.addition import Addition
from causeway.hub.road.referrals.commands.ask_sender import answer_question, ask_sender
from causeway.hub.road.referrals.commands.supplement_referral import (
    LONGEST_ADDITIONS,
    MOST_SUPPLEMENTS,
    NewFile,
    NewSupplement,
    supplement_referral,
)
from causeway.hub.road.referrals.models import Supplement
from causeway.hub.road.referrals.queries.finding import find_by_reference
from causeway.hub.road.referrals.queries.referral_view import questions_on, read_referral
from causeway.hub.road.referrals.queries.sent import SentFilters, list_sent, sent_referral
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from causeway.vocabulary.referral import Attachment, Concern, Door, Email, IpEvent, Party, PartyRole, Referral
from hub.conftest import SmallWorld

TOLD = Referral(
    concern=Concern.GROOMING,
    platform="Harbour Chat",
    sender_reference="HC-1001",
    narrative="Neutral words.",
    parties=(Party(role=PartyRole.SUBJECT, first_name="Robin"),),
    attachments=(Attachment(url="https://example.org/picture"),),
)


@pytest.fixture
def sender(world: SmallWorld) -> Actor:
    """A member of a service who may send and answer."""
    service = world.organisation(OrganisationKind.SERVICE)
    world.agree(service, world.desk, Category.REFERRAL)
    return world.member(service, Role.SENDER)


@pytest.fixture
def analyst(world: SmallWorld) -> Actor:
    """An analyst of the desk."""
    return world.member(world.desk, Role.ANALYST)


def _sent(sender: Actor, **changes: Any) -> UUID:
    offer = Offer(referral=replace(TOLD, **changes), door=Door.JSON_API)
    return accept_referral(sender, offer).referral_id


def _acts(actor: Actor, subject_id: UUID) -> list[Act]:
    with acting_as(actor):
        return [entry.act for entry in timeline_of(subject_id)]


def test_a_look_gives_the_whole_referral_and_is_in_the_lookers_ledger_alone(sender: Actor, analyst: Actor) -> None:
    referral_id = _sent(sender)
    view = read_referral(analyst, referral_id)
    assert view.referral == view.whole == TOLD
    assert view.sender_name == sender.organisation_name
    assert [attachment.sealed_id for attachment in view.attachments] == [None]
    assert Act.REFERRAL_READ in _acts(analyst, referral_id)
    assert Act.REFERRAL_READ not in _acts(sender, referral_id)


def test_a_referral_of_others_does_not_exist(world: SmallWorld, sender: Actor) -> None:
    stranger = world.member(world.organisation(OrganisationKind.POLICE_FORCE), Role.INVESTIGATOR)
    referral_id = _sent(sender)
    for look in (read_referral, questions_on):
        with pytest.raises(NotFound):
            look(stranger, referral_id)
    assert find_by_reference(stranger, "HC-1001") == []


def test_a_supplement_joins_the_whole_and_changes_nothing_told_first(sender: Actor, analyst: Actor) -> None:
    referral_id = _sent(sender)
    written = write_sealed([b"a second picture"])
    before = read_referral(sender, referral_id).completeness
    new = NewSupplement(
        text="We found a second account.",
        addition=Addition(parties=(Party(role=PartyRole.VICTIM, first_name="Kim"),)),
        files=(NewFile(written=written, attachment=Attachment(name="b.png", viewed_by_sender=True)),),
    )
    supplement_id = supplement_referral(sender, referral_id, new)
    view = read_referral(analyst, referral_id)
    assert view.referral == TOLD
    assert [party.first_name for party in view.whole.parties] == ["Robin", "Kim"]
    assert [attachment.name for attachment in view.whole.attachments] == [None, "b.png"]
    assert [(one.ordinal, one.name, one.supplement_id) for one in view.attachments] == [
        (0, "", None),
        (1, "b.png", supplement_id),
    ]
    assert [one.text for one in view.supplements] == ["We found a second account."]
    assert view.completeness.score > before.score
    with acting_as(analyst):
        assert view.attachments[1].sealed_id is not None
        assert read_sealed(view.attachments[1].sealed_id) == b"a second picture"
    assert Act.REFERRAL_SUPPLEMENTED in _acts(analyst, referral_id)


def test_a_second_supplement_takes_the_next_places(sender: Actor) -> None:
    referral_id = _sent(sender)
    for name in ("b.png", "c.png"):
        file = NewFile(written=write_sealed([name.encode()]), attachment=Attachment(name=name))
        supplement_referral(sender, referral_id, NewSupplement(files=(file,)))
    assert [one.name for one in read_referral(sender, referral_id).attachments] == ["", "b.png", "c.png"]


def _of_party(*, number: int = 1, **values: Any) -> NewSupplement:
    return NewSupplement(addition=Addition(parties=(Party(role=PartyRole.VICTIM, **values),) * number))


@pytest.mark.parametrize(
    ("new", "field"),
    [
        (NewSupplement(), "text"),
        (NewSupplement(text="  "), "text"),
        (NewSupplement(text="x" * 10_001), "text"),
        (NewSupplement(text="a\x00"), "text"),
        (NewSupplement(addition=Addition(attachments=(Attachment(sha256="a" * 64),))), "attachments[0].sha256"),
        (_of_party(ip_events=(IpEvent(address="192.0.2.1", port=99_999),)), "parties[0].ip_events[0].port"),
        (_of_party(age_years=10**19), "parties[0].age_years"),
        (_of_party(notes="a\x00b"), "parties[0].notes"),
        (
            _of_party(ip_events=(IpEvent(address="192.0.2.1", at=datetime(2026, 1, 1)),)),  # noqa: DTZ001 - the fault
            "parties[0].ip_events[0].at",
        ),
        (_of_party(number=1_001), "parties"),
        (_of_party(number=2, emails=(Email(address="a@example.org"),) * 25_001), "parties"),
        (
            NewSupplement(addition=Addition(parties=(Party(role=PartyRole.ASSOCIATE, associate_of=0),))),
            "parties[0].associate_of",
        ),
    ],
)
def test_a_faulty_supplement_names_its_field(sender: Actor, new: NewSupplement, field: str) -> None:
    with pytest.raises(Invalid) as caught:
        supplement_referral(sender, _sent(sender), new)
    assert caught.value.field == field


def test_what_is_said_of_a_supplement_s_file_is_checked_too(sender: Actor) -> None:
    said = Attachment(upload_event=IpEvent(address="192.0.2.1", port=0))
    new = NewSupplement(files=(NewFile(written=write_sealed([b"a boat"]), attachment=said),))
    with pytest.raises(Invalid) as caught:
        supplement_referral(sender, _sent(sender), new)
    assert caught.value.field == "attachments[0].upload_event.port"


def test_a_referral_is_added_to_only_so_often(sender: Actor) -> None:
    referral_id = _sent(sender)
    supplement_referral(sender, referral_id, NewSupplement(text="One."))
    with acting_as(sender):
        (one,) = Supplement.objects.all()
        Supplement._base_manager.bulk_create(
            Supplement(referral_id=referral_id, added_by_id=one.added_by_id, text="More.", added_at=one.added_at)
            for _ in range(MOST_SUPPLEMENTS - 1)
        )
    with pytest.raises(Invalid, match="200 times"):
        supplement_referral(sender, referral_id, NewSupplement(text="One too many."))


def test_a_referral_grows_only_so_long(sender: Actor) -> None:
    referral_id = _sent(sender)
    long = _of_party(notes="x" * (LONGEST_ADDITIONS // 2))
    supplement_referral(sender, referral_id, long)
    with pytest.raises(Invalid, match="no room"):
        supplement_referral(sender, referral_id, long)
    supplement_referral(sender, referral_id, NewSupplement(text="Short."))


def test_what_was_told_before_is_not_there_twice(sender: Actor, analyst: Actor) -> None:
    referral_id = _sent(sender)
    parties = (*TOLD.parties, Party(role=PartyRole.VICTIM, first_name="Kim"))
    supplement_referral(sender, referral_id, NewSupplement(addition=Addition(parties=parties)))
    assert [party.first_name for party in read_referral(analyst, referral_id).whole.parties] == ["Robin", "Kim"]


def test_a_question_reaches_the_sender_and_its_answer_whoever_asked(
    world: SmallWorld, sender: Actor, analyst: Actor
) -> None:
    force = world.organisation(OrganisationKind.POLICE_FORCE)
    world.agree(world.desk, force, Category.REFERRAL)
    investigator = world.member(force, Role.INVESTIGATOR)
    referral_id = _sent(sender)
    with acting_as(world.program(world.desk)):
        widen(referral_id, force.id, Category.REFERRAL)
    question_id = ask_sender(investigator, referral_id, "At what time was the account made?")
    (question,) = questions_on(sender, referral_id)
    assert question.asked_by == world.desk.name
    supplement_id = answer_question(sender, question_id, NewSupplement(text="At noon."))
    view = read_referral(investigator, referral_id)
    assert [(one.id, one.question_id) for one in view.supplements] == [(supplement_id, question_id)]
    assert view.questions[0].answered_at is not None
    with pytest.raises(Conflict):
        answer_question(sender, question_id, NewSupplement(text="At one."))


def test_the_sender_sees_what_was_asked_and_added(sender: Actor, analyst: Actor) -> None:
    referral_id = _sent(sender)
    question_id = ask_sender(analyst, referral_id, "Which time zone?")
    ask_sender(analyst, referral_id, "Which device?")
    answer_question(sender, question_id, NewSupplement(text="UTC"))
    found = sent_referral(sender, referral_id)
    assert found.open_questions == 1 == list_sent(sender).items[0].open_questions
    assert [(one.text, one.is_answer) for one in found.added] == [("UTC", True)]
    with pytest.raises(NotFound):
        sent_referral(analyst, referral_id)


def test_only_the_sender_answers_and_only_sender_or_desk_add(world: SmallWorld, sender: Actor, analyst: Actor) -> None:
    referral_id = _sent(sender)
    question_id = ask_sender(analyst, referral_id, "Which time zone?")
    desk_sender = world.member(world.desk, Role.SENDER)
    with pytest.raises(NotPermitted):
        answer_question(desk_sender, question_id, NewSupplement(text="UTC"))
    stranger = world.member(world.organisation(OrganisationKind.SERVICE), Role.SENDER)
    with pytest.raises(NotFound):
        answer_question(stranger, question_id, NewSupplement(text="UTC"))
    with pytest.raises(NotFound):
        supplement_referral(stranger, referral_id, NewSupplement(text="more"))
    with pytest.raises(NotFound):
        ask_sender(analyst, uuid4(), "Which?")


@pytest.mark.parametrize("text", ["", "  ", "x" * 3_001, "a\x00b"])
def test_a_question_has_words(sender: Actor, analyst: Actor, text: str) -> None:
    with pytest.raises(Invalid):
        ask_sender(analyst, _sent(sender), text)


def test_what_was_sent_is_listed_newest_first_page_by_page(world: SmallWorld, sender: Actor) -> None:
    ids = [_sent(sender, sender_reference=f"HC-{number}") for number in range(5)]
    listed: list[UUID] = []
    cursor = None
    while True:
        page = list_sent(sender, cursor=cursor, limit=2)
        listed += [item.id for item in page.items]
        cursor = page.next_cursor
        if cursor is None:
            break
    assert listed == ids[::-1]
    other = world.member(world.organisation(OrganisationKind.SERVICE), Role.SENDER)
    assert list_sent(other).items == ()


def test_the_list_can_be_narrowed(sender: Actor) -> None:
    wanted = _sent(sender, sender_reference="HC-5", concern=Concern.TRAVEL)
    _sent(sender)
    for filters in (SentFilters(concern=Concern.TRAVEL), SentFilters(reference="hc-5")):
        assert [item.id for item in list_sent(sender, filters=filters).items] == [wanted]
    assert list_sent(sender, filters=SentFilters(door=Door.WEB_FORM)).items == ()


@pytest.mark.parametrize("cursor", ["", "x", "é", "AAAA", "MjAyNi0wMS0wMSB4"])
def test_a_forged_cursor_is_refused(sender: Actor, cursor: str) -> None:
    with pytest.raises(Invalid):
        list_sent(sender, cursor=cursor)


def test_a_reference_is_found_however_it_was_typed(sender: Actor, analyst: Actor) -> None:
    referral_id = _sent(sender)
    reference = read_referral(sender, referral_id).reference
    typed = reference.lower().replace("-", " ").replace("0", "o").replace("1", "l")
    for text in (reference, typed, "hc-1001"):
        assert [found.id for found in find_by_reference(analyst, text)] == [referral_id]
    assert find_by_reference(analyst, "CW-\x00") == []
