"""What a referral desk would do with other arrivals, officers, shifts or training: a queueing simulation by priority.

It answers what-if questions; it decides nothing. Model, assumptions and checks: docs/explanation/staffing.md.
"""

from causeway.staffing._intervals import CONFIDENCE, Interval
from causeway.staffing.asking import (
    Answer,
    Comparison,
    Difference,
    Lever,
    Question,
    Tried,
    compare,
    compare_each,
    officers_needed,
    pulled,
)
from causeway.staffing.documents import DAY_NAMES, document_of, read_toml, run_from, scenario_from
from causeway.staffing.errors import ScenarioError
from causeway.staffing.scenario import (
    BandDemand,
    Bursts,
    FollowUp,
    Handling,
    Run,
    Scenario,
    Shape,
    Shift,
    Team,
)
from causeway.staffing.usual import spread_over_bands, usual_band, usual_scenario
from causeway.staffing.what_if import QUANTILES, BandFigures, Figures, what_if

__all__ = [
    "CONFIDENCE",
    "DAY_NAMES",
    "QUANTILES",
    "Answer",
    "BandDemand",
    "BandFigures",
    "Bursts",
    "Comparison",
    "Difference",
    "Figures",
    "FollowUp",
    "Handling",
    "Interval",
    "Lever",
    "Question",
    "Run",
    "Scenario",
    "ScenarioError",
    "Shape",
    "Shift",
    "Team",
    "Tried",
    "compare",
    "compare_each",
    "document_of",
    "officers_needed",
    "pulled",
    "read_toml",
    "run_from",
    "scenario_from",
    "spread_over_bands",
    "usual_band",
    "usual_scenario",
    "what_if",
]
