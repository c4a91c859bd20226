"""What officers say of their training, for those who teach: the figure of the newest report that asked them."""

from django.urls import reverse
from django.utils.translation import gettext as _

from causeway.hub.base.acting.actors import Actor
from causeway.hub.base.acting.permissions import Permission, may
from causeway.hub.base.rows.documents import from_document
from causeway.hub.knowledge.surveys.models import WaveReport
from causeway.hub.knowledge.surveys.report.model import Figure, Item, Report
from causeway.hub.knowledge.training.queries.quality import OtherFigure

_QUESTION, _ANSWER = "training_enough", "adequate"
"""Of the police-practice questionnaire."""
_NEWEST = 10


def told_of_training(actor: Actor, skill: str) -> OtherFigure | None:
    """The share who call their training adequate, in the newest report that the actor may read; it is about the work
    as a whole and not one skill. None where no survey asked. Runs inside the caller's transaction.
    """
    if not may(actor, Permission.READ_SURVEY_REPORTS):
        return None
    rows = WaveReport.objects.filter(published_at__isnull=False).order_by("-made_at", "id")
    for row in rows[:_NEWEST]:
        report = from_document(Report, row.document)
        found = next(((item, figure) for item, figure in _asked(report) if figure.value is not None), None)
        if found is not None:
            item, figure = found
            return OtherFigure(
                title=report.title,
                text=_in_words(report, figure),
                href=reverse("survey_reports:item", args=[row.id, item.code]),
            )
    return None


def _asked(report: Report) -> list[tuple[Item, Figure]]:
    return [
        (item, figure)
        for item in report.items
        if item.question == _QUESTION
        for figure in item.figures
        if figure.option == _ANSWER
    ]


def _in_words(report: Report, figure: Figure) -> str:
    low, high = figure.low or 0.0, figure.high or 0.0
    said = {"share": round(100 * (figure.value or 0.0)), "low": round(100 * low), "high": round(100 * high)}
    if report.is_synthetic:
        return (
            _(
                "%(share)d%% of officers call their training adequate (95%% interval %(low)d%% to %(high)d%%);"
                " synthetic answers, not real ones"
            )
            % said
        )
    return _("%(share)d%% of officers call their training adequate (95%% interval %(low)d%% to %(high)d%%)") % said
