"""A database with a desk, a force and a service that sent a great many referrals: written straight into the tables, as
the program would have left them, for benchmarks of what counts over all of them. All content is made up of numbers.
"""

# ruff: noqa: S608 - the names in these statements are our own

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.organisations.models import Organisation
from causeway.hub.base.walls.migrating import as_owner
from causeway.hub.base.walls.models import walled_models
from causeway.hub.base.walls.policies import put_up_walls
from causeway.vocabulary.findings import BAND_ORDER
from causeway.vocabulary.referral import Concern
from hub.conftest import world_with_a_desk
from hub.told_referrals import Road, build_road

DAYS = 180
"""Two quarters: a page of 13 weeks and the 13 before."""


@dataclass(frozen=True, kw_only=True)
class Told:
    """One act of a referral's way: who did it, who else sees it, for one in how many referrals, hours after arrival."""

    act: Act
    by: Organisation
    seen_by: tuple[Organisation, ...] = ()
    one_in: int = 1
    hours: float = 1
    is_of_a_case: bool = False


def filled(count: int, now: datetime) -> Road:
    """So many referrals over the last half year, most of them routed, read and answered."""
    road = build_road(world_with_a_desk())
    desk, force, service = road.world.desk, road.force, road.service
    acts = (
        Told(act=Act.REFERRAL_ACCEPTED, by=service, seen_by=(desk,), hours=0),
        Told(act=Act.REFERRAL_CLEARED, by=desk, seen_by=(service,), hours=0.1),
        Told(act=Act.REFERRAL_READ, by=desk, hours=2),
        Told(act=Act.REFERRAL_READ, by=desk, one_in=2, hours=3),
        Told(act=Act.ITEM_TAKEN, by=desk, one_in=2, hours=2.5),
        Told(act=Act.REFERRAL_ROUTED, by=desk, seen_by=(force,), hours=5),
        Told(act=Act.REFERRAL_WITH_FORCE, by=desk, seen_by=(service,), hours=5.1),
        Told(act=Act.REFERRAL_READ, by=force, hours=12),
        Told(act=Act.REFERRAL_READ, by=force, one_in=2, hours=30),
        Told(act=Act.ITEM_TAKEN, by=force, one_in=2, hours=20),
        Told(act=Act.CASE_OPENED, by=force, one_in=3, hours=40, is_of_a_case=True),
        Told(act=Act.TASK_CHANGED, by=force, one_in=3, hours=90, is_of_a_case=True),
        Told(act=Act.OUTCOME_RECORDED, by=force, seen_by=(desk,), one_in=2, hours=200),
        Told(act=Act.FEEDBACK_GIVEN, by=desk, seen_by=(service,), one_in=3, hours=210),
    )
    with as_owner(), connection.cursor() as cursor:
        for model in walled_models():
            cursor.execute(f"ALTER TABLE {model._meta.db_table} NO FORCE ROW LEVEL SECURITY")
        cursor.execute("UPDATE organisations_organisation SET joined_at = %s", [now - timedelta(days=2 * DAYS)])
        _tell(cursor, road, count, now)
        for number, told in enumerate(acts):
            _enter(cursor, number, told)
        cursor.execute(
            "INSERT INTO ledger_leaf (entry_id, entered_at, leaf_hash, position) SELECT id, at, '\\x00',"
            " (SELECT coalesce(max(position), -1) FROM ledger_leaf) + row_number() OVER (ORDER BY at, id)"
            " FROM ledger_entry e WHERE NOT EXISTS (SELECT 1 FROM ledger_leaf WHERE entry_id = e.id)"
        )
        cursor.execute("DROP TABLE told")
        put_up_walls()
        cursor.execute("ANALYZE")
    return road


