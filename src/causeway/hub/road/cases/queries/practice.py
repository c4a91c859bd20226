"""How far the acting force's cases follow their playbooks, read from the cases themselves."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.base.ledger.looking import enter_export, enter_search
from causeway.hub.base.organisations.queries.directory import directory, names_of
from causeway.hub.base.organisations.sharing import receivers
from causeway.hub.base.rows.documents import from_document
from causeway.hub.knowledge.playbooks.queries.in_force import titles_in_use
from causeway.hub.road.cases.across_forces import PlaybookAcross, across_forces
from causeway.hub.road.cases.models import Case, CaseReferral, CaseTask, PracticeFigures, SafeguardingOrigin
from causeway.hub.road.cases.practice import CaseFact, Figures, PlaybookPractice, TaskFact, practice_of
from causeway.hub.road.cases.queries.tasks import said_of
from causeway.hub.road.cases.words import TaskState
from causeway.hub.road.outcomes.queries.outcomes import children_safeguarded_in
from causeway.vocabulary.organisations import Category, OrganisationKind


@query(Permission.READ_PRACTICE)
def own_practice(actor: Actor, *, since: datetime | None, now: datetime) -> tuple[PlaybookPractice, ...]:
    """The practice of the actor's force in cases opened since a day, in full: they are its own."""
    return practice_of(case_facts(actor, since=since), now=now)


@query(Permission.READ_PRACTICE)
def practice_to_take_away(actor: Actor, *, since: datetime | None, now: datetime) -> tuple[PlaybookPractice, ...]:
    """The same as a file. That it was taken is entered."""
    enter_export("practice", {"since": since.date().isoformat() if since else ""})
    return practice_of(case_facts(actor, since=since), now=now)


def case_facts(actor: Actor, *, since: datetime | None) -> list[CaseFact]:
    """The acting organisation's cases as practice counts them. Runs inside the caller's transaction."""
    cases = list(Case.objects.filter(opened_at__gte=since) if since else Case.objects.all())
    ids, titles = [case.id for case in cases], titles_in_use()
    tasks, children, told = _tasks(ids), _children(actor, ids), _first_told(ids)
    return [
        CaseFact(
            id=case.id,
            playbook=case.playbook,
            title=titles.get(case.playbook, case.playbook),
            version=case.playbook_version,
            is_closed=case.closed_at is not None,
            children_safeguarded=children.get(case.id, 0),
            told_after=told[case.id] - case.opened_at if case.id in told else None,
            tasks=tuple(tasks.get(case.id, ())),
        )
        for case in cases
    ]


def _tasks(case_ids: Collection[UUID]) -> dict[UUID, list[TaskFact]]:
    found: dict[UUID, list[TaskFact]] = {}
    for task in CaseTask.objects.filter(case_id__in=case_ids):
        found.setdefault(task.case_id, []).append(
            TaskFact(
                code=task.code,
                title=said_of(task).title,
                ordinal=task.ordinal,
                state=TaskState(task.state),
                due_at=task.due_at,
                done_at=task.done_at,
                reason=task.reason,
                is_mandatory=task.is_mandatory,
                is_by_person=task.done_by_id is not None,
            )
        )
    return found


def _children(actor: Actor, case_ids: Collection[UUID]) -> dict[UUID, int]:
    rows = CaseReferral.objects.filter(case_id__in=case_ids).values_list("referral_id", "case_id")
    case_of = dict(rows)
    found: dict[UUID, int] = {}
    for referral_id, count in children_safeguarded_in(actor, list(case_of)).items():
        found[case_of[referral_id]] = found.get(case_of[referral_id], 0) + count
    return found


def _first_told(case_ids: Collection[UUID]) -> dict[UUID, datetime]:
    found: dict[UUID, datetime] = {}
    origins = SafeguardingOrigin.objects.filter(case_id__in=case_ids).select_related("safeguarding")
    for origin in origins.order_by("safeguarding__told_at"):
        if origin.case_id is not None:
            found.setdefault(origin.case_id, origin.safeguarding.told_at)
    return found


@query(Permission.READ_PRACTICE)
def practice_across(actor: Actor, *, everybody: str) -> tuple[PlaybookAcross, ...]:
    """What forces let the actor's desk see, each force's newest figures. The look is entered."""
    rows = PracticeFigures.objects.filter(desk_id=actor.organisation_id)
    newest = list(rows.order_by("organisation_id", "-shared_at").distinct("organisation_id"))
    if newest:
        enter_search("practice", "", [row.id for row in newest])
    names = names_of({row.organisation_id for row in newest})
    shared = {names[row.organisation_id]: [from_document(Figures, each) for each in row.document] for row in newest}
    return across_forces(shared, everybody=everybody)


@dataclass(frozen=True, slots=True, kw_only=True)
class SharedWith:
    """A desk that may be let see the figures, and when it last was."""

    desk_id: UUID
    name: str
    shared_at: datetime | None


@query(Permission.SHARE_PRACTICE)
def may_see_practice(actor: Actor) -> list[SharedWith]:
    """The desks that an agreement lets see what came of things."""
    allowed = set(receivers(Category.OUTCOME))
    desks = [desk for desk in directory(actor, kind=OrganisationKind.CLEARING_HOUSE) if desk.id in allowed]
    rows = PracticeFigures.objects.filter(organisation_id=actor.organisation_id).order_by("shared_at")
    last = dict(rows.values_list("desk_id", "shared_at"))
    return [SharedWith(desk_id=desk.id, name=desk.name, shared_at=last.get(desk.id)) for desk in desks]
