"""A desk to begin from, where nothing has been measured yet. Each figure names its source, or says that it is ours."""

from collections.abc import Mapping

from causeway.staffing.scenario import BandDemand, FollowUp, Handling, Scenario, Shift, Team, target_of
from causeway.vocabulary.findings import BAND_ORDER, Band

USUAL_MIX: Mapping[Band, float] = {Band.VERY_HIGH: 0.05, Band.HIGH: 0.15, Band.MEDIUM: 0.3, Band.LOW: 0.5}
"""Share of each band. Our own assumption: no force publishes its mix. Replace it by your own queue's."""

USUAL_MINUTES: Mapping[Band, float] = {Band.VERY_HIGH: 240.0, Band.HIGH: 180.0, Band.MEDIUM: 90.0, Band.LOW: 45.0}
"""Minutes of work before a referral's first decision: reading, research, risk assessment, writing it down. Our own
assumption.
"""

USUAL_SPREAD = 1.0
"""Standard deviation over mean. Our own assumption: a long tail, as handling times of human work have."""

USUAL_FOLLOW_UP = FollowUp(share=0.4, after_days=3.0, handling=Handling(mean_minutes=60.0, spread=USUAL_SPREAD))
"""Answers of services and partners that bring a referral back. Our own assumption."""

USUAL_ABSENCE = 0.2
"""Leave, sickness, courts and courses together. Our own assumption."""

USUAL_DESK_SHARE = 0.8
"""Of time on duty; the rest are breaks, briefings and other duties. Our own assumption."""

USUAL_DUPLICATE_SHARE = 0.5
"""Of the files that NCMEC received in 2023, 52% were exact duplicates (reference: Stanford Internet Observatory, 2024);
that as many referrals tell of an event told before is our own assumption.
"""

USUAL_DUPLICATE_EFFORT = 0.3
"""What a duplicate takes until somebody knows that it is one, in shares of the whole. Our own assumption."""

USUAL_MISJUDGED = 0.1
"""Referrals put one band too low or too high. Our own assumption."""


def usual_band(band: Band, per_week: float, minutes: float | None = None) -> BandDemand:
    """A band with the usual handling; only trained officers take the two upper bands."""
    return BandDemand(
        per_week=per_week,
        handling=Handling(mean_minutes=minutes or USUAL_MINUTES[band], spread=USUAL_SPREAD),
        follow_up=USUAL_FOLLOW_UP,
        target_days=target_of(band),
        needs_training=band in {Band.VERY_HIGH, Band.HIGH},
    )


def usual_scenario(per_week: Mapping[Band, float], *, trained: int, untrained: int = 0) -> Scenario:
    """A desk with these arrivals and officers, on weekdays from eight to four, and all else as usual."""
    return Scenario(
        bands={band: usual_band(band, per_week[band]) for band in BAND_ORDER if band in per_week},
        teams=(Team(trained=trained, untrained=untrained, shift=Shift()),),
        absence=USUAL_ABSENCE,
        desk_share=USUAL_DESK_SHARE,
        duplicate_share=USUAL_DUPLICATE_SHARE,
        duplicate_effort=USUAL_DUPLICATE_EFFORT,
        is_bundled=True,
        misjudged_share=USUAL_MISJUDGED,
    )


def spread_over_bands(per_week: float) -> dict[Band, float]:
    """A number of referrals a week, over the bands as usual."""
    return {band: per_week * share for band, share in USUAL_MIX.items()}
