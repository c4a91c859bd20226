"""The tables of the desk."""

from causeway.hub.road.candidates.models.appeals import AccountAppeal, AppealCount
from causeway.hub.road.candidates.models.candidate import Candidate, CandidateFile
from causeway.hub.road.candidates.models.care import LookingNow, OwnCare
from causeway.hub.road.candidates.models.checks import CheckAnswer, CheckCount, KnownAnswer, PlacedCheck
from causeway.hub.road.candidates.models.desk import DeskSettings, Ending
from causeway.hub.road.candidates.models.duty import OnDuty
from causeway.hub.road.candidates.models.judging import Judgement

__all__ = [
    "AccountAppeal",
    "AppealCount",
    "Candidate",
    "CandidateFile",
    "CheckAnswer",
    "CheckCount",
    "DeskSettings",
    "Ending",
    "Judgement",
    "KnownAnswer",
    "LookingNow",
    "OnDuty",
    "OwnCare",
    "PlacedCheck",
]
