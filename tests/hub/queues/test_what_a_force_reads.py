"""Of another force's linked referral a force reads that it exists, since when and whom to ask: no number, no sum, no
band that would tell more.
"""

import json
import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import ProgrammingError, connection, transaction
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.walls.models import walled_models
from causeway.hub.road.assessments.commands.assess import FoundPriority, record_assessments
from causeway.hub.road.assessments.queries.standing import priority_of
from causeway.hub.road.queues.commands.change_priority import change_priority
from causeway.hub.road.queues.models import QueueItem
from causeway.hub.road.queues.packages.pages import pages_of
from causeway.hub.road.queues.queries.opening import open_referral
from causeway.hub.road.routes.commands.change_route import change_route
from causeway.vocabulary.findings import Band, Priority
from causeway.vocabulary.organisations import Category, OrganisationKind, Role
from causeway.vocabulary.referral import Email, Referral
from hub.desk_at_work import ESSEX, KENT, DeskAtWork, about, picture
from hub.organisations.signing_in import client_of

_COUNTS = {"history.prior_referrals", "history.distinct_senders", "history.links", "access.several_children"}
_OF_EVERYBODY = {"ledger_leaf", "ledger_checkpoint", "ledger_subtreeroot", "ledger_tree", "ledger_followercursor"}
"""Hashes, heads, and how far the numbering has come."""
_CHANGING = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|[0-9a-f]{32,}|\d{4}-\d\d-\d\d[ T][\d:.+]+"
    r"|\d+ \w+ \d{4}[^<\"]{0,20}\d\d:\d\d|tide-\d|(?i:cw-[0-9a-z]{8})|[\d.]+ KB|All \d|\\x[0-9a-f]+"
    r"|\"(height_px|size_bytes)\": \d+"
)
"""Identifiers, digests, sizes, times and references, which differ from one referral to the next."""


def _telling(number: int, child: str, *, force: str, days_ago: int = 0) -> Referral:
    """One of several events: days lie between them."""
    at = timezone.now() - timedelta(days=days_ago)
    told = about(f"tide-{number}", force=force, email=f"tide-{number}@example.org", occurred_at=at)
    victim = replace(told.parties[1], emails=(Email(address=f"{child}.tide-{number}@example.org"),))
    return replace(told, parties=(told.parties[0], victim), narrative=f"About {child}.")


def _at_kent(number: int, count: int) -> Referral:
    return _telling(number, f"child{count}", force=KENT, days_ago=10 * count + 10)


def _send_linked(road: DeskAtWork, number: int, *, at_kent: int) -> UUID:
    """So many referrals that go to Kent, by as many senders and about as many children; then one that goes to Essex.

    All name one subject and hold one picture.
    """
    for count in range(at_kent):
        road.send(_at_kent(number, count), picture(number), by=_sender(road))
        road.work()
    referral_id = road.send(_telling(number, "wren", force=ESSEX), picture(number))
    road.work()
    return referral_id


def _sender(road: DeskAtWork) -> Actor:
    service = road.world.organisation(OrganisationKind.SERVICE)
    road.world.agree(service, road.world.desk, Category.REFERRAL)
    return road.world.member(service, Role.SENDER)


def _rows(road: DeskAtWork) -> list[str]:
    """Every row that Essex can read with SQL of its own."""
    read: list[str] = []
    tables = {model._meta.db_table for model in walled_models()} - _OF_EVERYBODY
    for table in sorted(one for one in tables if not one.startswith("organisations_")):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SELECT set_config('causeway.organisation', %s, true)", [str(road.essex.id)])
            cursor.execute(f"SELECT to_jsonb(t) FROM {table} t")
            read += [f"{table} {row[0] if isinstance(row[0], str) else json.dumps(row[0])}" for row in cursor]
    return read


def _masked(texts: list[str]) -> list[str]:
    return sorted(_CHANGING.sub("·", text) for text in texts)


def _found(road: DeskAtWork, referral_id: UUID) -> Priority:
    with acting_as(road.program(road.essex)):
        standing = priority_of(referral_id)
        assert standing is not None
        return standing.found


def test_no_row_that_a_force_can_read_tells_how_many_linked_referrals_another_holds(road: DeskAtWork) -> None:
    road.work()  # what a force counts of itself about once a day is there before anything is sent
    read: list[list[str]] = []
    seen: set[str] = set(_rows(road))
    for number, at_kent in enumerate((1, 2, 3), start=1):
        _send_linked(road, number, at_kent=at_kent)
        rows = set(_rows(road))
        read.append(_masked([row for row in rows if row not in seen]))
        seen = rows
    assert any("history.linked_elsewhere" in row for row in read[0])
    assert read[0] == read[1] == read[2]


