"""Draws the diagrams of the modules that ship: boxes, arrows and a few words. `python tools/draw_training_pictures.py`
writes them anew into the training app's static folder.
"""

from dataclasses import dataclass
from html import escape
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[1] / "src/causeway/hub/knowledge/training/static/training"
_INK, _LINE, _CALM, _FIRST = "#0b0c0c", "#0b5c66", "#e3eff0", "#fff3c4"
_LETTER_PX = 8.4
"""The width of a letter of 16 px, roughly: enough to break lines by."""


@dataclass(frozen=True, slots=True)
class Box:
    """A box with its words, by its middle, in pixels."""

    x: int
    y: int
    words: str
    wide: int = 200
    is_marked: bool = False


@dataclass(frozen=True, slots=True)
class Arrow:
    """From one point to another, with words beside it."""

    x1: int
    y1: int
    x2: int
    y2: int
    words: str = ""


HIGH = 76
PICTURES: dict[str, tuple[int, int, list[Box], list[Arrow]]] = {
    "matching": (
        760, 330,
        [
            Box(110, 60, "A file"), Box(380, 60, "Compared by exact digest"), Box(650, 60, "Known", is_marked=False),
            Box(380, 165, "Compared by perceptual digest"), Box(650, 165, "A person confirms"),
            Box(380, 270, "New to the lists: goes first", is_marked=True),
        ],
        [
            Arrow(210, 60, 280, 60), Arrow(480, 60, 550, 60, "same"), Arrow(380, 98, 380, 127, "no match"),
            Arrow(480, 165, 550, 165, "near"), Arrow(380, 203, 380, 232, "no match"), Arrow(650, 127, 650, 98),
        ],
    ),
    "viewing": (
        760, 330,
        [
            Box(190, 60, "Did a person at the service view it?", 300),
            Box(570, 60, "Is there authority, recorded?", 300),
            Box(570, 165, "Are you trained and on this case?", 300),
            Box(190, 165, "Are you well enough today?", 300),
            Box(380, 270, "Only then open it", 300, is_marked=True),
        ],
        [
            Arrow(340, 60, 420, 60), Arrow(570, 98, 570, 127), Arrow(420, 165, 340, 165), Arrow(190, 203, 290, 234),
        ],
    ),
    "three_votes": (
        760, 330,
        [
            Box(130, 60, "First vote"), Box(380, 60, "Second vote"), Box(630, 60, "Third vote"),
            Box(380, 165, "Each cast alone: do all three agree?", 320),
            Box(190, 270, "Yes: the category stands", 260, is_marked=True),
            Box(570, 270, "No: undecided, talk it over", 260),
        ],
        [
            Arrow(130, 98, 260, 129), Arrow(380, 98, 380, 127), Arrow(630, 98, 500, 129),
            Arrow(300, 203, 230, 232), Arrow(460, 203, 530, 232),
        ],
    ),
    "hand_over": (
        760, 330,
        [
            Box(150, 60, "New file or clue", 220, is_marked=True),
            Box(150, 165, "Body that protects the child", 220, is_marked=True),
            Box(600, 60, "Victim identification team", 240),
            Box(600, 165, "Looks in national and international series", 240),
            Box(600, 270, "You hear what is known", 240),
        ],
        [
            Arrow(260, 60, 480, 60, "the same day"), Arrow(150, 98, 150, 127, "at once"),
            Arrow(600, 98, 600, 127), Arrow(600, 203, 600, 232, "answer"),
        ],
    ),
    "first_response": (
        760, 230,
        [
            Box(190, 60, "1. Is the child safe now?", 300, is_marked=True), Box(570, 60, "2. Listen and believe", 300),
            Box(190, 165, "3. Keep things as they are", 300), Box(570, 165, "4. Write down and hand over", 300),
        ],
        [Arrow(340, 60, 420, 60), Arrow(570, 98, 250, 127), Arrow(340, 165, 420, 165)],
    ),
}  # fmt: skip


def _lines(words: str, wide: int) -> list[str]:
    """The words broken so that each line fits the box."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if len(longer) * _LETTER_PX > wide - 16 and lines[-1]:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines


def _text(x: int, y: float, words: str) -> str:
    return f'<text x="{x}" y="{y:g}" text-anchor="middle">{escape(words)}</text>'


def _box(box: Box) -> str:
    left, top = box.x - box.wide // 2, box.y - HIGH // 2
    fill = _FIRST if box.is_marked else _CALM
    edge = 4 if box.is_marked else 2
    lines = _lines(box.words, box.wide)
    first = box.y + 5 - 10 * (len(lines) - 1)
    words = "".join(_text(box.x, first + 20 * place, line) for place, line in enumerate(lines))
    shape = f'<rect x="{left}" y="{top}" width="{box.wide}" height="{HIGH}" rx="6" fill="{fill}"'
    return f'{shape} stroke="{_LINE}" stroke-width="{edge}"/>{words}'


def _arrow(arrow: Arrow) -> str:
    line = f'<line x1="{arrow.x1}" y1="{arrow.y1}" x2="{arrow.x2}" y2="{arrow.y2}"'
    drawn = f'{line} stroke="{_LINE}" stroke-width="3" marker-end="url(#head)"/>'
    if not arrow.words:
        return drawn
    middle_x, middle_y = (arrow.x1 + arrow.x2) // 2, (arrow.y1 + arrow.y2) / 2
    is_level = arrow.y1 == arrow.y2
    return drawn + _text(
        middle_x if is_level else middle_x + 44, middle_y - 10 if is_level else middle_y + 2, arrow.words
    )


def drawn(name: str) -> str:
    """One picture as SVG."""
    wide, high, boxes, arrows = PICTURES[name]
    head = (
        f'<defs><marker id="head" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="6" markerHeight="6" orient="auto">'
        f'<path d="M0 0L10 5L0 10z" fill="{_LINE}"/></marker></defs>'
    )
    ground = f'<rect width="{wide}" height="{high}" fill="#ffffff"/>'
    parts = [head, ground, *map(_arrow, arrows), *map(_box, boxes)]
    frame = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {wide} {high}" width="{wide}" height="{high}"'
    return f'{frame} font-family="Arial, Helvetica, sans-serif" font-size="16" fill="{_INK}">{"".join(parts)}</svg>\n'


if __name__ == "__main__":
    FOLDER.mkdir(parents=True, exist_ok=True)
    for picture in PICTURES:
        (FOLDER / f"{picture}.svg").write_text(drawn(picture), encoding="utf-8")
