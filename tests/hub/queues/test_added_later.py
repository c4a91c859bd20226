"""What is added to a referral later reaches the force that holds it: its line, its mark, and its duty officer."""

from uuid import UUID

from django.utils import timezone

from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.notices.models import Notice
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.base.vault.sealing import write_sealed
from causeway.hub.road.queues.commands.rebuild import rebuild_queue
from causeway.hub.road.queues.models import Alert, QueueItem
from causeway.hub.road.queues.queries.waiting_by_view import Waiting, how_many_wait
from causeway.hub.road.referrals.commands.supplement_referral import NewFile, NewSupplement, supplement_referral
from causeway.hub.road.routes.commands.change_route import change_route
from causeway.vocabulary.organisations import Role
from causeway.vocabulary.referral import Attachment, Concern, FileFlag
from hub.desk_at_work import DeskAtWork, about, picture


def _send(road: DeskAtWork) -> UUID:
    """A referral in which nothing is urgent."""
    referral_id = road.send(about("one", concern=Concern.OTHER, occurred_at=timezone.now()))
    road.work()
    return referral_id


def _add_a_live_stream(road: DeskAtWork, referral_id: UUID) -> None:
    file = NewFile(written=write_sealed([picture(3)]), attachment=Attachment(flags=(FileFlag.LIVE_STREAM,)))
    supplement_referral(road.sender, referral_id, NewSupplement(text="It is live now.", files=[file]))
    road.work()


def _item(road: DeskAtWork, organisation: Organisation, referral_id: UUID) -> QueueItem:
    with acting_as(road.program(organisation)):
        return QueueItem.objects.get(referral_id=referral_id)


def _alerts(road: DeskAtWork, organisation: Organisation) -> int:
    with acting_as(road.program(organisation)):
        return Alert.objects.count()


def test_a_danger_that_is_found_later_alerts_the_force_that_holds_the_referral(road: DeskAtWork) -> None:
    referral_id = _send(road)
    before = _item(road, road.kent, referral_id)
    assert (before.is_imminent, before.news_at, _alerts(road, road.kent)) == (False, None, 0)
    _add_a_live_stream(road, referral_id)
    after = _item(road, road.kent, referral_id)
    assert (after.band, after.is_imminent) == ("very_high", True)
    assert after.due_at < before.due_at
    assert (_alerts(road, road.kent), _alerts(road, road.essex)) == (1, 0)
    with acting_as(road.program(road.kent)):
        assert Notice.objects.filter(channel="mail").exists()


def test_what_was_added_marks_the_line_even_when_nothing_else_changes(road: DeskAtWork) -> None:
    referral_id = _send(road)
    supplement_referral(road.sender, referral_id, NewSupplement(text="He also plays chess."))
    road.work()
    officer = road.world.member(road.kent, Role.INVESTIGATOR)
    assert how_many_wait(officer, Waiting.WITH_NEWS) == {Waiting.WITH_NEWS: 1}
    added_at = _item(road, road.kent, referral_id).news_at
    assert added_at is not None
    rebuild_queue(road.program(road.kent))
    assert _item(road, road.kent, referral_id).news_at == added_at


def test_the_force_reads_that_the_referral_was_looked_at_anew_and_the_sender_does_not_again(road: DeskAtWork) -> None:
    referral_id = _send(road)
    cleared = {}
    for organisation in (road.kent, road.service):
        with acting_as(road.program(organisation)):
            cleared[organisation.name] = [one.details for one in timeline_of(referral_id, acts=[Act.REFERRAL_CLEARED])]
    assert list(cleared.values()) == [[], [{}]]  # the sender hears once that the desk has looked, and not what it found
    _add_a_live_stream(road, referral_id)
    with acting_as(road.program(road.kent)):
        assert [one.details for one in timeline_of(referral_id, acts=[Act.REFERRAL_CLEARED])] == [{}]
    with acting_as(road.program(road.service)):
        assert len(timeline_of(referral_id, acts=[Act.REFERRAL_CLEARED])) == 1


def test_what_was_added_to_a_later_telling_marks_the_line_of_its_event(road: DeskAtWork) -> None:
    first = road.send(about("one", sender_reference="HC-1"))
    road.work()
    again = road.send(about("one", sender_reference="HC-1"))
    road.work()
    assert _item(road, road.kent, first).news_at is None
    supplement_referral(road.sender, again, NewSupplement(text="He also plays chess."))
    road.work()
    assert _item(road, road.kent, first).news_at == _item(road, road.kent, again).news_at is not None


def test_a_force_that_sent_it_on_sees_the_danger_and_the_one_that_has_it_now_is_alerted(road: DeskAtWork) -> None:
    referral_id = _send(road)
    change_route(road.world.member(road.world.desk, Role.ANALYST), referral_id, road.essex.id, "The child has moved.")
    road.work()
    assert _item(road, road.essex, referral_id).news_at is None
    _add_a_live_stream(road, referral_id)
    assert _item(road, road.kent, referral_id).is_imminent
    assert (_alerts(road, road.kent), _alerts(road, road.essex)) == (0, 1)
