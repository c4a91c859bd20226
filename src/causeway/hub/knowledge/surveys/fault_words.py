"""Why the engines make no figure or file of a wave, in words of the reader's language. They know codes and English."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causeway.estimation import EstimationError
from causeway.interchange.survey_data import SurveyDataError

_WORDS: dict[str, Promise] = {
    "answer_unknown": _("An answer is not among the question’s categories."),
    "category_silent": _("A category with people has no answer; join it with another."),
    "class_silent": _("Nobody answered in one of the classes; join it with another."),
    "frame_empty": _("The frame holds no people."),
    "margins_disagree": _("The margins do not add up to the same population."),
    "no_answers": _("Nobody answered."),
    "nobody_invited": _("Somebody answered from a stratum in which nobody was invited."),
    "stratum_unknown": _("Somebody answered from a stratum that the frame does not have."),
    "too_few_answers": _("There are too few answers, so there is nothing that may be released."),
}


def figure_fault(fault: EstimationError | SurveyDataError) -> str:
    """Why there is no figure or file. What has no words here stands as the engine says it."""
    return str(_WORDS.get(fault.code, fault.message))
