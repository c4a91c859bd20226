"""Interests that meet: who is told what, and when."""

from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid, NotAgreed, NotFound, NotPermitted
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.organisations.commands.agree import accept_agreement, end_agreement, propose_agreement
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.road.cases.commands.take_referral import open_case
from causeway.hub.road.cases.queries.case_view import open_to_read
from causeway.hub.road.deconfliction.commands.change import (
    agree_to_be_named,
    open_interest,
    renew_interest,
    withdraw_interest,
)
from causeway.hub.road.deconfliction.commands.consent import NewShare, consent_to_share
from causeway.hub.road.deconfliction.commands.keep import end_interests, erase_tokens, warn_of_end
from causeway.hub.road.deconfliction.commands.match import match_organisation
from causeway.hub.road.deconfliction.commands.register import register_selectors
from causeway.hub.road.deconfliction.meeting import Side, may_be_named, meet_in_silence
from causeway.hub.road.deconfliction.models import Interest, InterestToken, OverlapConsent, OverlapShare, SilentMeeting
from causeway.hub.road.deconfliction.queries.case_selectors import case_selectors
from causeway.hub.road.deconfliction.queries.interests import Standing, interest
from causeway.hub.road.deconfliction.queries.overlaps import open_overlap, overlaps, silent_meetings
from causeway.hub.road.deconfliction.registering import Terms
from causeway.hub.road.deconfliction.words import Way
from causeway.hub.road.retention.commands.run import erase_what_ended
from causeway.hub.road.retention.commands.tell import warn_of_endings
from causeway.timing import WARN_DAYS, YEAR_DAYS
from causeway.vocabulary.organisations import Category, OrganisationKind, Purpose, Role
from hub.deconfliction.conftest import Forces, phone

SHARE = NewShare(case_reference="OP-KEEL", officer="Ines Ferry", contact="ines@example.org")


def _mails(forces: Forces, by: Actor) -> list[str]:
    with acting_as(forces.road.world.program(_force_of(forces, by))):
        return list(Notice.objects.filter(channel="mail").values_list("subject", flat=True))


def _force_of(forces: Forces, by: Actor) -> Organisation:
    road = forces.road
    return road.force if by.organisation_id == road.force.id else road.other_force


def test_two_forces_that_work_on_the_same_see_each_other_and_nothing_else(forces: Forces) -> None:
    forces.register(forces.kent, phone(1), phone(2), case="OP-KEEL")
    assert forces.met(forces.kent) == []
    forces.register(forces.essex, phone(2), phone(3), case="OP-MAST")
    (kents,), (essexs,) = forces.met(forces.kent), forces.met(forces.essex)
    assert (kents.other, kents.interest.label, kents.is_mutual) == ("Essex Police", "Line 2", True)
    assert (essexs.other, essexs.interest.label, essexs.is_mutual) == ("Kent Police", "Line 1", True)
    assert kents.pair_id == essexs.pair_id
    assert "OP-MAST" not in str(kents)
    assert "OP-KEEL" not in str(essexs)
    assert any("works on what you work on" in subject for subject in _mails(forces, forces.kent))
    with pytest.raises(NotFound):
        open_overlap(forces.kent, essexs.id, now=timezone.now())


def test_a_silent_interest_tells_its_owner_alone_until_it_is_opened(forces: Forces) -> None:
    forces.register(forces.kent, phone(1), case="OP-KEEL")
    silent = forces.register(forces.essex, phone(1), is_silent=True)
    assert forces.met(forces.kent) == []
    (essexs,) = forces.met(forces.essex)
    assert (essexs.other, essexs.is_mutual) == ("Kent Police", False)
    with pytest.raises(Conflict, match="do not know"):
        consent_to_share(forces.essex, essexs.id, SHARE, now=timezone.now())
    open_interest(forces.essex, forces.interest_of(silent))
    (kents,) = forces.met(forces.kent)
    (essexs,) = forces.met(forces.essex)
    assert kents.is_mutual
    assert essexs.is_mutual


