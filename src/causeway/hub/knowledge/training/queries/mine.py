"""What a member has to learn, has begun, and holds."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.doors import query
from causeway.hub.base.acting.errors import NotFound
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.organisations.queries.people import member_names
from causeway.hub.knowledge.training.learner import member_of
from causeway.hub.knowledge.training.models import Certificate, MentoredTask, Progress, RatingMark
from causeway.hub.knowledge.training.queries.attempts import TestStanding, test_standing
from causeway.hub.knowledge.training.queries.library import ModuleView, module_in, titles_in, visible_modules
from causeway.hub.knowledge.training.queries.standing import (
    HeldFrom,
    held_by,
    holding_of_module,
    path_of,
    paths_in_force,
)
from causeway.hub.knowledge.training.validity import SUFFICES, CertificateState, Holding


@dataclass(frozen=True, slots=True, kw_only=True)
class PathLine:
    """A module on the member's path. `resume_at` is the page to go on with, counted from 1."""

    view: ModuleView
    is_required: bool
    holding: Holding
    pages_seen: int
    resume_at: int

    @property
    def is_due(self) -> bool:
        """Whether it is required and does not hold, or soon will not."""
        return self.is_required and self.holding is not Holding.VALID


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateView:
    """A certificate as its holder and their supervisor see it: `title` in the reader's language, where its module has
    words in it.
    """

    id: UUID
    member_id: UUID
    member: str
    skill: str
    title: str
    provider: str
    issued_on: date
    expires_on: date | None
    state: CertificateState
    code: str
    is_outside: bool
    evidence_id: UUID | None
    decided_by: str

    def is_valid(self, on: date) -> bool:
        """Whether it counts on a day."""
        return self.state is CertificateState.CONFIRMED and (self.expires_on is None or self.expires_on >= on)


@dataclass(frozen=True, slots=True, kw_only=True)
class MyTraining:
    """All of it: the path, other modules, certificates, and tasks done beside a mentor."""

    path: tuple[PathLine, ...]
    others: tuple[PathLine, ...]
    certificates: tuple[CertificateView, ...]
    signed: tuple["SignedTask", ...]

    @property
    def next(self) -> PathLine | None:
        """What to do next: something begun before something new, required before advised."""
        due = [line for line in self.path if line.holding not in SUFFICES]
        due.sort(key=lambda line: (not line.is_required, line.holding is not Holding.STARTED))
        return due[0] if due else next((line for line in self.path if line.is_due), None)

    @property
    def due_count(self) -> int:
        """How many required modules do not hold, or soon will not."""
        return sum(line.is_due for line in self.path)


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedTask:
    """A task done while learning, and what the mentor said."""

    id: UUID
    member_id: UUID
    member: str
    skill: str
    title: str
    case_id: UUID
    task_id: UUID
    done_at: datetime
    signed_at: datetime | None
    mentor: str
    is_good: bool | None
    note: str


@query(Permission.LEARN)
def my_training(actor: Actor, *, language: str, now: datetime) -> MyTraining:
    """The actor's own training."""
    member_id = member_of(actor)
    views = visible_modules(language)
    held = held_by([member_id])[member_id]
    progress = {row.module_id: row for row in Progress.objects.filter(member_id=member_id)}

    def line(view: ModuleView, is_required: bool) -> PathLine:
        row = progress.get(view.id)
        return _line(view, is_required, held, row, now.date())

    asked = path_of(paths_in_force(actor.organisation_kind), actor.roles)
    path = tuple(line(views[one.module_id], one.is_required) for one in asked if one.module_id in views)
    on_path = {one.view.id for one in path}
    rest = sorted(views.values(), key=lambda view: view.module.title.casefold())
    return MyTraining(
        path=path,
        others=tuple(line(view, False) for view in rest if view.id not in on_path),
        certificates=tuple(certificates_of([member_id])),
        signed=tuple(signed_tasks(MentoredTask.objects.filter(member_id=member_id).order_by("-done_at"))),
    )


