"""What pages call kinds of questions, stages of a wave, languages and faults of an answer."""

from django.utils.functional import Promise
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from causeway.hub.knowledge.surveys.stages import Stage
from causeway.vocabulary.answering import FaultKind
from causeway.vocabulary.instruments import QuestionKind

KIND_NAMES: dict[QuestionKind, Promise] = {
    QuestionKind.SINGLE: _("One answer of several"),
    QuestionKind.MULTIPLE: _("Several answers"),
    QuestionKind.SCALE: _("A scale"),
    QuestionKind.MATRIX: _("The same options for several rows"),
    QuestionKind.NUMBER: _("A number"),
    QuestionKind.TEXT: _("Free text"),
}
STAGE_NAMES: dict[Stage, Promise] = {
    Stage.PREPARING: _("Being prepared"),
    Stage.WAITING: _("Waits for its first day"),
    Stage.RUNNING: _("Running"),
    Stage.OVER: _("Last day is over"),
    Stage.CLOSING: _("Closing"),
    Stage.CLOSED: _("Closed"),
    Stage.OPENED: _("Answers opened"),
}
STAGE_COLOURS: dict[Stage, str] = {
    Stage.RUNNING: "green",
    Stage.OVER: "orange",
    Stage.CLOSING: "orange",
    Stage.OPENED: "teal",
}
FAULT_TEXTS: dict[FaultKind, Promise] = {
    FaultKind.MISSING: _("Answer this question"),
    FaultKind.UNKNOWN_OPTION: _("Choose one of the answers shown"),
    FaultKind.MORE_THAN_ONE: _("Choose one answer only"),
    FaultKind.NOT_WITH_OTHERS: _("One of your answers stands alone: choose either it or the others"),
    FaultKind.NOT_A_NUMBER: _("Enter a number, such as 12 or 2.5"),
    FaultKind.NOT_WHOLE: _("Choose a whole number"),
    FaultKind.TOO_SMALL: _("This number is too small"),
    FaultKind.TOO_LARGE: _("This number is too large"),
    FaultKind.TOO_LONG: _("This is too long: use at most 2,000 characters"),
    FaultKind.WRONG_KIND: _("Answer this question"),
}


def language_name(code: str) -> str:
    """A language in its own words, such as "Nederlands"; its code where Django does not know it."""
    try:
        return str(get_language_info(code)["name_local"]).capitalize()
    except KeyError:
        return code