def test_where_both_are_silent_each_learns_of_another_and_of_whose_only_once_both_agree(forces: Forces) -> None:
    now = timezone.now()
    for by in (forces.kent, forces.essex):
        forces.register(by, phone(1), is_silent=True)
    assert forces.met(forces.kent) == forces.met(forces.essex) == []
    (kents,) = silent_meetings(forces.kent, now=now)
    (essexs,) = silent_meetings(forces.essex, now=now)
    assert "Essex" not in str(kents)
    with acting_as(forces.kent):
        assert str(forces.essex.organisation_id) not in str(list(SilentMeeting.objects.values()))
    assert any("another silent one" in subject for subject in _mails(forces, forces.kent))
    with pytest.raises(NotFound):
        agree_to_be_named(forces.kent, essexs.id, now=now)
    agree_to_be_named(forces.kent, kents.id, now=now)
    forces.settle()
    assert forces.met(forces.kent) == forces.met(forces.essex) == []
    assert not silent_meetings(forces.essex, now=now)[0].we_agreed, "nor does it learn that the other has agreed"
    agree_to_be_named(forces.essex, essexs.id, now=now)
    forces.settle()
    assert [one.other for one in forces.met(forces.kent)] == ["Essex Police"]
    assert [one.other for one in forces.met(forces.essex)] == ["Kent Police"]
    assert silent_meetings(forces.kent, now=now) == []


def test_silent_owners_of_two_countries_are_named_only_while_each_has_an_agreement() -> None:
    now, (one_id, other_id) = timezone.now(), (uuid4(), uuid4())

    def side(own_id: UUID, country: str, abroad: dict[str, str | None]) -> Side:
        return Side(
            interest_id=uuid4(),
            organisation_id=own_id,
            country=country,
            is_silent=True,
            until=now + timedelta(days=1),
            tells_until=now,
            abroad=abroad,
        )

    both = side(one_id, "NL", {str(other_id): None}), side(other_id, "IT", {str(one_id): None})
    ended = side(other_id, "IT", {str(one_id): (now - timedelta(hours=1)).isoformat()})
    assert meet_in_silence(*both, now)
    assert may_be_named(*both, now)
    assert not may_be_named(both[0], ended, now)
    assert not may_be_named(both[0], side(other_id, "IT", {}), now)
    assert may_be_named(both[0], side(other_id, "NL", {}), now)


def test_a_silent_meeting_ends_with_either_interest(forces: Forces) -> None:
    now = timezone.now()
    forces.register(forces.kent, phone(1), is_silent=True)
    essexs = forces.register(forces.essex, phone(1), is_silent=True)
    withdraw_interest(forces.essex, forces.interest_of(essexs), now=now)
    forces.settle()
    assert silent_meetings(forces.kent, now=now) == []


def test_a_withdrawn_interest_is_forgotten_at_its_time_with_what_it_met(forces: Forces) -> None:
    now = timezone.now()
    forces.register(forces.kent, phone(1), phone(2), case="OP-KEEL")
    forces.register(forces.essex, phone(1))
    (kents,) = forces.met(forces.kent)
    consent_to_share(forces.kent, kents.id, SHARE, now=now)
    withdraw_interest(forces.kent, kents.interest.id, now=now)
    program, later = forces.road.world.program(forces.road.force), now + timedelta(days=3 * YEAR_DAYS)
    assert warn_of_endings(program, later) == 1, "the other has not ended"
    erase_what_ended(program, later + timedelta(days=WARN_DAYS))
    assert forces.met(forces.kent) == []
    assert [one.other for one in forces.met(forces.essex)] == ["Kent Police"], "what they were told stays told"
    with acting_as(forces.kent):
        assert Interest.objects.count() == 1
        assert not OverlapShare.objects.exists()


