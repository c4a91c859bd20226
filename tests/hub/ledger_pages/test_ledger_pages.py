"""The ledger on a page: what one may see, narrowed and paged; each look is entered; what is downloaded proves
itself.
"""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.http import StreamingHttpResponse
from django.test import Client
from django.utils import timezone

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import acting_as
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.ledger.finding import Sought, find_entries
from causeway.hub.base.ledger.keys import signing_key
from causeway.hub.base.ledger.sequencing import sequence
from causeway.hub.commons.ledger_pages.commands.look import PAGE_SIZE, look
from causeway.transparency import verify_export
from causeway.vocabulary.organisations import OrganisationKind, Role
from hub.conftest import SmallWorld
from hub.organisations.signing_in import client_of

PAGE = "/organisation/ledger/"


def reads(world: SmallWorld, number: int) -> None:
    """The desk's program opens some referrals."""
    with acting_as(world.program(world.desk)):
        for _ in range(number):
            enter(Act.REFERRAL_READ, subjects=[uuid4()])


def looks(auditor: Actor) -> int:
    """How often the ledger was read, this time not counted."""
    return len(look(auditor, Sought(act=Act.LEDGER_READ)).rows)


def test_each_look_is_entered_once_with_what_was_sought(world: SmallWorld) -> None:
    auditor = world.member(world.desk, Role.AUDITOR)
    client = client_of(auditor)
    assert client.get(PAGE + "?act=member.added").status_code == 200
    found = look(auditor, Sought(act=Act.LEDGER_READ)).rows
    assert [dict(row.details) for row in found] == [{"act": "member.added"}]
    assert found[0].by == auditor.label
    assert looks(auditor) == 2


def test_pages_follow_one_another_without_gap_or_repeat(world: SmallWorld) -> None:
    reads(world, PAGE_SIZE + 7)
    auditor = world.member(world.desk, Role.AUDITOR)
    sought = Sought(act=Act.REFERRAL_READ)
    first = look(auditor, sought)
    assert first.following is not None
    second = look(auditor, sought, after=first.following)
    identifiers = [row.id for row in (*first.rows, *second.rows)]
    assert (len(first.rows), len(second.rows), second.following) == (PAGE_SIZE, 7, None)
    assert len(set(identifiers)) == PAGE_SIZE + 7
    page = client_of(auditor).get(f"{PAGE}?act=referral.read")
    assert "Show more" in page.content.decode()
    last = client_of(auditor).get(PAGE, {"act": "referral.read", "cursor": str(first.following)})
    assert "Back to the start" in last.content.decode()
    assert "Show more" not in last.content.decode()


def test_entries_are_narrowed_by_member_subject_and_day(world: SmallWorld) -> None:
    subject, auditor = uuid4(), world.member(world.desk, Role.AUDITOR)
    with acting_as(world.program(world.desk)):
        enter(Act.REFERRAL_READ, subjects=[subject])
    now = timezone.now()
    assert [row.subjects for row in look(auditor, Sought(subject_id=subject)).rows] == [(subject,)]
    assert look(auditor, Sought(subject_id=subject, until=now - timedelta(minutes=1))).rows == ()
    assert len(look(auditor, Sought(subject_id=subject, since=now - timedelta(minutes=1))).rows) == 1
    administrator = world.administrator(world.desk)
    assert {row.by for row in look(auditor, Sought(member_id=administrator.member_id)).rows} == {"Ada Keeper"}
    client = client_of(auditor)
    today = timezone.localdate().isoformat()
    page = client.get(PAGE, {"since": today, "until": today, "member": str(administrator.member_id)}).content.decode()
    assert "Remove this filter:" in page
    assert "No entry fits" in client.get(PAGE, {"until": "2020-01-01"}).content.decode()
    assert "Enter a whole identifier" in client.get(PAGE, {"subject": "CW-1"}).content.decode()


def test_another_organisation_sees_nothing_of_it(world: SmallWorld) -> None:
    reads(world, 3)
    force = world.organisation(OrganisationKind.POLICE_FORCE)
    auditor = world.member(force, Role.AUDITOR)
    assert look(auditor, Sought(act=Act.REFERRAL_READ)).rows == ()
    with acting_as(world.program(force)):
        assert find_entries(Sought(act=Act.REFERRAL_READ)).entries == ()


def test_the_checkpoint_and_the_export_prove_each_other(world: SmallWorld) -> None:
    reads(world, 3)
    with acting_as(world.program(world.desk)):
        sequence(datetime(2026, 5, 1, tzinfo=UTC))
    auditor = world.member(world.desk, Role.AUDITOR)
    client = client_of(auditor)
    assert "Download the checkpoint" in client.get(PAGE).content.decode()
    checkpoint = client.get(PAGE + "checkpoint/")
    assert checkpoint.headers["Content-Disposition"].startswith('attachment; filename="causeway-')
    export = client.post(PAGE + "export/")
    assert isinstance(export, StreamingHttpResponse)
    lines = b"".join(iter(export)).splitlines(keepends=True)
    verdict = verify_export(lines, public_key=signing_key().verifier, since=checkpoint.content.decode())
    assert verdict.is_sound, verdict.faults
    assert [row.act for row in look(auditor, Sought(act=Act.LEDGER_EXPORTED)).rows] == [Act.LEDGER_EXPORTED]


def test_without_a_checkpoint_the_page_says_so(world: SmallWorld) -> None:
    client = client_of(world.member(world.desk, Role.AUDITOR))
    assert "No checkpoint has been signed yet" in client.get(PAGE).content.decode()
    assert client.get(PAGE + "checkpoint/").status_code == 404


@pytest.mark.parametrize("path", ["", "checkpoint/"])
def test_who_may_not_read_the_ledger_is_refused_and_visitors_sign_in(world: SmallWorld, path: str) -> None:
    analyst = client_of(world.member(world.desk, Role.ANALYST))
    assert analyst.get(PAGE + path).status_code == 403
    assert analyst.post(PAGE + "export/").status_code == 403
    assert Client().get(PAGE + path).status_code == 302
