"""Every table, read as every organisation with the program's own role and arbitrary SQL, shows what it should, no more.

What it should show is written here a second time, from the story and not from the walls. The truth is read as the
database superuser, whom no policy binds.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.db import connection, transaction
from psycopg.rows import dict_row

from causeway.hub.base.walls.database import embedded
from causeway.hub.base.walls.migrating import as_owner
from causeway.hub.base.walls.models import walled_models
from hub.conftest import SmallWorld
from road.stories import Story, tell_story

Row = dict[str, Any]
Rule = Callable[[Row, "Truth"], set[UUID]]

EVERYBODY = {
    "capability_sharedassessment", "clocks_calendarchoice", "contacts_contactpoint", "demand_publisheddistribution",
    "ledger_checkpoint", "ledger_leaf", "ledger_subtreeroot", "ledger_tree", "organisations_organisation",
    "routes_centraldesk",
}  # fmt: skip
"""Hashes, signed heads, the directory with its contact points, working days and central desks of other countries, what
is published of many forces together, and what an organisation chose to show to all.
"""
BEFORE_SIGN_IN = {"organisations_account", "organisations_cacheitem", "organisations_credential"}
"""Read before an organisation is known; they hold nothing of a case (see THREAT_MODEL.md)."""
NOT_IN_THE_STORY = {"ledger_followerfault"}
"""Tables that may be empty here, since nothing fails; whatever they hold is checked all the same."""


@dataclass
class Truth:
    """What the superuser read."""

    tables: dict[str, list[Row]] = field(default_factory=dict)
    told: dict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))
    found: dict[UUID, set[UUID]] = field(default_factory=lambda: defaultdict(set))

    def everybody(self) -> set[UUID]:
        """All organisations."""
        return {row["id"] for row in self.tables["organisations_organisation"]}

    def roots(self, root_id: UUID) -> set[UUID]:
        """Who sees a root that was founded and widened."""
        return {row["organisation_id"] for row in self.tables["organisations_audience"] if row["root_id"] == root_id}


def _own(column: str = "organisation_id") -> Rule:
    return lambda row, truth: {row[column]}


def _told(row: Row, truth: Truth) -> set[UUID]:
    return truth.told[row["referral_id"]]


def _found(row: Row, truth: Truth) -> set[UUID]:
    return truth.found[row["dossier_id"]]


def _of(table: str, column: str, columns: tuple[str, ...]) -> Rule:
    def rule(row: Row, truth: Truth) -> set[UUID]:
        (parent,) = [one for one in truth.tables[table] if one["id"] == row[column]]
        return {parent[name] for name in columns}

    return rule


def _report_readers(row: Row, truth: Truth) -> set[UUID]:
    if row["published_at"] is None:
        return {row["organisation_id"]}
    return truth.everybody() if row["is_for_all"] else {row["organisation_id"], *row["audience"]}


def _root_of(column: str) -> Rule:
    return lambda row, truth: truth.roots(row[column])


def _text(row: Row, truth: Truth) -> set[UUID]:
    """What a message says. RED is seen by the people named, of whom none acts here, and by no organisation as such."""
    (text,) = [one for one in truth.tables["correspondence_messagetext"] if one["message_id"] == row["message_id"]]
    return set() if text["handling"] == "red" else truth.roots(row["message_id"])


def _judged(row: Row, truth: Truth) -> set[UUID]:
    """While a second opinion is owed, nobody reads the first but the member who gave it, of whom none acts here."""
    (candidate,) = [one for one in truth.tables["candidates_candidate"] if one["id"] == row["candidate_id"]]
    return set() if candidate["stage"] == "second" else {row["organisation_id"]}


def _shared_more(row: Row, truth: Truth) -> set[UUID]:
    """What one side shares about an overlap: the other reads it once it has agreed itself."""
    agreed = {
        one["organisation_id"]
        for one in truth.tables["deconfliction_overlapconsent"]
        if one["pair_id"] == row["pair_id"]
    }
    return {row["organisation_id"]} | ({row["other_id"]} & agreed)


RULES: dict[str, Rule] = {
    "assessments_completenessassessment": _told,
    "assessments_policyterm": _own(),
    "assessments_priorityassessment": lambda row, truth: {row["audience_id"], row["organisation_id"]},
    "assessments_prioritychange": _found,
    "assessments_proposedpolicy": _own(),
    "awareness_awarenesssession": lambda row, truth: {row["organisation_id"], row["school_id"]} - {None},
    "awareness_bulletin": lambda row, truth: truth.everybody() if row["published_at"] else {row["organisation_id"]},
    "awareness_bulletinquestion": lambda row, truth: {row["asker_id"], row["issuer_id"]},
    "awareness_helpmessage": lambda row, truth: {row["asker_id"], row["helper_id"]},
    "awareness_helprequest": lambda row, truth: {row["asker_id"], row["helper_id"]},
    "awareness_material": lambda row, truth: truth.everybody() if row["published_at"] else {row["organisation_id"]},
    "banks_appeal": _own(),
    "banks_ballot": _own(),
    "banks_bank": lambda row, truth: truth.roots(row["id"]),
    "banks_change": _root_of("bank_id"),
    "banks_changestold": _own(),
    "banks_doubt": lambda row, truth: (
        {row["organisation_id"], row["asked_by_id"]} - {None}
        | (truth.roots(row["bank_id"]) if row["is_let_in"] else set())
    ),
    "banks_opinion": lambda row, truth: truth.roots(row["bank_id"]) | {row["organisation_id"]},
    "banks_receivedappeal": _own(),
    "banks_receipt": lambda row, truth: truth.roots(row["bank_id"]) | {row["organisation_id"]},
    "banks_signal": _root_of("bank_id"),
    "banks_sourceentry": _own(),
    "banks_subscription": lambda row, truth: truth.roots(row["bank_id"]) | {row["organisation_id"]},
    "banks_undidbefore": lambda row, truth: {row["curator_id"], row["organisation_id"]},
    "banks_vote": lambda row, truth: set(),  # seen by members who have voted themselves, of whom none acts here
    "candidates_accountappeal": _own(),
    "candidates_appealcount": _own(),
    "candidates_candidate": _own(),
    "candidates_candidatefile": _own(),
    "candidates_checkanswer": _own(),  # of its members each reads their own, of whom none acts here
    "candidates_checkcount": _own(),
    "candidates_desksettings": _own(),
    "candidates_ending": _own(),
    "candidates_judgement": _judged,
    "candidates_knownanswer": _own(),
    "candidates_lookingnow": lambda row, truth: set(),  # seen by the person whose it is, of whom none acts here
    "candidates_onduty": _own(),
    "candidates_owncare": lambda row, truth: set(),  # the same
    "candidates_placedcheck": _own(),
    "capability_assessment": lambda row, truth: set(row["audience"]),
    "capability_peerreview": lambda row, truth: {row["organisation_id"], row["reviewer_id"]},
    "capability_publishedassessment": _own(),
    "capability_stepreminder": _own(),
    "capability_reviewinvitation": lambda row, truth: {row["organisation_id"], row["reviewer_id"]},
    "cases_case": _own(),
    "cases_casenote": _own(),
    "cases_casereferral": _own(),
    "cases_casetask": _own(),
    "cases_practicefigures": lambda row, truth: {row["organisation_id"], row["desk_id"]},
    "cases_safeguarding": lambda row, truth: {row["teller_id"], row["body_id"]},
    "cases_safeguardinganswer": _of("cases_safeguarding", "safeguarding_id", ("teller_id", "body_id")),
    "cases_safeguardingorigin": _own("teller_id"),
    "clocks_clock": _own(),
    "clocks_clockchoice": _own(),
    "clusters_bundling": _found,
    "clusters_link": _own("desk_id"),
    "clusters_linknotice": lambda row, truth: {row["organisation_id"], row["desk_id"]},
    "clusters_membership": _own("desk_id"),
    "clusters_referralselector": _found,
    "clusters_sharedwidely": lambda row, truth: {row["audience_id"], row["organisation_id"]},
    "clusters_verdict": _own("desk_id"),
    "clusters_wornselector": _own("desk_id"),
    "correspondence_agreementdocument": lambda row, truth: {row["giver_id"], row["receiver_id"]},
    "correspondence_document": _text,
    "correspondence_group": lambda row, truth: truth.roots(row["id"]),
    "correspondence_groupaction": _root_of("minutes_id"),
    "correspondence_groupmember": _root_of("group_id"),
    "correspondence_meeting": lambda row, truth: truth.roots(row["id"]),
    "correspondence_minutes": lambda row, truth: truth.roots(row["id"]),
    "correspondence_message": lambda row, truth: truth.roots(row["id"]),
    "correspondence_messagetext": _text,
    "correspondence_participant": _root_of("thread_id"),
    "correspondence_receipt": lambda row, truth: {row["organisation_id"], row["author_id"]},
    "correspondence_seen": _own(),
    "correspondence_thread": lambda row, truth: truth.roots(row["id"]),
    "correspondence_tie": _own(),
    "data_requests_datarequest": lambda row, truth: {row["force_id"], row["service_id"]},
    "data_requests_datarequestanswer": _of("data_requests_datarequest", "request_id", ("force_id", "service_id")),
    "data_requests_datarequestorigin": _own("force_id"),
    "data_requests_preservationextension": _of("data_requests_datarequest", "request_id", ("force_id", "service_id")),
    "deconfliction_asking": lambda row, truth: set(row["readers"]),
    "deconfliction_interest": _own(),
    "deconfliction_interesttoken": lambda row, truth: {row["organisation_id"], row["desk_id"]},
    "deconfliction_overlap": lambda row, truth: {row["organisation_id"], row["desk_id"]},
    "deconfliction_silentmeeting": lambda row, truth: {row["organisation_id"], row["desk_id"]},
    "deconfliction_overlapconsent": lambda row, truth: {row["organisation_id"], row["other_id"]},
    "deconfliction_overlapshare": _shared_more,
    "demand_countedoutcome": _own(),
    "demand_countedsubject": _own(),
    "evidence_authority": _own(),
    "evidence_bankmatch": _found,
    "evidence_examination": _found,
    "intake_draft": _own(),
    "intake_idempotencykey": _own(),
    "intake_importeditem": _own(),
    "intake_receipt": _own(),
    "intake_unfinishedfile": _own(),
    "intake_unfinishedreport": _own(),
    "ledger_entry": lambda row, truth: set(row["audience"]),
    "ledger_entrydetail": lambda row, truth: set(row["audience"]),
    "ledger_entrysubject": _own(),
    "ledger_followercursor": _own(),
    "ledger_followerfault": _own(),
    "notices_notice": _own(),
    "notices_webhook": _own(),
    "organisations_agreement": lambda row, truth: {row["giver_id"], row["receiver_id"]},
    "organisations_expirywarning": _own(),
    "organisations_audience": lambda row, truth: {row["organisation_id"], row["granted_by_id"]},
    "organisations_invitation": _own(),
    "organisations_joinrequest": _own("desk_id"),
    "organisations_member": _own(),
    "outcomes_completenessletter": lambda row, truth: {row["desk_id"], row["sender_id"]},
    "outcomes_feedback": _told,
    "outcomes_feedbackdue": _found,
    "outcomes_outcomerecord": _found,
    "playbooks_playbookadoption": _own(),
    "playbooks_playbookdraft": _own(),
    "playbooks_playbookreview": _own(),
    "playbooks_shippednews": _own(),
    "playbooks_playbookversion": lambda row, truth: truth.everybody() if row["is_shared"] else {row["organisation_id"]},
    "queues_alert": _own(),
    "queues_firstaction": lambda row, truth: {row["force_id"], row["desk_id"]},
    "queues_queueitem": _own(),
    "queues_work": _own(),
    "referrals_attachment": _told,
    "referrals_childmark": _told,
    "referrals_question": _told,
    "referrals_referral": lambda row, truth: truth.told[row["id"]],
    "referrals_searchterm": _told,
    "referrals_supplement": _told,
    "retention_ending": _own(),
    "retention_hold": _own(),
    "retention_remnant": _own(),
    "retention_retentionchoice": _own(),
    "routes_handover": _found,
    "routes_outsidehandover": _found,
    "routes_place": _own("desk_id"),
    "routes_placetable": _own("desk_id"),
    "routes_placeterm": _own("desk_id"),
    "routes_routecorrection": _own("desk_id"),
    "routes_routedecision": _found,
    "training_certificate": _own(),
    "training_certificateevidence": _own(),
    "training_mentoredtask": _own(),
    "training_moduledraft": _own(),
    "training_modulepicture": lambda row, truth: {
        row["organisation_id"],
        *(
            reader
            for version in truth.tables["training_moduleversion"]
            if row["id"] in version["picture_ids"]
            for reader in version["shared_with"]
        ),
    },
    "training_modulerating": _own("reader_id"),
    "training_moduleversion": lambda row, truth: {row["organisation_id"], *row["shared_with"]},
    "training_pathstep": _own(),
    "training_progress": _own(),
    "training_ratingmark": _own(),
    "training_skilloverride": _own(),
    "training_skillrule": _own(),
    "training_skillsummary": lambda row, truth: {row["organisation_id"], row["desk_id"]},
    "training_testattempt": _own(),
    "training_trainingchoice": _own(),
    "staffing_pages_staffingscenario": _own(),
    "surveys_draftinstrument": _own(),
    "surveys_invited": _own(),
    "surveys_publishedinstrument": _own(),
    "surveys_sealedanswer": _own(),
    "surveys_wave": _own(),
    "surveys_coding": _own(),
    "surveys_interview": _own(),
    "surveys_passage": _own(),
    "surveys_passagecodes": _own(),
    "surveys_wavereport": _report_readers,
    "vault_personalkey": lambda row, truth: set(),  # of the people named, none acts here
    "vault_sealedobject": lambda row, truth: truth.told.get(row["root_id"]) or truth.roots(row["root_id"]),
}


def _superuser() -> psycopg.Connection[Row]:
    server = embedded()
    assert server is not None
    return psycopg.connect(
        host=str(server.socket_folder),
        user="postgres",
        dbname=connection.settings_dict["NAME"],
        row_factory=dict_row,
    )


def _read_truth() -> Truth:
    truth = Truth()
    with _superuser() as superuser:
        for model in walled_models():
            table = model._meta.db_table
            truth.tables[table] = list(superuser.execute(f"SELECT * FROM {table}"))
    for row in truth.tables["referrals_referral"]:
        forces = {
            route["receiver_id"]
            for route in truth.tables["routes_routedecision"]
            if route["referral_id"] == row["id"] and route["receiver_id"]
        }
        truth.told[row["id"]] = {row["sender_id"], row["desk_id"], *forces}
        truth.found[row["dossier_id"]] = {row["desk_id"], *forces}
    return truth


def _key(row: Row) -> Any:
    names = ("id", "entry_id", "attachment_id", "message_id", "size", "organisation_id")
    return next((row[name] for name in names if name in row), None)


def _rows_seen_by(organisation_id: UUID, table: str) -> list[Row]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('causeway.organisation', %s, true)", [str(organisation_id)])
        cursor.execute(f"SELECT * FROM {table}")
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


def _seen_by(organisation_id: UUID, table: str) -> set[Any]:
    return {_key(row) for row in _rows_seen_by(organisation_id, table)}


def _differences(story: Story, truth: Truth, tables: Iterable[str] = RULES) -> Iterator[str]:
    for table in tables:
        for organisation in story.organisations:
            should = {_key(row) for row in truth.tables[table] if organisation.id in RULES[table](row, truth)}
            seen = _seen_by(organisation.id, table)
            if seen != should:
                faults = f"{len(seen - should)} rows too many and {len(should - seen)} too few"
                yield f"{organisation.name} sees {faults} in {table}"


@pytest.fixture
def story(committed_world: SmallWorld, tmp_path: Path, settings: Any) -> Story:
    settings.CAUSEWAY_VAULT = tmp_path / "vault"
    return tell_story(committed_world)


def test_every_table_shows_every_organisation_what_it_should_and_nothing_else(story: Story) -> None:
    tables = {model._meta.db_table for model in walled_models()}
    assert tables == set(RULES) | EVERYBODY | BEFORE_SIGN_IN, "a new table needs a rule here"
    truth = _read_truth()
    empty = {table for table in RULES if not truth.tables[table]}
    assert empty <= NOT_IN_THE_STORY, "the story leaves these tables empty, so nothing of them was tested"
    assert len(truth.tables["referrals_referral"]) == 8
    assert list(_differences(story, truth)) == []


def _kept_from(organisation_id: UUID, truth: Truth) -> set[str]:
    """Identifiers of cases and referrals that an organisation does not see. (A dossier's stands in its referral.)"""
    cases = {row["id"] for row in truth.tables["cases_case"] if row["organisation_id"] != organisation_id}
    referrals = {root for root, audience in truth.told.items() if organisation_id not in audience}
    return {str(each) for each in cases | referrals}


def test_no_row_names_a_case_or_referral_that_its_reader_does_not_see(story: Story) -> None:
    """Two who are asked about one case, or told of two of its children, could tell from a name that it is one."""
    truth = _read_truth()
    assert len(truth.tables["data_requests_datarequest"]) == 2
    named = [
        f"{organisation.name} reads of what it does not see in {table}"
        for organisation in story.organisations
        for table in RULES
        if any(each in str(_rows_seen_by(organisation.id, table)) for each in _kept_from(organisation.id, truth))
    ]
    assert named == []


def test_nobody_sees_anything_without_an_organisation(story: Story) -> None:
    for table in RULES:
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT count(*) FROM {table}")
            assert cursor.fetchone() == (0,), table


def test_a_policy_that_lets_all_through_is_noticed_in_every_table(story: Story) -> None:
    """The test above can fail: with any one policy opened, it does."""
    truth, unnoticed = _read_truth(), []
    for table in sorted(set(RULES) - NOT_IN_THE_STORY):
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(f"CREATE POLICY {table}_open ON {table} FOR SELECT USING (true)")
        try:
            if not any(table in difference for difference in _differences(story, truth, [table])):
                unnoticed.append(table)
        finally:
            with as_owner(), connection.cursor() as cursor:
                cursor.execute(f"DROP POLICY {table}_open ON {table}")
    assert unnoticed == []


def test_of_another_forces_linked_referral_a_force_learns_only_that_it_exists(story: Story) -> None:
    truth = _read_truth()
    notices = [row for row in truth.tables["clusters_linknotice"] if row["organisation_id"] == story.force.id]
    assert notices, "the two forces hold linked referrals"
    for row in notices:
        assert story.other_referral not in row.values()
        assert str(story.other_referral) not in str(row)
