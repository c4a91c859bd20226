"""People are spared: a break when one is due, a day's limit, and a candidate handed on without a reason."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.db import connection
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.acting.errors import Conflict, Invalid
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.road.candidates.commands.look_at_file import look_at_candidate_file
from causeway.hub.road.candidates.commands.set_up_desk import set_up_desk
from causeway.hub.road.candidates.commands.spare_people import hand_on_candidate, lift_limit
from causeway.hub.road.candidates.commands.take_candidate import take_candidate, take_next
from causeway.hub.road.candidates.models import CandidateFile
from causeway.hub.road.candidates.queries.care import DayLimit, break_is_due, day_limit
from causeway.hub.road.candidates.queries.desk import desk_counts
from causeway.hub.road.candidates.settings import Settings
from causeway.hub.road.candidates.sparing import BREAK, Limits, after_look, is_break_due, stricter
from causeway.hub.road.evidence.commands.look_at import Look
from causeway.vocabulary.candidates import AccountWarning, WarningReason
from hub.candidates.desk_world import Desk, screened, warned
from hub.organisations.signing_in import client_of
from road.stories import bridge_picture

START = datetime(2026, 7, 1, 22, 0, tzinfo=UTC)
DANGER = AccountWarning(
    trigger="threshold", score=1.0, reasons=(WarningReason(id="prior", amount=1.0),), stages=("isolation",)
)


@given(st.lists(st.tuples(st.integers(0, 25), st.booleans()), min_size=1, max_size=30), st.integers(0, 30))
def test_a_spell_and_a_day_are_what_counting_all_looks_again_gives(
    steps: list[tuple[int, bool]], then_minutes: int
) -> None:
    looking, now, looks = None, START, []
    for minutes, is_clear in steps:
        now += timedelta(minutes=minutes)
        looks.append((now, is_clear))
        looking = after_look(looking, now, is_clear=is_clear)
    asked = now + timedelta(minutes=then_minutes)
    first = max((i for i in range(1, len(looks)) if looks[i][0] - looks[i - 1][0] >= BREAK), default=0)
    spell, is_over = looks[first:], asked - now >= BREAK
    assert looking is not None
    assert looking.clear_on(asked) == sum(is_clear for at, is_clear in looks if at.date() == asked.date())
    assert is_break_due(looking, asked, looks=5, minutes=0) == (not is_over and len(spell) >= 5)
    assert is_break_due(looking, asked, looks=0, minutes=30) == (
        not is_over and asked - spell[0][0] >= timedelta(minutes=30)
    )
    assert not is_break_due(looking, asked, looks=0, minutes=0)


def _pictures(desk: Desk, by: Actor, *, imminent: bool = False) -> tuple[UUID, UUID]:
    """A candidate with a picture, taken on: its id, and the file's."""
    candidate = warned(warning=DANGER) if imminent else screened(desk.known, data=bridge_picture())
    received = desk.receive(candidate, bridge_picture())
    take_candidate(by, received.id)
    with acting_as(by):
        return received.id, CandidateFile.objects.get(candidate_id=received.id).id


def test_a_day_has_so_many_clear_looks_which_only_a_reason_lifts_where_a_child_may_be_in_danger(desk: Desk) -> None:
    set_up_desk(desk.supervisor, Settings(clear_looks_a_day=1))
    calm_id, calm = _pictures(desk, desk.first)
    urgent_id, urgent = _pictures(desk, desk.first, imminent=True)
    with pytest.raises(Conflict):
        lift_limit(desk.first, urgent_id, "Nobody else is here tonight.")
    look_at_candidate_file(desk.first, calm, Look.CLEAR)
    for file_id in (calm, urgent):
        with pytest.raises(Conflict):
            look_at_candidate_file(desk.first, file_id, Look.CLEAR)
        look_at_candidate_file(desk.first, file_id, Look.BLURRED)
    assert day_limit(desk.first, calm_id) == DayLimit(is_reached=True, may_lift=False)
    assert day_limit(desk.second, calm_id) == DayLimit(is_reached=False, may_lift=False)
    with pytest.raises(Conflict):
        lift_limit(desk.first, calm_id, "Nobody else is here tonight.")
    with pytest.raises(Invalid):
        lift_limit(desk.first, urgent_id, " ")
    lift_limit(desk.first, urgent_id, "Nobody else is here tonight.")
    look_at_candidate_file(desk.first, urgent, Look.CLEAR)
    with pytest.raises(Conflict):
        look_at_candidate_file(desk.first, calm, Look.CLEAR)
    with acting_as(desk.first):
        (entry,) = timeline_of(urgent_id, acts=[Act.VIEWING_LIMIT_LIFTED])
    assert entry.details == {"reason": "Nobody else is here tonight."}


