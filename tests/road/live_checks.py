"""What must hold after the kills, read as the database's superuser: nothing is lost, nothing doubled."""

import json
from collections.abc import Callable, Iterator

from causeway.transparency import verify_export
from road.live_campaign import Aftermath
from road.live_hub import command_of
from road.live_load import MARK

Check = Callable[[Aftermath], Iterator[str]]


def accepted_is_there_once(after: Aftermath) -> Iterator[str]:
    """Every referral of which a sender heard that it is in is there once, under the number or id that the sender heard,
    and none that no sender heard of.
    """
    heard, stored = after.load.heard, _stored(after)
    yield from (f"{mark} is lost" for mark in heard.marks - stored.keys())
    yield from (f"{mark} is there and nobody sent it to its end" for mark in stored.keys() - heard.marks)
    yield from (f"{mark} is there {len(ids)} times" for mark, ids in stored.items() if len(ids) > 1)
    finished = {row["number"]: str(row["referral_id"]) for row in after.hub.query(
        "SELECT number, referral_id FROM intake_unfinishedreport WHERE finished_at IS NOT NULL"
    )}  # fmt: skip
    told = {mark: finished.get(number) for mark, number in heard.reports.items()} | heard.receipts
    wrong = [mark for mark, referral_id in told.items() if stored.get(mark) != [referral_id]]
    yield from (f"{mark} is another referral than its sender heard" for mark in wrong)


def supplements_are_there_once(after: Aftermath) -> Iterator[str]:
    """The same for what was added."""
    stored = {str(row["id"]) for row in after.hub.query("SELECT id FROM referrals_supplement")}
    heard = set(after.load.heard.supplements.values())
    if stored != heard:
        yield f"{len(heard - stored)} supplements are lost and {len(stored - heard)} nobody heard of"


def stages_were_done_once(after: Aftermath) -> Iterator[str]:
    """Each referral was cleared once when it came, after its files were examined, and once more for its supplement."""
    done = "FROM queues_work w WHERE w.referral_id = r.id AND w.stage = stages.stage AND w.done_at IS NOT NULL"
    files = "FROM referrals_attachment a WHERE a.referral_id = r.id AND a.sealed_id IS NOT NULL"
    rows = after.hub.query(
        f"SELECT r.id, stage, (SELECT count(*) {done}) AS done, (SELECT count(DISTINCT version) {done}) AS versions,"
        " (SELECT count(*) FROM referrals_supplement s WHERE s.referral_id = r.id) + CASE WHEN stage = 'clear' OR"
        f" EXISTS (SELECT 1 {files} AND a.supplement_id IS NULL) THEN 1 ELSE 0 END AS owed"
        " FROM referrals_referral r CROSS JOIN (VALUES ('examine'), ('clear')) AS stages(stage)"
    )
    yield from (f"{row}" for row in rows if not row["done"] == row["versions"] == row["owed"])
    entered = _count(after, "SELECT count(*) AS number FROM ledger_entry WHERE act = 'referral.cleared'")
    cleared = _count(after, "SELECT count(*) AS number FROM queues_work WHERE stage = 'clear'")
    if entered != cleared:
        yield f"{cleared} clearings stand {entered} times in the ledger"


def judged_once(after: Aftermath) -> Iterator[str]:
    """One priority and one completeness for each clearing, one route, one place in its cluster, one examination of each
    file, which found its looks.
    """
    cleared = "(SELECT count(*) FROM queues_work w WHERE w.referral_id = r.id AND stage = 'clear')"
    for table, wanted in (
        ("(SELECT * FROM assessments_priorityassessment WHERE audience_id = organisation_id)", cleared),
        ("assessments_completenessassessment", cleared),
        ("routes_routedecision", "1"),
        ("clusters_membership", "1"),
        ("evidence_examination", "1"),
    ):
        rows = after.hub.query(
            "SELECT r.reference,"
            f" (SELECT count(*) FROM {table} t WHERE t.referral_id = r.id) AS there, {wanted} AS wanted"
            " FROM referrals_referral r"
        )
        yield from (f"{table}: {row}" for row in rows if row["there"] != row["wanted"])
    blind = _count(after, "SELECT count(*) AS number FROM evidence_examination WHERE fault <> '' OR pdq = ''")
    if blind:
        yield f"{blind} pictures were not looked at, for no fault of theirs"


def waits_once_where_it_belongs(after: Aftermath) -> Iterator[str]:
    """One line in the queue of the desk and of the force to which it went; one alert there for each emergency."""
    rows = after.hub.query(
        "SELECT r.id, r.reference, r.desk_id, d.receiver_id, r.document->>'emergency' IS NOT NULL AS urgent,"
        " ARRAY(SELECT organisation_id FROM queues_queueitem q WHERE q.referral_id = r.id) AS waits,"
        " ARRAY(SELECT organisation_id FROM queues_alert a WHERE a.referral_id = r.id) AS alerts"
        " FROM referrals_referral r LEFT JOIN routes_routedecision d ON d.referral_id = r.id"
    )
    for row in rows:
        belongs = sorted(map(str, (row["desk_id"], row["receiver_id"])))
        if sorted(map(str, row["waits"])) != belongs:
            yield f"{row['reference']} waits at {row['waits']}, not at {belongs}"
        if row["urgent"] and sorted(map(str, row["alerts"])) != belongs:
            yield f"{row['reference']} alerted {row['alerts']}, not {belongs}"


