"""One case with all that belongs to it. Opening it is entered in the ledger."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.acts import Act
from causeway.hub.base.ledger.entering import enter
from causeway.hub.base.ledger.following import EntryFact
from causeway.hub.base.ledger.timeline import timeline_of
from causeway.hub.base.organisations.queries.directory import names_of
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.knowledge.playbooks.queries.in_force import titles_in_use
from causeway.hub.road.cases.children import children_in
from causeway.hub.road.cases.models import CaseNote, CaseTask
from causeway.hub.road.cases.panels import Panel, PanelContent, panels
from causeway.hub.road.cases.queries.finding import case_row, referrals_of
from causeway.hub.road.cases.queries.safeguarding import NoticeView, notices_about
from causeway.hub.road.cases.queries.tasks import TaskView, task_views
from causeway.hub.road.cases.queries.unprotected import Unprotected, unprotected_in
from causeway.hub.road.outcomes.queries.outcomes import RecordedOutcome, outcomes_of
from causeway.hub.road.referrals.queries.told import Told, told
from causeway.triage import has_child_subject
from causeway.vocabulary.outcomes import ENDING

_MOST_ENTRIES = 200
"""Of a timeline; older ones stand in the ledger."""
_OF_REFERRALS = (
    Act.OUTCOME_RECORDED,
    Act.REFERRAL_SUPPLEMENTED,
    Act.QUESTION_ASKED,
    Act.QUESTION_ANSWERED,
    Act.DO_NOT_ALERT_ACKNOWLEDGED,
    Act.AUTHORITY_RECORDED,
)
"""What happens to a referral and belongs to the work on its case; the rest stands on the referral's own page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoteView:
    """A note and who wrote it."""

    by: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseReferralView:
    """A referral of the case, its children, and the newest outcome that the organisation recorded for it."""

    told: Told
    sender: str
    children: int
    has_child_subject: bool
    outcome: RecordedOutcome | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedPanel:
    """A tab of a later step, filled."""

    panel: Panel
    content: PanelContent


@dataclass(frozen=True, slots=True, kw_only=True)
class TimelineLine:
    """An entry, in whose name it stands, and what it is about beyond the case itself."""

    entry: EntryFact
    by: str
    about: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """A case as its page shows it. `needs_safeguarding` lists the children of whom no body was told."""

    id: UUID
    reference: str
    title: str
    playbook_code: str
    playbook: str
    playbook_version: str
    playbook_version_id: UUID | None
    lead: str
    opened_at: datetime
    closed_at: datetime | None
    tasks: tuple[TaskView, ...]
    referrals: tuple[CaseReferralView, ...]
    notes: tuple[NoteView, ...]
    notices: tuple[NoticeView, ...]
    needs_safeguarding: tuple[Unprotected, ...]
    panels: tuple[LoadedPanel, ...]
    timeline: tuple[TimelineLine, ...]

    @property
    def is_finished(self) -> bool:
        """Whether it is open, and work on each of its referrals has ended."""
        ended = [item.outcome is not None and item.outcome.outcome.status in ENDING for item in self.referrals]
        return self.closed_at is None and bool(ended) and all(ended)

    @property
    def has_child_subject(self) -> bool:
        """Whether a person said to have harmed is a child; then safeguarding stands first."""
        return any(referral.has_child_subject for referral in self.referrals)


