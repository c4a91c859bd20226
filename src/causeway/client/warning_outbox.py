"""Sending what early warning wrote to a service's own desk at the hub, a line at a time, from where it was left off.

The place in the file is kept after every receipt. What was sent before a kill, and not yet noted, is sent again under
the same key, so that it is one candidate. A line without its end is still being written, and waits.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO, Final

from causeway.client._candidates import BadWarning, CandidateDoor, SentCandidate, send_warnings
from causeway.client.errors import RefusedByServer
from causeway.lasting import write_lastingly

LONGEST_LINE: Final = 1 << 20
"""Far more than one candidate with all its reasons."""


class OutboxUnusable(ValueError):
    """The place that was kept is not of this file, or the file holds what is no line. The message holds nothing of
    either.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Sending:
    """How far a file was sent: its bytes and lines, the SHA-256 of the last line, and what became of the lines.
    `repeats` of those sent were at the hub before; `refused` were not taken, or are none.
    """

    bytes: int = 0
    lines: int = 0
    last_digest: str = ""
    last_length: int = 0
    sent: int = 0
    repeats: int = 0
    refused: int = 0


def send_outbox(
    door: CandidateDoor,
    outbox: Path,
    kept: Path,
    *,
    platform: str,
    may_go_on: Callable[[], bool] = lambda: True,
    on_sent: Callable[[int, bytes, SentCandidate], None] = lambda _number, _line, _sent: None,
    on_refused: Callable[[int, str, bytes], None] = lambda _number, _fault, _line: None,
) -> Sending:
    """Send every whole line that was not sent before, in order, and give how far the file is sent now.

    `may_go_on` is asked before every line. What was sent is given away with its number and its line, after a kill once
    more. A line that is refused is given away with its number and what is wrong, and passed over: the ones behind it
    are sent all the same.

    Raises:
        OutboxUnusable: the place kept is not of this file, or a line is too long. WrongCredential, ServerUnreachable: a
            line could not be sent; those before it were, and the next call goes on there. OSError: a file cannot be
            read or written.
    """
    place = _read_place(kept)
    with outbox.open("rb") as file:
        _go_to(file, place)
        for line in _whole_lines(file):
            if not may_go_on():
                break
            sent = refused = None
            try:
                sent = next(send_warnings(door, [line], platform=platform), None)
            except (BadWarning, RefusedByServer) as fault:
                refused = str(fault)
            place = Sending(
                bytes=place.bytes + len(line),
                lines=place.lines + 1,
                last_digest=sha256(line).hexdigest(),
                last_length=len(line),
                sent=place.sent + (sent is not None),
                repeats=place.repeats + (sent is not None and sent.is_repeat),
                refused=place.refused + (refused is not None),
            )
            if refused is not None:
                on_refused(place.lines, refused, line)
            if sent is not None:
                on_sent(place.lines, line, sent)
            write_lastingly(kept, json.dumps(asdict(place)).encode() + b"\n")
    return place


def _read_place(kept: Path) -> Sending:
    try:
        document = json.loads(kept.read_bytes())
        return Sending(**document)
    except FileNotFoundError:
        return Sending()
    except (ValueError, TypeError) as fault:
        raise OutboxUnusable("What was kept of the last sending cannot be read.") from fault


def _go_to(file: BinaryIO, place: Sending) -> None:
    """Go on behind the last line sent, where it stands there still."""
    file.seek(place.bytes - place.last_length)
    if place.lines and sha256(file.read(place.last_length)).hexdigest() != place.last_digest:
        raise OutboxUnusable("This is another file than the one that was sent before, or it was changed since.")


def _whole_lines(file: BinaryIO) -> Iterator[bytes]:
    while (line := file.readline(LONGEST_LINE)).endswith(b"\n"):
        yield line
    if len(line) == LONGEST_LINE:
        raise OutboxUnusable("A line is longer than any candidate: nothing behind it can be sent.")