def _tell(cursor: Any, road: Road, count: int, now: datetime) -> None:
    """The referrals with their audiences, routes, lines in both queues, outcomes and what the sender was told."""
    run = cursor.execute
    desk, force, service = road.world.desk.id, road.force.id, road.service.id
    bands = [band.value for band in BAND_ORDER]
    run(
        "CREATE UNLOGGED TABLE told AS SELECT n, md5('r' || n)::uuid AS id, md5('d' || n)::uuid AS dossier,"
        " md5('c' || n / 3)::uuid AS case_id, CASE WHEN n %% 5 = 0 AND n > 9 THEN md5('r' || n - 1)::uuid END AS head,"
        " (%s::text[])[1 + n %% %s] AS concern, 1 + n %% 4 AS rank, (%s::text[])[1 + n %% 4] AS band,"
        " %s::timestamptz + make_interval(secs => %s * n / %s) AS at, random() AS luck FROM generate_series(1, %s) n",
        [
            [each.value for each in Concern], len(Concern), bands, now - timedelta(days=DAYS), DAYS * 86_400.0,
            float(count), count,
        ],
    )  # fmt: skip
    run(
        "INSERT INTO referrals_referral (id, dossier_id, reference, sender_id, desk_id, sender_kind, sender_reference,"
        " external_reference, door, concern, platform, received_at, document)"
        " SELECT id, dossier, 'R-' || n, %s, %s, 'service', '', '', 'json_api', concern, '', at, '{}' FROM told",
        [service, desk],
    )
    for root, organisations in (("id", (service, desk, force)), ("dossier", (desk, force))):
        for organisation in organisations:
            founder = organisations[0]
            run(
                "INSERT INTO organisations_audience (id, root_id, organisation_id, granted_by_id, category,"
                f" is_founding, since) SELECT gen_random_uuid(), {root}, %s, %s, 'referral', %s, at FROM told",
                [organisation, founder, organisation == founder],
            )
    run(
        "INSERT INTO routes_routedecision (id, referral_id, dossier_id, organisation_id, country, force_code,"
        " receiver_id, candidates, reason, phrases, decided_at)"
        " SELECT gen_random_uuid(), id, dossier, %s, 'GB', 'GB-KENT', %s,"
        " '[]', 'A test', '[]', at + interval '5 hours' FROM told",
        [desk, force],
    )
    for holder, later in ((desk, 0), (force, 5)):
        run(
            "INSERT INTO queues_queueitem (id, organisation_id, referral_id, reference, sender_id, sender_name,"
            " concern, band, band_rank, score, is_imminent, reasons, has_file, child_subject, bundle_size,"
            " duplicate_of_id, is_line, brings_news, needs_route, is_paused, received_at, arrived_at,"
            " due_at, fair_at, case_id)"
            " SELECT gen_random_uuid(), %s, id, 'R-' || n, %s, 'Harbourline', concern, band, rank, 1, false,"
            " '[]', true, true, 1, head, head IS NULL, false, false, false, at,"
            " at + make_interval(hours => %s), at + interval '7 days', at + interval '7 days',"
            " CASE WHEN n %% 3 = 0 AND %s THEN case_id END"
            " FROM told",
            [holder, service, later, holder == force],
        )
    run(
        "INSERT INTO outcomes_outcomerecord (id, referral_id, dossier_id, organisation_id, status, document,"
        " recorded_at) SELECT md5('o' || n)::uuid, id, dossier, %s, 'closed', jsonb_build_object('status', 'closed',"
        " 'closure_reason', 'no_crime', 'is_useful', luck < 0.4, 'children_safeguarded', (luck < 0.05)::int,"
        " 'missing', jsonb_build_array('upload_ip')), at + make_interval(hours => 200 + (100 * luck)::int)"
        " FROM told WHERE n %% 2 = 0",
        [force],
    )
    run(
        "INSERT INTO outcomes_feedback (id, referral_id, sender_id, outcome_id, entry_id, is_useful, document,"
        " given_at) SELECT gen_random_uuid(), id, %s, md5('o' || n)::uuid, gen_random_uuid(), luck < 0.4,"
        " jsonb_build_object('is_useful', luck < 0.4, 'missing', jsonb_build_array('upload_ip')),"
        " at + make_interval(hours => 310) FROM told WHERE n %% 3 = 0",
        [service],
    )


def _enter(cursor: Any, number: int, told: Told) -> None:
    """The entries of one act, without details, and by which things they are found."""
    run = cursor.execute
    audience = [told.by.id, *(each.id for each in told.seen_by)]
    subjects = "ARRAY[case_id, id]" if told.is_of_a_case else "ARRAY[id]"
    moment = f"at + make_interval(secs => {3_600 * told.hours} * (0.2 + 1.6 * luck))"
    if told.act is Act.TASK_CHANGED:
        subjects = "ARRAY[case_id]"
    elif told.act is Act.REFERRAL_ROUTED:
        subjects = f"ARRAY[id, '{told.seen_by[0].id}'::uuid]"
    run(
        "INSERT INTO ledger_entry (id, act, organisation_id, purpose, subjects, audience, at, commitment)"
        f" SELECT md5('e{number} ' || n)::uuid, %s, %s, 'protect_a_child', {subjects}, %s, {moment}, ''"
        f" FROM told WHERE n %% {told.one_in} = 0",
        [told.act.value, told.by.id, audience],
    )
    run(
        "INSERT INTO ledger_entrysubject (id, entry_id, subject_id, organisation_id, at)"
        f" SELECT gen_random_uuid(), md5('e{number} ' || n)::uuid, subject, seen_by, {moment}"
        f" FROM told, unnest({subjects}) subject, unnest(%s::uuid[]) seen_by WHERE n %% {told.one_in} = 0",
        [audience],
    )