def _line(view: ModuleView, is_required: bool, held: Sequence[HeldFrom], row: Progress | None, on: date) -> PathLine:
    codes = [section.code for section in view.module.sections]
    seen = [code for code in codes if row and code in row.seen]
    found = holding_of_module(held, view.id, view.module.skill, on, is_started=bool(seen))
    if not view.module.has_test and len(seen) == len(codes):
        found = Holding.VALID  # nothing to pass: read is read
    resume = codes.index(row.last_section) + 1 if row and row.last_section in codes else 1
    return PathLine(view=view, is_required=is_required, holding=found, pages_seen=len(seen), resume_at=resume)


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleStanding:
    """One module as its reader finds it."""

    line: PathLine
    test: TestStanding
    has_rated: bool


@query(Permission.LEARN)
def my_module(actor: Actor, module_id: UUID, *, language: str, now: datetime) -> ModuleStanding:
    """How the actor stands in one module.

    Raises:
        NotFound: no such module.
    """
    member_id = member_of(actor)
    view = module_in(module_id, language)
    row = Progress.objects.filter(member_id=member_id, module_id=module_id).first()
    asked = {one.module_id: one for one in path_of(paths_in_force(actor.organisation_kind), actor.roles)}
    is_required = module_id in asked and asked[module_id].is_required
    return ModuleStanding(
        line=_line(view, is_required, held_by([member_id])[member_id], row, now.date()),
        test=test_standing(member_id, view, now),
        has_rated=RatingMark.objects.filter(member_id=member_id, module_id=module_id).exists(),
    )


def certificates_of(member_ids: list[UUID]) -> list[CertificateView]:
    """The certificates of these members, newest first. Runs inside the caller's transaction."""
    rows = list(
        Certificate.objects.filter(member_id__in=member_ids).select_related("evidence").order_by("-issued_on", "title")
    )
    return as_views(rows)


def as_views(rows: list[Certificate]) -> list[CertificateView]:
    """Rows as people see them. Runs inside the caller's transaction."""
    people = {row.member_id for row in rows} | {row.decided_by_id for row in rows if row.decided_by_id}
    names, titles = member_names(people), titles_in((row.module_id, row.title) for row in rows)
    return [
        CertificateView(
            id=row.id,
            member_id=row.member_id,
            member=names.get(row.member_id, ""),
            skill=row.skill,
            title=titles.get((row.module_id, row.title), row.title) if row.module_id else row.title,
            provider=row.provider,
            issued_on=row.issued_on,
            expires_on=row.expires_on,
            state=CertificateState(row.state),
            code=row.code,
            is_outside=row.is_outside,
            evidence_id=row.evidence.id if hasattr(row, "evidence") else None,
            decided_by=names.get(row.decided_by_id, "") if row.decided_by_id else "",
        )
        for row in rows
    ]


@query(Permission.LEARN)
def certificate(actor: Actor, certificate_id: UUID) -> CertificateView:
    """One certificate: the actor's own, or one of their people for whoever sees the team's training.

    Raises:
        NotFound: none that the actor may see.
    """
    row = Certificate.objects.filter(id=certificate_id).select_related("evidence").first()
    if row is None or (row.member_id != actor.member_id and not may(actor, Permission.SEE_TEAM_TRAINING)):
        raise NotFound(_("There is no such certificate."))
    return as_views([row])[0]


def signed_tasks(rows: Iterable[MentoredTask]) -> list[SignedTask]:
    """Tasks done beside a mentor, as people see them. Runs inside the caller's transaction."""
    found = list(rows)
    names = member_names({row.member_id for row in found} | {row.mentor_id for row in found if row.mentor_id})
    return [
        SignedTask(
            id=row.id,
            member_id=row.member_id,
            member=names.get(row.member_id, ""),
            skill=row.skill,
            title=row.title,
            case_id=row.case_id,
            task_id=row.task_id,
            done_at=row.done_at,
            signed_at=row.signed_at,
            mentor=names.get(row.mentor_id, "") if row.mentor_id else "",
            is_good=row.is_good,
            note=row.note,
        )
        for row in found
    ]