def test_how_much_somebody_looked_is_theirs_alone_and_reminds_them_of_a_break(desk: Desk) -> None:
    set_up_desk(desk.supervisor, Settings(break_after_looks=2))
    _candidate_id, file_id = _pictures(desk, desk.first)
    for due in (False, True):
        look_at_candidate_file(desk.first, file_id, Look.BLURRED)
        assert break_is_due(desk.first) is due
    seen = []
    for reader in (desk.first, desk.second, desk.supervisor, desk.world.program(desk.service)):
        with acting_as(reader), connection.cursor() as cursor:
            # past the manager: PostgreSQL itself holds it
            cursor.execute("SELECT count(*) FROM candidates_lookingnow")
            seen.append(cursor.fetchone()[0])
    assert seen == [1, 0, 0, 0]
    assert not break_is_due(desk.supervisor)
    words = "breaks go with better health"
    assert words in client_of(desk.first).get(reverse("candidates:desk")).content.decode()
    assert words not in client_of(desk.second).get(reverse("candidates:desk")).content.decode()


def test_what_is_handed_on_comes_to_somebody_else_and_says_no_more_than_what_is_given_back(desk: Desk) -> None:
    received = desk.receive(warned())
    assert take_next(desk.first) == received.id
    with pytest.raises(Conflict):
        hand_on_candidate(desk.second, received.id)
    answer = client_of(desk.first).post(reverse("candidates:hand_on", args=[received.id]))
    assert answer["Location"] == reverse("candidates:desk")
    assert (take_next(desk.first), desk_counts(desk.first).for_me, desk_counts(desk.second).for_me) == (None, 0, 1)
    with acting_as(desk.second):
        newest = timeline_of(received.id)[0]
    assert (newest.act, newest.details) == (Act.CANDIDATE_RELEASED, {})
    assert take_next(desk.second) == received.id
    hand_on_candidate(desk.second, received.id)
    take_candidate(desk.first, received.id)


def test_the_file_page_says_that_the_day_is_used_up_and_asks_why_where_it_can_be_lifted(desk: Desk) -> None:
    set_up_desk(desk.supervisor, Settings(clear_looks_a_day=1))
    _calm_id, calm = _pictures(desk, desk.first)
    _urgent_id, urgent = _pictures(desk, desk.first, imminent=True)
    look_at_candidate_file(desk.first, calm, Look.CLEAR)
    client = client_of(desk.first)
    pages = {one: reverse("candidates:file", args=[one]) for one in (calm, urgent)}
    told = {one: client.get(f"{page}?show=blurred").content.decode() for one, page in pages.items()}
    assert all("as many pictures clear today" in text for text in told.values())
    assert ["Why must you see it today?" in told[one] for one in (calm, urgent)] == [False, True]
    assert "?clear=" not in client.post(pages[calm]).content.decode()
    assert client.post(pages[urgent], {"reason": ""}).status_code == 422
    assert "?clear=" in client.post(pages[urgent], {"reason": "Nobody else is here."}).content.decode()


_LIMITS = st.builds(Limits, **{name: st.integers(0, 9) for name in Limits.__dataclass_fields__})


@given(_LIMITS, _LIMITS)
def test_what_a_person_wants_can_only_make_the_floor_stricter(floor: Limits, own: Limits) -> None:
    found = stricter(floor, own)
    for name in Limits.__dataclass_fields__:
        first, second, held = (getattr(one, name) for one in (floor, own, found))
        assert held == min([one for one in (first, second) if one], default=0)


def test_a_person_asks_for_more_than_the_floor_and_not_for_less_and_nobody_else_reads_it(desk: Desk) -> None:
    set_up_desk(desk.supervisor, Settings(break_after_looks=20, clear_looks_a_day=0))
    client, address = client_of(desk.first), reverse("candidates:care")
    assert client.post(address, {"break_after_looks": "21"}).status_code == 422
    wanted = {"break_after_looks": "1", "clear_looks_a_day": "1", "is_small": "on"}
    assert client.post(address, wanted).status_code == 302
    _candidate_id, file_id = _pictures(desk, desk.first)
    look_at_candidate_file(desk.first, file_id, Look.CLEAR)
    assert break_is_due(desk.first)
    with pytest.raises(Conflict):
        look_at_candidate_file(desk.first, file_id, Look.CLEAR)
    page = client.get(address).content.decode()
    assert "of 1" in page
    seen = []
    for reader in (desk.first, desk.second, desk.supervisor, desk.world.program(desk.service)):
        with acting_as(reader), connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM candidates_owncare")
            seen.append(cursor.fetchone()[0])
    assert seen == [1, 0, 0, 0]
    with acting_as(desk.supervisor):
        (entry,) = timeline_of(desk.first.member_id, acts=[Act.OWN_CARE_SET])  # type: ignore[arg-type]
    assert entry.details == {}
