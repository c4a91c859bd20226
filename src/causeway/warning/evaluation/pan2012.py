"""PAN-2012's corpus of chats, read from where the user keeps it, a message at a time; it never comes along.

The form is that of the author identification task of 2012 (Inches and Crestani, CLEF 2012):
`<conversations><conversation id><message line><author/><time/><text/></message>...`. The file is a stranger's: it may
hold no document type (so no entity that unfolds), no deeper tree than the form has, no long name and no endless tag; a
text is cut where the scorer would cut it. Memory does not grow with the file.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO
from xml.parsers import expat

from causeway.warning.evaluation.errors import EvaluationError

MAX_NAME, MAX_TEXT, MAX_DEPTH, MAX_PIECE = 200, 1000, 4, 1_000_000
MAX_TRUTH_BYTES = 10_000_000
_CHUNK = 1 << 16
_LONG = ("author", "text")


@dataclass(frozen=True, slots=True)
class Message:
    """One message; the names are the corpus's own pseudonyms."""

    conversation: str
    author: str
    text: str


def read_messages(file: BinaryIO) -> Iterator[Message]:
    """Every message in order, as the file is read.

    Raises:
        EvaluationError: it is no such XML, is cut off, or is made to harm; it names the line.
    """
    reader = _Reader()
    parser, given = reader.parser, 0
    while True:
        chunk = file.read(_CHUNK)
        try:
            parser.Parse(chunk, not chunk)
        except expat.ExpatError as fault:
            line = f"line {fault.lineno}"
            raise EvaluationError(line, f"is no well-formed XML: {expat.ErrorString(fault.code)}") from fault
        given += len(chunk)
        if given - parser.CurrentByteIndex > MAX_PIECE:
            raise EvaluationError(f"line {parser.CurrentLineNumber}", "holds a tag or comment without end")
        yield from reader.taken()
        if not chunk:
            return


def read_truth(path: Path) -> frozenset[str]:
    """The authors who are positive: one name a line.

    Raises:
        EvaluationError: the file cannot be read, is too large, or holds no name or one too long.
    """
    try:
        if path.stat().st_size > MAX_TRUTH_BYTES:
            raise EvaluationError(path.name, f"is larger than {MAX_TRUTH_BYTES:,} bytes")
        lines = path.read_text("utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as fault:
        raise EvaluationError(path.name, "cannot be read as text") from fault
    for number, line in enumerate(lines, start=1):
        if len(line.strip()) > MAX_NAME or len(line.split()) > 1:
            raise EvaluationError(path.name, f"line {number} is not the name of one author")
    names = frozenset(line.strip() for line in lines if line.strip())
    if not names:
        raise EvaluationError(path.name, "names no author")
    return names


@dataclass(slots=True)
class _Reader:
    """What the parser calls; keeps the message that is being read, and those that are done until they are taken."""

    path: list[str] = field(default_factory=list)
    conversation: str = ""
    held: dict[str, str] = field(default_factory=dict)
    done: list[Message] = field(default_factory=list)
    parser: "expat.XMLParserType" = field(default_factory=expat.ParserCreate)

    def __post_init__(self) -> None:
        self.parser.buffer_text = True
        self.parser.StartDoctypeDeclHandler = self._doctype
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters

    def taken(self) -> list[Message]:
        done, self.done = self.done, []
        return done

    def _doctype(self, *_: object) -> None:
        raise self._fault("declares a document type, which could unfold without end")

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self.path.append(name)
        if len(self.path) > MAX_DEPTH:
            raise self._fault("is deeper than a message's text")
        if len(self.path) == 1 and name != "conversations":
            raise self._fault("begins with something else than conversations")
        if self.path == ["conversations", "conversation"]:
            self.conversation = self._name(attributes.get("id", ""), "id of the conversation")
        if self.path[1:] == ["conversation", "message"]:
            self.held = {}

    def _characters(self, data: str) -> None:
        if self.path[1:3] == ["conversation", "message"] and len(self.path) == MAX_DEPTH and self.path[-1] in _LONG:
            known = self.held.get(self.path[-1], "")
            self.held[self.path[-1]] = known + data[: max(0, MAX_TEXT - len(known))]

    def _end(self, _: str) -> None:
        if self.path[1:] == ["conversation", "message"]:
            author = self._name(self.held.get("author", "").strip(), "author")
            self.done.append(Message(self.conversation, author, self.held.get("text", "")))
        self.path.pop()

    def _name(self, value: str, what: str) -> str:
        if not 0 < len(value) <= MAX_NAME:
            raise self._fault(f"has no {what}, or one of more than {MAX_NAME} characters")
        return value

    def _fault(self, message: str) -> EvaluationError:
        return EvaluationError(f"line {self.parser.CurrentLineNumber}", message)
