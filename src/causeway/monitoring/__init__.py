"""Demand watched fairly: funnel plots, control charts, early change, waiting, and the cost of work for each child."""

from causeway.monitoring._errors import MonitoringError
from causeway.monitoring.control import ChartPoint, ControlChart, p_chart, u_chart, xmr_chart
from causeway.monitoring.early import Smoothed, ewma
from causeway.monitoring.funnels import (
    AT_LEAST,
    Funnel,
    Limits,
    Place,
    Unit,
    UnitInFunnel,
    dispersion_of,
    is_overdispersed,
    proportion_funnel,
    wilson_interval,
    winsorised,
)
from causeway.monitoring.handling import (
    FIRST_READING,
    LATER_READING,
    HandlingComparison,
    HandlingTime,
    Minutes,
    Telling,
    compare_handling,
)
from causeway.monitoring.rules import Rule, signals_of
from causeway.monitoring.waiting import ShareWithin, WaitingCurve, waiting_curve

__all__ = [
    "AT_LEAST",
    "FIRST_READING",
    "LATER_READING",
    "ChartPoint",
    "ControlChart",
    "Funnel",
    "HandlingComparison",
    "HandlingTime",
    "Limits",
    "Minutes",
    "MonitoringError",
    "Place",
    "Rule",
    "ShareWithin",
    "Smoothed",
    "Telling",
    "Unit",
    "UnitInFunnel",
    "WaitingCurve",
    "compare_handling",
    "dispersion_of",
    "ewma",
    "is_overdispersed",
    "p_chart",
    "proportion_funnel",
    "signals_of",
    "u_chart",
    "waiting_curve",
    "wilson_interval",
    "winsorised",
    "xmr_chart",
]