def test_nothing_changes_for_a_force_when_another_gets_more_linked_referrals(road: DeskAtWork) -> None:
    _send_linked(road, 1, at_kent=1)
    before = _rows(road)
    for count in (1, 2):
        road.send(_at_kent(1, count), picture(1), by=_sender(road))
        road.work()
    assert any("history.linked_elsewhere" in row for row in before)
    assert sorted(_rows(road)) == sorted(before)


def test_no_page_list_or_package_of_a_force_tells_the_number(road: DeskAtWork) -> None:
    investigator = road.world.member(road.essex, Role.INVESTIGATOR)
    browser = client_of(investigator)
    read = []
    for number, at_kent in enumerate((1, 2, 3), start=1):
        referral_id = _send_linked(road, number, at_kent=at_kent)
        opened = open_referral(investigator, referral_id)
        with acting_as(investigator):
            item = QueueItem.objects.get(referral_id=referral_id)
        search = browser.post("/queue/", {"q": f"tide-{number}@example.org"}).headers["Location"]
        answer = browser.get(f"/queue/export.csv?{search.partition('?')[2]}")
        export = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        read.append(
            _masked(
                [
                    str(pages_of(opened, timezone.now())),
                    f"{item.band} {item.score} {item.reasons} {item.bundle_size}",
                    export.decode(),
                    _main(browser.get(search).content.decode()),
                    _main(browser.get(f"/referrals/{referral_id}/").content.decode()),
                    _main(browser.get(f"/referrals/{referral_id}/cluster/").content.decode()),
                ]
            )
        )
    assert any("what another organisation holds" in text for text in read[0])
    assert read[0] == read[1] == read[2]


def _main(page: str) -> str:
    """The words of a page."""
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(re.sub(r"<[^>]*>", " ", main).split())


def test_a_link_elsewhere_counts_one_amount_and_the_desk_still_counts_everything(road: DeskAtWork) -> None:
    alone, linked = _send_linked(road, 1, at_kent=0), _send_linked(road, 2, at_kent=2)
    without, with_one = _found(road, alone), _found(road, linked)
    changed = {reason for reason in with_one.reasons if reason not in without.reasons}
    assert {reason.code for reason in changed} == {"history.linked_elsewhere"}
    assert with_one.score == without.score + sum(reason.contribution for reason in changed)
    with acting_as(road.desk):
        standing = priority_of(linked)
        assert standing is not None
        assert not _COUNTS - {reason.code for reason in standing.found.reasons if reason.contribution}


def test_a_force_counts_what_it_holds_itself(road: DeskAtWork) -> None:
    road.send(_telling(1, "robin", force=ESSEX, days_ago=10), picture(1))
    road.work()
    second = road.send(_telling(1, "wren", force=ESSEX), picture(1))
    road.work()
    told = {reason.code: reason.text for reason in _found(road, second).reasons if reason.contribution}
    assert told["history.prior_referrals"] == "1 other referral names the same subject"
    assert told["history.links"] == "It hangs together with 1 other referral"
    assert "history.linked_elsewhere" not in told


def test_a_persons_word_brings_nobody_elses_counts_along(road: DeskAtWork) -> None:
    linked = _send_linked(road, 1, at_kent=2)
    before = _found(road, linked)
    change_priority(road.world.member(road.world.desk, Role.ANALYST), linked, Band.HIGH, "Known to us.")
    road.work()
    assert _found(road, linked) == before
    assert not any("Several senders tell of this independently (" in row for row in _rows(road))
    with acting_as(road.program(road.essex)):
        assert QueueItem.objects.get(referral_id=linked).band == "high"


def test_a_force_to_which_a_person_sends_a_referral_gets_a_priority_of_its_own(road: DeskAtWork) -> None:
    for count in range(3):
        road.send(_at_kent(1, count), picture(1))
        road.work()
    referral_id = road.send(_telling(1, "wren", force=KENT))
    road.work()
    change_route(road.world.member(road.world.desk, Role.ANALYST), referral_id, road.essex.id, "The child has moved.")
    road.work()
    found = _found(road, referral_id)
    assert not _COUNTS & {reason.code for reason in found.reasons if reason.contribution}
    with acting_as(road.program(road.essex)):
        assert QueueItem.objects.get(referral_id=referral_id).closed_at is None
    with acting_as(road.program(road.kent)):
        at_kent = priority_of(referral_id)
        assert at_kent is not None
        assert "history.prior_referrals" in {one.code for one in at_kent.found.reasons if one.contribution}


def test_nobody_can_judge_for_another_what_they_do_not_see(road: DeskAtWork) -> None:
    referral_id = road.send(about("one"))
    road.work()
    with acting_as(road.desk):
        standing = priority_of(referral_id)
        assert standing is not None
    at_kent = FoundPriority(
        referral_id=referral_id, dossier_id=standing.dossier_id, audience_id=road.kent.id, found=standing.found
    )
    with pytest.raises(ProgrammingError), acting_as(road.program(road.essex)):
        record_assessments({}, [at_kent])
