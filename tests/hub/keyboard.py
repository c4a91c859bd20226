"""A person with a keyboard and no mouse: goes from stop to stop with Tab, sees where they are, and is never caught."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from hub.browser import PATIENCE_MS

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

MOST_STOPS = 250
"""More than any page of the desk has with a short list; who needs more is caught."""

_WHERE = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  const marks = [here];
  if (here.matches('input[type=radio], input[type=checkbox]') && here.labels.length) marks.push(here.labels[0]);
  const drawn = style => (style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) > 0)
    || style.boxShadow !== 'none';
  const seen = marks.some(mark => drawn(getComputedStyle(mark)) || drawn(getComputedStyle(mark, '::before')));
  const box = marks[marks.length - 1].getBoundingClientRect();
  const within = box.width > 0 && box.height > 0 && box.bottom > 0 && box.right > 0
    && box.top < innerHeight && box.left < innerWidth;
  return {name: (here.labels?.[0] ?? here).textContent.trim().slice(0, 60) || here.name || here.tagName,
    seen, within};
}"""


@dataclass
class Keyboard:
    """One person's keys on one page. `faults` names stops at which nobody could see where they are."""

    page: "Page"
    faults: list[str] = field(default_factory=list)

    def to(self, wanted: "Locator") -> int:
        """Press Tab until this has the focus, and give how many stops it took.

        Raises:
            AssertionError: it is not reached.
        """
        wanted.wait_for(state="attached", timeout=PATIENCE_MS)
        for stop in range(MOST_STOPS):
            if wanted.evaluate("here => here === document.activeElement"):
                return stop
            self.page.keyboard.press("Tab")
            self._look()
        raise AssertionError(f"not reached with {MOST_STOPS} stops: {wanted}")

    def press(self, wanted: "Locator", key: str = "Enter") -> None:
        """Go there, and press a key."""
        self.to(wanted)
        self.page.keyboard.press(key)

    def write(self, wanted: "Locator", text: str) -> None:
        """Go there, and type."""
        self.to(wanted)
        self.page.keyboard.type(text)

    def skip(self, name: str, target: str) -> None:
        """Use a skip link, which must come among the first stops, and land where it says."""
        link = self.page.get_by_role("link", name=name, exact=True)
        assert self.to(link) <= 3, f"{name} does not come first"
        self.page.keyboard.press("Enter")
        assert self.page.evaluate("document.activeElement.id") == target

    def round(self) -> list[str]:
        """Every stop of the page once, until the focus leaves it; a page that never lets go is a trap."""
        self.page.evaluate("document.activeElement.blur()")
        names: list[str] = []
        for _ in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            found = self._look()
            if found is None:
                return names
            names.append(found["name"])
        raise AssertionError(f"caught on {self.page.url} after {names[-3:]}")

    def _look(self) -> dict[str, Any] | None:
        found: dict[str, Any] | None = self.page.evaluate(_WHERE)
        if found and not (found["seen"] and found["within"]):
            self.faults.append(f"{self.page.url}: the focus is not seen at {found['name']!r}")
        return found
