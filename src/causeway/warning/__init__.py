"""Early warning: what accounts do and write becomes evidence for a person who reviews it, and is measured honestly.

Behaviour goes from `Event` through a `Watch` to `ReviewCandidate`. Nothing here enforces anything, no text is taken or
kept, and there is no clock: `docs/explanation/early-warning.md`.
"""

from causeway.warning.alerting import Trigger
from causeway.warning.calibration import (
    Calibration,
    IsotonicCalibration,
    Labelled,
    LogisticCalibration,
    Probability,
    ReliabilityRow,
    calibration_as_toml,
    fit_isotonic,
    fit_logistic,
    parse_calibration,
    reliability,
)
from causeway.warning.candidates import MadeUnder, ReviewCandidate
from causeway.warning.combining import Contribution, Evidence, Explanation, Missing, OwnEvidence, Provenance, Scorer
from causeway.warning.errors import (
    CalibrationImpossible,
    EarlyWarningError,
    EventInvalid,
    NotAdopted,
    OutputNotEmpty,
    PolicyInvalid,
    RuleInvalid,
    SnapshotInvalid,
)
from causeway.warning.events import Event, EventKind, read_event
from causeway.warning.indicators import Stage
from causeway.warning.lines import LineReader
from causeway.warning.policy import WarningPolicy, parse_warning_policy, warning_policy
from causeway.warning.rules import OwnRules, parse_rules
from causeway.warning.settings import LegalBasis, WatchSettings, parse_settings
from causeway.warning.slices import SliceRate
from causeway.warning.snapshot import restore, snapshot
from causeway.warning.watching import Watch

__all__ = [
    "Calibration",
    "CalibrationImpossible",
    "Contribution",
    "EarlyWarningError",
    "Event",
    "EventInvalid",
    "EventKind",
    "Evidence",
    "Explanation",
    "IsotonicCalibration",
    "Labelled",
    "LegalBasis",
    "LineReader",
    "LogisticCalibration",
    "MadeUnder",
    "Missing",
    "NotAdopted",
    "OutputNotEmpty",
    "OwnEvidence",
    "OwnRules",
    "PolicyInvalid",
    "Probability",
    "Provenance",
    "ReliabilityRow",
    "ReviewCandidate",
    "RuleInvalid",
    "Scorer",
    "SliceRate",
    "SnapshotInvalid",
    "Stage",
    "Trigger",
    "WarningPolicy",
    "Watch",
    "WatchSettings",
    "calibration_as_toml",
    "fit_isotonic",
    "fit_logistic",
    "parse_calibration",
    "parse_rules",
    "parse_settings",
    "parse_warning_policy",
    "read_event",
    "reliability",
    "restore",
    "snapshot",
    "warning_policy",
]