def test_what_has_ended_is_told_only_as_long_as_its_owner_chose(forces: Forces) -> None:
    now = timezone.now()
    plain, telling = phone(1), phone(2)
    forces.register(forces.kent, plain, months=3)
    forces.register(forces.kent, telling, months=3, tells_months=6)
    ended = now - timedelta(days=10)
    with acting_as(forces.road.world.program(forces.road.force)):
        for row in InterestToken.objects.all():
            later = row.tells_until - row.until
            InterestToken.objects.filter(id=row.id).update(until=ended, tells_until=ended + later)
        Interest.objects.update(until=ended)
    program = forces.road.world.program(forces.road.force)
    assert [end_interests(program, now), erase_tokens(program, now), end_interests(program, now)] == [2, 1, 0]
    forces.register(forces.essex, plain, telling)
    (essexs,) = forces.met(forces.essex)
    assert (essexs.interest.label, essexs.other_until) == ("Line 2", ended)
    assert [one.other_until for one in forces.met(forces.kent)] == [None]


def test_of_a_force_abroad_only_an_agreement_in_force_tells(forces: Forces) -> None:
    world = forces.road.world
    abroad = world.organisation(OrganisationKind.POLICE_FORCE, "Korps Oostkust", country="NL")
    wim = world.member(abroad, Role.INVESTIGATOR)
    forces.register(forces.kent, phone(1))
    forces.register(wim, phone(1))
    forces.settle(abroad)
    assert forces.met(forces.kent) == overlaps(wim, now=timezone.now()) == []
    giver, receiver = world.administrator(forces.road.force), world.administrator(abroad)
    agreement_id = propose_agreement(giver, abroad.id, categories=[Category.DECONFLICTION], purpose=Purpose.INVESTIGATE)
    accept_agreement(receiver, agreement_id)
    forces.settle(abroad)
    (wims,) = overlaps(wim, now=timezone.now())
    assert (wims.other, wims.is_mutual) == ("Kent Police", False)  # Kent gives; nothing is given to Kent
    assert forces.met(forces.kent) == []
    end_agreement(giver, agreement_id)
    forces.settle(abroad)
    forces.register(forces.kent, phone(2))
    forces.register(wim, phone(2))
    forces.settle(abroad)
    assert len(overlaps(wim, now=timezone.now())) == 1
    world.agree(forces.road.force, abroad, Category.DECONFLICTION)
    world.agree(abroad, forces.road.force, Category.DECONFLICTION)
    forces.settle(abroad)
    assert [one.is_mutual for one in overlaps(wim, now=timezone.now())] == [True, True]
    mine = forces.met(forces.kent)[0]
    with acting_as(world.program(abroad)):
        assert OverlapConsent.objects.count() == 0
    assert consent_to_share(forces.kent, mine.id, SHARE, now=timezone.now()) is False


def test_more_is_read_only_once_both_agree_even_by_a_program_that_asks_the_table(forces: Forces) -> None:
    for by in (forces.kent, forces.essex):
        forces.register(by, phone(1))
    (kents,), (essexs,) = forces.met(forces.kent), forces.met(forces.essex)
    assert consent_to_share(forces.kent, kents.id, SHARE, now=timezone.now()) is False
    (essexs,) = forces.met(forces.essex)
    assert (essexs.they_agreed, essexs.theirs) == (True, None)
    with acting_as(forces.essex):
        assert OverlapShare._base_manager.count() == 0
    assert any("share more" in subject for subject in _mails(forces, forces.essex))
    with pytest.raises(Conflict, match="already"):
        consent_to_share(forces.kent, kents.id, SHARE, now=timezone.now())
    other = NewShare(case_reference="OP-MAST", officer="Tom Weir", contact="tom@example.org")
    assert consent_to_share(forces.essex, essexs.id, other, now=timezone.now()) is True
    kents = open_overlap(forces.kent, kents.id, now=timezone.now())
    essexs = open_overlap(forces.essex, essexs.id, now=timezone.now())
    assert kents.theirs is not None
    assert essexs.theirs is not None
    assert (kents.theirs.case_reference, essexs.theirs.officer) == ("OP-MAST", "Ines Ferry")
    with pytest.raises(Invalid):
        consent_to_share(
            forces.kent, kents.id, NewShare(case_reference="", officer="x", contact="x"), now=timezone.now()
        )


