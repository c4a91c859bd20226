"""One plot of each kind, with what is awkward in it: long labels, a figure not shown, a gap, a signal."""

from causeway.hub.base.theme.plots import (
    Bar,
    ControlPoint,
    Drawing,
    FunnelPoint,
    Interval,
    LimitCurve,
    Reference,
    Series,
    Tick,
    bar_plot,
    control_chart,
    funnel_plot,
    interval_plot,
    line_plot,
)

WEEKS = tuple(range(1, 13))


def sample_intervals() -> Drawing:
    """Shares with a reference line, one of them withheld."""
    return interval_plot(
        [
            Interval(label="Riverford", value=0.44, low=0.38, high=0.50),
            Interval(
                label="An organisation whose name needs more than one line of room", value=0.71, low=0.5, high=0.9
            ),
            Interval(label="Hillbridge", value=None, note="Fewer than 10 answered"),
            Interval(label="Published, not weighted", value=0.9, is_second=True),
        ],
        title="Training was adequate",
        about="Four lines; everyone together is at 52%.",
        extent=(0, 1),
        reference=Reference(label="Everyone: 52%", value=0.52),
    )


def sample_bars() -> Drawing:
    """Counts, one unknown."""
    return bar_plot(
        [
            Bar(label="Service A", value=12_345),
            Bar(label="Service B", value=44),
            Bar(label="Service C", value=0),
            Bar(label="Service D", value=None, note="Not known yet"),
        ],
        title="Referrals sent",
        about="Service A sends nearly all.",
    )


def sample_lines() -> Drawing:
    """Two series that end close together, one with a gap."""
    return line_plot(
        [
            Series(label="High", points=[(week, None if week == 5 else 10 + week % 4) for week in WEEKS]),
            Series(label="Very high", points=[(week, 9 + week % 3) for week in WEEKS]),
        ],
        title="Referrals by week",
        about="Both stay between 9 and 14.",
        ticks=[Tick(week, f"Week {week}") for week in WEEKS],
        up_title="Referrals",
    )


def sample_funnel() -> Drawing:
    """Points within and without the limits."""
    sizes = range(5, 205, 5)
    return funnel_plot(
        [
            FunnelPoint(size=12, value=0.9),
            FunnelPoint(size=60, value=0.55),
            FunnelPoint(size=195, value=0.72, label="Riverford", is_signal=True),
        ],
        centre=0.5,
        centre_label="All together",
        limits=[
            LimitCurve(label=label, points=[(n, 0.5 - z * 0.5 / n**0.5, 0.5 + z * 0.5 / n**0.5) for n in sizes])
            for label, z in (("95% stay within", 1.96), ("99.8% stay within", 3.09))
        ],
        title="Seen within 7 days",
        about="One of three stands above the outer limit.",
        up_title="Share seen in time",
        across_title="Referrals",
        extent=(0, 1),
    )


def sample_control() -> Drawing:
    """A level that steps, a gap and a signal."""
    return control_chart(
        [
            ControlPoint(
                label=f"W{week}",
                value=None if week == 4 else 20 + (week * 7) % 5 + (12 if week == 9 else 0),
                centre=22,
                lower=14 if week < 7 else 12,
                upper=30 if week < 7 else 32,
                is_signal=week == 9,
            )
            for week in WEEKS
        ],
        title="Days until first seen",
        about="Week 9 is above its limit.",
        up_title="Days",
        centre_label="Usual level",
        limit_label="Chance stays within",
    )


def sample_plots() -> list[Drawing]:
    """All of them."""
    return [sample_intervals(), sample_bars(), sample_lines(), sample_funnel(), sample_control()]
