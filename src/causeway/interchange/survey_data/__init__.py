"""The answers to a survey as files for analysts: CSV with its DDI Codebook, and SPSS; public use or restricted."""

from causeway.interchange.survey_data.csv_file import write_csv
from causeway.interchange.survey_data.ddi import Study, write_ddi
from causeway.interchange.survey_data.disclosure import SMALLEST_CELL, Release, full_release, public_use
from causeway.interchange.survey_data.errors import SpssUnavailable, SurveyDataError, TooFewAnswers
from causeway.interchange.survey_data.sav import can_write_sav, write_sav
from causeway.interchange.survey_data.variables import Category, Record, Variable, VariableKind, variables_of

__all__ = [
    "SMALLEST_CELL",
    "Category",
    "Record",
    "Release",
    "SpssUnavailable",
    "Study",
    "SurveyDataError",
    "TooFewAnswers",
    "Variable",
    "VariableKind",
    "can_write_sav",
    "full_release",
    "public_use",
    "variables_of",
    "write_csv",
    "write_ddi",
    "write_sav",
]