def test_withdrawn_meets_nobody_and_renewed_meets_again(forces: Forces) -> None:
    now = timezone.now()
    first = forces.interest_of(forces.register(forces.kent, phone(1)))
    withdraw_interest(forces.kent, first, now=now)
    forces.register(forces.essex, phone(1))
    assert forces.met(forces.kent) == forces.met(forces.essex) == []
    assert interest(forces.kent, first, now=now).standing is Standing.WITHDRAWN
    with pytest.raises(Conflict):
        renew_interest(forces.kent, first, 6, now=now)
    again = forces.register(forces.kent, phone(1), months=3)
    assert len(forces.met(forces.kent)) == 1
    until = renew_interest(forces.kent, forces.interest_of(again), 12, now=now)
    assert until - now > timedelta(days=360)
    with pytest.raises(NotFound):
        renew_interest(forces.essex, forces.interest_of(again), 12, now=now)


def test_whoever_was_told_sees_when_it_is_over_and_when_it_is_taken_up_again(forces: Forces) -> None:
    first = forces.interest_of(forces.register(forces.kent, phone(1), months=3))
    ends = forces.interest_of(forces.register(forces.kent, phone(2), months=3, tells_months=6))
    forces.register(forces.essex, phone(1), phone(2), months=12)
    assert [one.other_until for one in forces.met(forces.essex)] == [None, None]
    withdraw_interest(forces.kent, first, now=timezone.now())
    later = timezone.now() + timedelta(days=100)
    assert end_interests(forces.road.world.program(forces.road.force), later) == 1
    assert all(one.other_until for one in forces.met(forces.essex))
    assert [one.other_until for one in forces.met(forces.kent)] == [None, None]
    renew_interest(forces.kent, ends, 12, now=later)
    assert sorted(one.other_until is None for one in forces.met(forces.essex)) == [False, True]


def test_what_a_force_has_already_is_renewed_and_not_doubled(forces: Forces) -> None:
    first = forces.register(forces.kent, phone(1), months=3, case="OP-KEEL")
    second = forces.register(forces.kent, phone(1), phone(2), months=12, case="OP-MAST")
    assert second.interest_ids[0] == first.interest_ids[0]
    assert [(known.label, known.case_reference) for known in second.known] == [("Line 1", "OP-KEEL")]
    view = interest(forces.kent, first.interest_ids[0], now=timezone.now())
    assert view.until > timezone.now() + timedelta(days=360)
    forces.register(forces.essex, phone(1), phone(2))
    assert sorted(one.interest.label for one in forces.met(forces.kent)) == ["Line 1", "Line 2"]


def test_an_end_is_warned_of_once_and_in_time(forces: Forces) -> None:
    forces.register(forces.kent, phone(1), phone(2), months=3)
    program = forces.road.world.program(forces.road.force)
    assert warn_of_end(program, timezone.now()) == 0
    soon = timezone.now() + timedelta(days=80)
    assert [warn_of_end(program, soon), warn_of_end(program, soon)] == [2, 0]
    assert "2 interests end soon" in _mails(forces, forces.kent)


