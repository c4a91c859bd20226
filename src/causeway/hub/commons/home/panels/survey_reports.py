"""What waits for those who code words, and the survey reports that others published."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission
from causeway.hub.commons.home.panels.registry import SHOWN_ITEMS, Item, Panel, register_panel
from causeway.hub.knowledge.surveys.queries.reports import reports
from causeway.hub.knowledge.surveys.queries.words import CodingLine, codings


def _words(actor: Actor) -> Panel | None:
    waiting = [line for line in codings(actor) if _waits(line)]
    if not waiting:
        return None
    return Panel(
        title=_("Words to code"),
        count=len(waiting),
        items=tuple(
            Item(text=line.title, href=reverse("survey_reports:coding", args=[line.id]), hint=_hint(line))
            for line in waiting[:SHOWN_ITEMS]
        ),
        more_href=reverse("survey_reports:words"),
        more_text=_("See all words to code"),
    )


def _waits(line: CodingLine) -> bool:
    """For this actor: passages to code, a coding to finish, or differences to settle."""
    if line.left is None:
        return False
    return line.unsettled > 0 if line.all_finished else not line.has_finished


def _hint(line: CodingLine) -> str:
    if line.all_finished:
        return ngettext("%(n)d passage to settle together", "%(n)d passages to settle together", line.unsettled) % {
            "n": line.unsettled
        }
    left = line.left or 0
    return ngettext("%(n)d passage left for you", "%(n)d passages left for you", left) % {"n": left}


def _published(actor: Actor) -> Panel | None:
    lines, _total = reports(actor)
    others = [line for line in lines if not line.is_own]
    if not others:
        return None
    return Panel(
        title=_("Survey reports"),
        count=None,
        items=tuple(
            Item(text=line.title, href=reverse("survey_reports:report", args=[line.id]), hint=line.publisher)
            for line in others[:SHOWN_ITEMS]
        ),
        more_href=reverse("survey_reports:list"),
        more_text=_("See all survey reports"),
    )


def register() -> None:
    """Register the panels of survey reports."""
    register_panel("survey_words", Permission.CODE_WORDS, _words, order=71)
    register_panel("survey_reports", Permission.READ_SURVEY_REPORTS, _published, order=97)
