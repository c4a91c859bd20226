"""The demonstration's clock goes forward, never beyond today, and stands in for every other only while it is asked."""

from datetime import timedelta
from functools import partial

from django.utils import timezone

from causeway.demo.clock import Agenda, Clock

WEEK = timedelta(weeks=1)


def test_it_stands_in_for_the_clock_that_every_command_reads_and_no_longer_than_asked() -> None:
    today = timezone.now()
    clock = Clock(today - 10 * WEEK)
    with clock.standing_in():
        assert timezone.now() < today - 9 * WEEK
        assert timezone.localdate() < (today - 9 * WEEK).date()
    assert timezone.now() >= today


def test_it_goes_forward_and_never_back() -> None:
    today = timezone.now()
    clock = Clock(today - 10 * WEEK)
    clock.go_to(today - 2 * WEEK)
    clock.go_to(today - 5 * WEEK)
    assert clock.now() >= today - 2 * WEEK


def test_it_goes_no_further_than_today() -> None:
    clock = Clock(timezone.now() - WEEK)
    clock.go_to(timezone.now() + WEEK)
    assert clock.now() <= timezone.now()


def test_what_is_on_the_agenda_happens_in_order_each_at_its_moment() -> None:
    begin = timezone.now() - 10 * WEEK
    clock = Clock(begin)
    agenda, happened = Agenda(clock), list[str]()

    def late() -> None:
        assert clock.now() >= begin + 2 * WEEK
        happened.append("late")
        agenda.put(begin, partial(happened.append, "after it"))

    agenda.put(begin + 2 * WEEK, late)
    agenda.put(begin + WEEK, partial(happened.append, "early"))
    agenda.put(begin + 9 * WEEK, partial(happened.append, "too late"))
    assert len(list(agenda.run(begin + 5 * WEEK))) == 3
    assert happened == ["early", "late", "after it"]