@query(Permission.READ_CASE)
def open_to_read(actor: Actor, case_id: UUID) -> CaseView:
    """The whole case. The look is entered.

    Raises:
        NotFound: the actor's organisation has no such case.
    """
    case = case_row(case_id)
    enter(Act.CASE_READ, subjects=[case.id])
    referral_ids = referrals_of(case_id)
    notices = notices_about(referral_ids)
    loaded = tuple(LoadedPanel(panel=panel, content=panel.load(actor, case_id)) for panel in panels())
    referrals = _referrals(actor, referral_ids)
    subjects = {notice.id: f"{notice.called}, {notice.body}" for notice in notices}
    for panel in loaded:
        subjects |= panel.content.subjects
    tasks, notes = list(CaseTask.objects.filter(case=case)), list(CaseNote.objects.filter(case=case))
    entries = _entries([case.id, *subjects], referral_ids)
    subjects |= {item.told.id: item.told.reference for item in referrals}
    people = {case.lead_id, *(task.done_by_id for task in tasks), *(note.member_id for note in notes)}
    names = member_names({person for person in (*people, *(entry.member_id for entry in entries)) if person})
    return CaseView(
        id=case.id,
        reference=case.reference,
        title=case.title,
        playbook_code=case.playbook,
        playbook=titles_in_use().get(case.playbook, case.playbook),
        playbook_version=case.playbook_version,
        playbook_version_id=case.playbook_version_id,
        lead=names.get(case.lead_id, ""),
        opened_at=case.opened_at,
        closed_at=case.closed_at,
        tasks=task_views(tasks, names),
        referrals=referrals,
        notes=_notes(notes, names),
        notices=tuple(notices),
        needs_safeguarding=tuple(unprotected_in(referral_ids)),
        panels=loaded,
        timeline=_lines(entries, names, subjects),
    )


def _notes(notes: list[CaseNote], names: dict[UUID, str]) -> tuple[NoteView, ...]:
    newest_first = sorted(notes, key=lambda note: note.noted_at, reverse=True)
    return tuple(NoteView(by=names.get(note.member_id, ""), at=note.noted_at, text=note.text) for note in newest_first)


def _referrals(actor: Actor, referral_ids: list[UUID]) -> tuple[CaseReferralView, ...]:
    found = [told(referral_id) for referral_id in referral_ids]
    senders = names_of({item.sender_id for item in found})
    recorded = [item for item in outcomes_of(actor, referral_ids) if item.organisation_id == actor.organisation_id]
    views = []
    for item in found:
        on = item.received_at.date()
        views.append(
            CaseReferralView(
                told=item,
                sender=senders.get(item.sender_id, ""),
                children=len(children_in(item.referral, on=on)),
                has_child_subject=has_child_subject(item.referral, on=on),
                outcome=next((outcome for outcome in recorded if outcome.referral_id == item.id), None),
            )
        )
    return tuple(views)


def _entries(about: list[UUID], referral_ids: list[UUID]) -> list[EntryFact]:
    found = [entry for subject in about for entry in timeline_of(subject, limit=_MOST_ENTRIES)]
    for referral_id in referral_ids:
        found += timeline_of(referral_id, limit=_MOST_ENTRIES, acts=_OF_REFERRALS)
    entries = {entry.id: entry for entry in found}
    # Sharing is part of telling and asking, which stand here by themselves.
    shown = [entry for entry in entries.values() if entry.act is not Act.AUDIENCE_WIDENED]
    newest_first = sorted(shown, key=lambda entry: (entry.at, entry.id), reverse=True)[:_MOST_ENTRIES]
    return [
        entry for before, entry in zip([None, *newest_first], newest_first, strict=False) if not _repeats(before, entry)
    ]


def _repeats(later: EntryFact | None, entry: EntryFact) -> bool:
    """Whether this is one of several looks in a row by the same person; the last of them says enough here."""
    if later is None or entry.act is not Act.CASE_READ:
        return False
    return later.act is Act.CASE_READ and later.member_id == entry.member_id


def _lines(entries: list[EntryFact], names: dict[UUID, str], subjects: dict[UUID, str]) -> tuple[TimelineLine, ...]:
    organisations = names_of({entry.organisation_id for entry in entries})
    return tuple(
        TimelineLine(
            entry=entry,
            by=names.get(entry.member_id, "") if entry.member_id in names else organisations[entry.organisation_id],
            about="; ".join(subjects[subject] for subject in entry.subjects if subject in subjects),
        )
        for entry in entries
    )
