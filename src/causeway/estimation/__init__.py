"""Survey statistics: weights to the frame, figures with honest intervals, tables, non-response, and what may be shown.

A survey of strata (force by rank) goes: `Frame` and `Sample`; `estimate_categories` or `estimate_number`, which leave
out blanks and post-stratify; `publish`, which hides what must not be shown. Nothing here knows a file, a clock or
chance: where randomness is needed a seed is given.
"""

from causeway.estimation._errors import EstimationError
from causeway.estimation._ranges import Cell, Equation, Range, ranges_of_hidden
from causeway.estimation.agreement import Agreement, cohen_kappa, krippendorff_alpha, weighted_kappa
from causeway.estimation.change import Change, Overlap, change, holm
from causeway.estimation.disclosure import (
    STANDARD_POLICY,
    CountTable,
    DisclosurePolicy,
    SafeEstimate,
    SafeTable,
    publish,
    rounded,
    suppress,
)
from causeway.estimation.estimates import Estimate, mean, proportion, proportions, total
from causeway.estimation.frame import Coded, Frame, Sample
from causeway.estimation.intervals import IntervalMethod
from causeway.estimation.questions import Answered, estimate_categories, estimate_number
from causeway.estimation.response import (
    Dispositions,
    Evenness,
    ResponseRates,
    evenness,
    response_rates,
)
from causeway.estimation.sensitivity import Band, Silence, shifted, silence, worst_case
from causeway.estimation.tables import CrossTable, RaoScott, crosstab
from causeway.estimation.weighting import (
    Note,
    NoteCode,
    Weighted,
    post_stratify,
)

__all__ = [
    "STANDARD_POLICY",
    "Agreement",
    "Answered",
    "Band",
    "Cell",
    "Change",
    "Coded",
    "CountTable",
    "CrossTable",
    "DisclosurePolicy",
    "Dispositions",
    "Equation",
    "Estimate",
    "EstimationError",
    "Evenness",
    "Frame",
    "IntervalMethod",
    "Note",
    "NoteCode",
    "Overlap",
    "Range",
    "RaoScott",
    "ResponseRates",
    "SafeEstimate",
    "SafeTable",
    "Sample",
    "Silence",
    "Weighted",
    "change",
    "cohen_kappa",
    "crosstab",
    "estimate_categories",
    "estimate_number",
    "evenness",
    "holm",
    "krippendorff_alpha",
    "mean",
    "post_stratify",
    "proportion",
    "proportions",
    "publish",
    "ranges_of_hidden",
    "response_rates",
    "rounded",
    "shifted",
    "silence",
    "suppress",
    "total",
    "weighted_kappa",
    "worst_case",
]
