"""A safeguarding notice as keys and values, for the page and for the package."""

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causeway.hub.road.cases.queries.safeguarding import NoticeView

Line = tuple[Promise, object]


def notice_lines(view: NoticeView) -> list[Line]:
    """What the body was told."""
    notice = view.notice
    lines: list[Line] = [
        (_("Child"), view.called),
        (_("Age"), notice.child_age_years),
        (_("Date of birth"), date_format(notice.child_born_on, "SHORT_DATE_FORMAT") if notice.child_born_on else None),
        (_("School"), notice.child_school),
        (_("Where the child can be reached"), notice.place),
        (_("What they are worried about"), notice.concern),
        (_("What has been done"), notice.done_so_far),
        (_("Whom to ask"), notice.contact),
        (_("E-mail"), notice.contact_email),
        (_("Telephone"), notice.contact_phone),
    ]
    return [*lines, *((_("Also told"), line) for line in notice.also_told)]


def answer_lines(view: NoticeView) -> list[Line]:
    """What the body answered; empty while it has not."""
    if view.acknowledged_at is None:
        return []
    return [
        (_("Taken on by"), view.acknowledged_by),
        (_("When"), view.acknowledged_at),
        (_("Note"), view.note or _("None")),
    ]