def entered_once(after: Aftermath) -> Iterator[str]:
    """Each act that happens to a referral once stands in the ledger once, and each alert owed its mails once."""
    for act in ("referral.accepted", "referral.routed", "referral.with_force", "attachment.examined"):
        rows = after.hub.query(
            "SELECT r.reference, count(e.id) AS number FROM referrals_referral r"
            " LEFT JOIN ledger_entry e ON e.subjects[1] = r.id AND e.act = %s GROUP BY r.reference",
            act,
        )
        yield from (f"{act}: {row}" for row in rows if row["number"] != 1)
    yield from _doubled(
        after,
        "SELECT organisation_id, subjects[1] AS subject, count(*) AS number FROM ledger_entry"
        " WHERE act = 'alert.raised' GROUP BY 1, 2",
    )
    yield from _doubled(
        after,
        'SELECT organisation_id, "to", about_id, subject, body::text, count(*) AS number FROM notices_notice n'
        " WHERE channel = 'mail' AND NOT EXISTS (SELECT 1 FROM ledger_entry e"
        " WHERE e.act = 'alert.repeated' AND e.subjects[1] = n.about_id) GROUP BY 1, 2, 3, 4, 5",
    )


def every_seal_opens(after: Aftermath) -> Iterator[str]:
    """Every sealed object that was not erased opens, and every row of a file names one."""
    said = json.loads(after.hub.inside("-m", "road.live_inside", "open-all"))
    yield from said["faults"]
    kept = _count(after, "SELECT count(*) AS number FROM vault_sealedobject WHERE erased_at IS NULL")
    if said["opened"] != kept:
        yield f"{said['opened']} sealed objects opened of {kept}"
    files = _count(after, "SELECT count(*) AS number FROM referrals_attachment WHERE sealed_id IS NOT NULL")
    if files != len(after.load.heard.marks):
        yield f"{files} files of {len(after.load.heard.marks)} referrals with one each"


def ledger_is_sound(after: Aftermath) -> Iterator[str]:
    """Every entry has its place, without a gap, and the export proves itself."""
    (row,) = after.hub.query(
        "SELECT count(*) AS all, count(position) AS placed, max(position) + 1 AS next,"
        " (SELECT count(*) FROM ledger_entry) AS entries FROM ledger_leaf"
    )
    if len(set(row.values())) != 1:
        yield f"{row}"
    path = after.hub.home / "ledger.jsonl"
    after.hub.inside("-m", "causeway", "ledger", "export", "--output", str(path))
    with path.open("rb") as lines:
        verdict = verify_export(lines)
    yield from map(str, verdict.faults)
    if not verdict.is_sound or verdict.uncovered or verdict.withheld or verdict.entries < row["all"]:
        yield f"{verdict}"


def nothing_was_left_running(after: Aftermath) -> Iterator[str]:
    """No process of a killed one lives on."""
    yield from (f"process {pid}: {command_of(pid)}" for pid in after.hub.strays())
    yield from after.load.heard.faults


CHECKS: tuple[Check, ...] = (
    accepted_is_there_once, supplements_are_there_once, stages_were_done_once, judged_once,
    waits_once_where_it_belongs, entered_once, every_seal_opens, ledger_is_sound, nothing_was_left_running,
)  # fmt: skip


def faults_of(after: Aftermath) -> dict[str, list[str]]:
    """The faults by what should hold, only where there are any."""
    found = {check.__name__: list(check(after)) for check in CHECKS}
    return {name: faults for name, faults in found.items() if faults}


def counts_of(after: Aftermath) -> dict[str, int]:
    """How much happened, to be reported."""
    tables = (
        "referrals_referral", "referrals_supplement", "intake_unfinishedreport", "queues_work", "queues_queueitem",
        "queues_alert", "clusters_link", "ledger_entry", "ledger_checkpoint", "vault_sealedobject",
    )  # fmt: skip
    counts = {table: _count(after, f"SELECT count(*) AS number FROM {table}") for table in tables}
    counts["work put off"] = _count(after, "SELECT count(*) AS number FROM queues_work WHERE attempts > 0")
    return {"kills": len(after.campaign.done)} | counts | after.load.heard.counts


def _stored(after: Aftermath) -> dict[str, list[str]]:
    """The stored referrals by the mark that their document bears."""
    pattern = f"{MARK}[0-9]{{4}}"
    rows = after.hub.query("SELECT id, substring(document::text from %s) AS mark FROM referrals_referral", pattern)
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["mark"], []).append(str(row["id"]))
    return found


def _doubled(after: Aftermath, statement: str) -> Iterator[str]:
    yield from (f"{row}" for row in after.hub.query(statement) if row["number"] > 1)


def _count(after: Aftermath, statement: str, *values: object) -> int:
    (row,) = after.hub.query(statement, *values)
    return int(row["number"])
