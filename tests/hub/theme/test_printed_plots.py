"""A PDF: plots as wide as the page and never taller than one, and what helps who cannot see it."""

import re

from django.utils.translation import override

from causeway.hub.base.theme.pdf import Heading, Paragraph, Plot, pdf
from causeway.hub.base.theme.plots import Interval, interval_plot


def test_a_plot_of_many_lines_stays_on_one_page() -> None:
    rows = [Interval(label=f"Force {number}", value=0.5, low=0.4, high=0.6) for number in range(80)]
    drawing = interval_plot(rows, title="Forces", about="All alike.", extent=(0, 1))
    content = pdf("Doors", [Heading("Forces"), Plot(drawing, "By force")], language="nl", about="Doors", author="Desk")
    assert content.startswith(b"%PDF-")
    assert b"/Lang (nl)" in content
    assert b"/Count 2" in content


def test_headings_are_the_outline_and_each_leads_to_its_own_page() -> None:
    long = Paragraph("\n".join(f"Line {number}" for number in range(90)))
    content = pdf("Doors", [Heading("Knobs"), long, Heading("Hinges", 3), Heading("Häuser", 2)])
    assert b"/Title (Knobs)" in content
    assert b"/Title (Hinges)" in content
    pages = re.findall(rb"\[ (\d+) 0 R /XYZ", content)
    assert len(pages) == 3
    assert pages[0] != pages[1] == pages[2]
    assert b"/DisplayDocTitle true" in content


def test_a_document_is_in_the_readers_language() -> None:
    with override("it"):
        assert b"/Lang (it)" in pdf("Doors", [Heading("Knobs")])
