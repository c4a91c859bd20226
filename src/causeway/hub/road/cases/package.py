"""A case, and what bodies that protect children were told, as chapters of a package."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.ledger.act_texts import ACT_TEXTS
from causeway.hub.base.rows.documents import to_document
from causeway.hub.road.cases.notice_lines import Line, answer_lines, notice_lines
from causeway.hub.road.cases.queries.case_view import CaseView, open_to_read
from causeway.hub.road.cases.queries.safeguarding import NoticeView, notices_about
from causeway.hub.road.cases.queries.tasks import TaskView
from causeway.hub.road.cases.untold import child_in_words
from causeway.hub.road.cases.words import TASK_STATE_NAMES, entry_in_words
from causeway.hub.road.evidence.package import Heading, Lines, Paragraph, Section, Table
from causeway.hub.road.queues.packages.chapters import Chapter, PackageScope
from causeway.hub.road.referrals.telling import in_words


def case_chapter(actor: Actor, scope: PackageScope) -> Chapter | None:
    """The whole case where it is asked for; a referral's own package does not hold what else its case is about."""
    if scope.case_id is None:
        return None
    case = open_to_read(actor, scope.case_id)
    return Chapter(
        pages=list(_case_pages(case)), document=_document(case), subject_ids=(case.id,), reference=case.reference
    )


def safeguarding_chapter(actor: Actor, scope: PackageScope) -> Chapter | None:
    """What the organisation told about the children of these referrals, and what the bodies answered."""
    del actor
    notices = notices_about(scope.referral_ids)
    if not notices:
        return None
    pages: list[Section] = [Heading(_("Safeguarding"))]
    for notice in notices:
        pages += _notice_pages(notice)
    return Chapter(
        pages=pages,
        document=[to_document(notice) for notice in notices],
        subject_ids=tuple(notice.id for notice in notices),
    )


def _case_pages(case: CaseView) -> Iterator[Section]:
    yield Heading(case.title)
    rows = [
        (_("Lead"), case.lead),
        (_("Opened"), in_words(case.opened_at)),
        (_("Closed"), in_words(case.closed_at) if case.closed_at else _("Still open")),
        (_("Playbook"), f"{case.playbook} ({case.playbook_version})"),
        (_("Referrals"), ", ".join(item.told.reference for item in case.referrals)),
    ]
    yield Lines(rows)
    yield Heading(_("Tasks"), 2)
    yield Table(
        [_("Task"), _("Where it stands"), _("By whom")], [_task(task) for task in case.tasks], shares=(0.4, 0.34, 0.26)
    )
    if case.needs_safeguarding:
        yield Heading(_("No body has been told of"), 2)
        yield Paragraph(
            "\n".join(f"{child_in_words(each.child)}, {each.reference}" for each in case.needs_safeguarding)
        )
    if case.notes:
        yield Heading(_("Notes"), 2)
    for note in case.notes:
        yield Heading(f"{note.by}, {in_words(note.at)}", 3)
        yield Paragraph(note.text)
    yield Heading(_("Timeline of the case"), 2)
    happened = [
        [in_words(line.entry.at), str(ACT_TEXTS[line.entry.act]), line.by, entry_in_words(line.entry, line.about)]
        for line in case.timeline
    ]
    yield Table([_("When"), _("What"), _("Who"), _("Details")], happened, shares=(0.25, 0.23, 0.2, 0.32))


def _task(task: TaskView) -> list[str]:
    who = [task.done_by, in_words(task.done_at) if task.done_at else ""]
    state = str(TASK_STATE_NAMES[task.state])
    stands = [f"{state}: {task.reason}" if task.reason else state, task.evidence_note]
    return [task.title, "\n".join(part for part in stands if part), "\n".join(part for part in who if part)]


def _notice_pages(view: NoticeView) -> Iterator[Section]:
    told_to = _("Told to %(body)s, %(when)s") % {"body": view.body, "when": in_words(view.told_at)}
    yield Heading(view.called, 3)
    yield Paragraph(told_to)
    yield _lines([*notice_lines(view), *answer_lines(view)])
    if view.acknowledged_at is None:
        yield Paragraph(_("Nobody has said yet that they have taken it on."))


def _lines(lines: list[Line]) -> Lines:
    return Lines([(str(key), in_words(value)) for key, value in lines if value not in (None, "")])


def _document(case: CaseView) -> dict[str, object]:
    return {
        "id": str(case.id),
        "reference": case.reference,
        "title": case.title,
        "lead": case.lead,
        "playbook": case.playbook,
        "playbook_version": case.playbook_version,
        "opened_at": case.opened_at.isoformat(),
        "closed_at": case.closed_at.isoformat() if case.closed_at else None,
        "referrals": [{"id": str(item.told.id), "reference": item.told.reference} for item in case.referrals],
        "tasks": [to_document(task) for task in case.tasks],
        "notes": [to_document(note) for note in case.notes],
        "timeline": [to_document(line) for line in case.timeline],
    }