def test_a_case_registers_its_selectors_by_one_button_and_its_page_says_who_is_there(forces: Forces) -> None:
    road, now = forces.road, timezone.now()
    case_id = open_case(forces.kent, road.referral())
    found = case_selectors(forces.kent, case_id)
    assert [each.named.label for each in found.selectors] == ["Account 1", "Account 2"]
    named = [each.named for each in found.selectors]
    register_selectors(forces.kent, Terms(case_id=case_id), named, Way.CASE, now=now)
    others = open_case(forces.essex, road.referral(to=road.other_force))
    register_selectors(forces.essex, Terms(case_id=others), named[:1], Way.CASE, now=now)
    forces.settle()
    view = open_to_read(forces.kent, case_id)
    (panel,) = [item.content for item in view.panels if item.panel.code == "interests"]
    assert (panel.count, [one.other for one in panel.context["overlaps"]]) == (2, ["Essex Police"])
    assert {Act.INTERESTS_ASKED, Act.INTERESTS_REGISTERED, Act.OVERLAP_FOUND} <= {
        line.entry.act for line in view.timeline
    }
    with pytest.raises(NotFound):
        case_selectors(forces.essex, case_id)


def test_the_work_of_comparing_does_not_grow_with_what_is_registered(forces: Forces) -> None:
    desk = forces.road.world.program(forces.road.world.desk)

    def queries() -> int:
        with CaptureQueriesContext(connection) as context:
            match_organisation(desk, forces.road.force.id, now=timezone.now())
        return len(context)

    forces.register(forces.kent, phone(0))
    forces.register(forces.essex, phone(0))
    forces.settle()
    few = queries()
    forces.register(forces.kent, *map(phone, range(1, 50)))
    forces.register(forces.essex, *map(phone, range(1, 50)))
    forces.settle()
    assert len(forces.met(forces.kent)) == 50
    assert queries() == few


def test_the_ledger_holds_no_selector_no_token_and_for_the_desk_no_case(forces: Forces) -> None:
    done = forces.register(forces.kent, phone(1), case="OP-KEEL")
    forces.register(forces.essex, phone(1))
    assert len(forces.met(forces.kent)) == 1
    asking = interest(forces.kent, forces.interest_of(done), now=timezone.now()).asking_id
    with acting_as(forces.kent):
        entries = timeline_of(asking)
        tokens = list(InterestToken.objects.values_list("kept", flat=True))
    assert {entry.act for entry in entries} == {Act.INTERESTS_ASKED, Act.INTERESTS_REGISTERED}
    assert not any(secret in str(entries) for secret in ("7700", *tokens))
    assert "OP-KEEL" in str(entries)
    for organisation in (forces.road.world.desk, forces.oversight, forces.road.other_force):
        with acting_as(forces.road.world.program(organisation)):
            assert "OP-KEEL" not in str(timeline_of(asking))


def test_only_a_person_or_program_of_a_force_registers(forces: Forces) -> None:
    world = forces.road.world
    for actor in (
        world.member(world.desk, Role.ANALYST, Role.SUPERVISOR),
        world.member(forces.oversight, Role.AUDITOR),
        world.member(forces.road.service, Role.REVIEWER),
        world.member(forces.road.force, Role.DUTY_OFFICER),
    ):
        with pytest.raises(NotPermitted):
            forces.register(actor, phone(1))
    with pytest.raises(Invalid, match="case"):
        forces.register(forces.kent, phone(1), case=" ")
    assert isinstance(forces.register(forces.kent, phone(1)).interest_ids[0], UUID)


def test_sharing_across_a_border_needs_an_agreement_that_still_holds(forces: Forces) -> None:
    world = forces.road.world
    abroad = world.organisation(OrganisationKind.POLICE_FORCE, "Korps Oostkust", country="NL")
    wim = world.member(abroad, Role.INVESTIGATOR)
    world.agree(abroad, forces.road.force, Category.DECONFLICTION)
    giver = world.administrator(forces.road.force)
    agreement_id = propose_agreement(giver, abroad.id, categories=[Category.DECONFLICTION], purpose=Purpose.INVESTIGATE)
    accept_agreement(world.administrator(abroad), agreement_id)
    forces.register(forces.kent, phone(1))
    forces.register(wim, phone(1))
    forces.settle(abroad)
    (kents,) = forces.met(forces.kent)
    end_agreement(giver, agreement_id)
    with pytest.raises(NotAgreed):
        consent_to_share(forces.kent, kents.id, SHARE, now=timezone.now())
