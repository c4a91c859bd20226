"""Plots in a PDF: as wide as the page, and never taller than one."""

from causeway.hub.base.theme.pdf import Heading, Plot, pdf
from causeway.hub.base.theme.plots import Interval, interval_plot


def test_a_plot_of_many_lines_stays_on_one_page() -> None:
    rows = [Interval(label=f"Force {number}", value=0.5, low=0.4, high=0.6) for number in range(80)]
    drawing = interval_plot(rows, title="Forces", about="All alike.", extent=(0, 1))
    content = pdf("Doors", [Heading("Forces"), Plot(drawing, "By force")], language="nl", about="Doors", author="Desk")
    assert content.startswith(b"%PDF-")
    assert b"/Lang (nl)" in content
    assert b"/Count 2" in content
