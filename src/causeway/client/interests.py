"""Registering interests from a machine of one's own: selectors are blinded here, and the hub gets tokens alone.

A book in a private file keeps what the hub never sees: which selector each interest is about.
"""

import json
import os
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

import httpx

from causeway.blinding import RandomBytes
from causeway.client.errors import ClientError, ServerUnreachable, WrongCredential
from causeway.lasting import write_lastingly
from causeway.oversight import Evaluating, tokens_for
from causeway.vocabulary.selectors import Selector, SelectorKind

MOST_AT_ONCE: Final = 100
"""As many as the hub takes in one call, and of one program in a day."""
MOST_LISTED: Final = 500
"""As many as the hub lists in one call."""
_FORMAT: Final = "causeway-interests/1"


class BookUnusable(ClientError):
    """The book is none, others may read it, or it cannot be written."""

    code = "book_unusable"


class HubRefused(ClientError):
    """The hub refused; the message is its own."""

    code = "hub_refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class BookLine:
    """One interest with its selector. `tokens` are hex digits by epoch; `interest_id` is empty until the hub has it."""

    kind: SelectorKind
    value: str = field(repr=False)
    label: str
    case_reference: str
    is_silent: bool = False
    months: int = 6
    tells_months: int = 0
    interest_id: str = ""
    tokens: Mapping[str, str] = field(default_factory=dict, repr=False)

    @property
    def selector(self) -> Selector:
        """The selector."""
        return Selector(kind=self.kind, value=self.value)


@dataclass(frozen=True, slots=True, kw_only=True)
class Met:
    """Another organisation works, or worked, on what a line is about."""

    line: BookLine
    other: str
    other_until: str
    is_mutual: bool


def read_book(path: Path) -> list[BookLine]:
    """The lines of a book; none where there is no file yet. Raises BookUnusable."""
    if not path.exists():
        return []
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise BookUnusable(f"Others may read {path.name}: take that from them (chmod 600).")
    try:
        stated = json.loads(path.read_text(encoding="utf-8"))
        if stated["format"] != _FORMAT:
            raise BookUnusable(f"{path.name} is no book of interests.")
        return [BookLine(**(line | {"kind": SelectorKind(line["kind"])})) for line in stated["lines"]]
    except (OSError, ValueError, KeyError, TypeError):
        raise BookUnusable(f"{path.name} is no book of interests.") from None


def write_book(path: Path, lines: Iterable[BookLine]) -> None:
    """Put lines in the place of a book, whole or not at all, for its owner's eyes alone. Raises BookUnusable."""
    text = json.dumps({"format": _FORMAT, "lines": [asdict(line) for line in lines]}, indent=2)
    try:
        write_lastingly(path, text.encode())
    except OSError:
        raise BookUnusable(f"{path.name} cannot be written.") from None


def blind_lines(
    lines: list[BookLine], evaluating: Evaluating, committed: Mapping[int, bytes], random_bytes: RandomBytes
) -> list[BookLine]:
    """The lines with their tokens under the newest key that is committed to; those that have one are left alone.

    Raises:
        OversightError, BlindingError: as `causeway.oversight.tokens_for`.
    """
    epoch = max(committed)
    lacking = [line for line in lines if str(epoch) not in line.tokens]
    if not lacking:
        return lines
    tokens = tokens_for(
        [line.selector for line in lacking], evaluating, epoch=epoch, committed=committed, random_bytes=random_bytes
    )
    fresh = {
        id(line): replace(line, tokens={**line.tokens, str(epoch): token.hex()})
        for line, token in zip(lacking, tokens, strict=True)
    }
    return [fresh.get(id(line), line) for line in lines]


class InterestClient:
    """A hub's interests, as one of a force's programs. Use it as a context manager, or `close` it."""

    def __init__(
        self, server: str, username: str, password: str, *, transport: httpx.BaseTransport | None = None
    ) -> None:
        base = f"{server.rstrip('/')}/api/v1"
        self._http = httpx.Client(base_url=base, auth=(username, password), timeout=60.0, transport=transport)
        self._epochs: dict[str, frozenset[str]] | None = None

    def __enter__(self) -> "InterestClient":
        return self

    def __exit__(self, *fault: object) -> None:
        self._http.close()

    def register(self, lines: list[BookLine]) -> list[BookLine]:
        """Register blinded lines that share case and terms, and give them with the hub's identifiers. Of each line go
        the newest token, and those that the hub holds, by which it knows the interest again: any other would count as
        one selector more, and is refused once the oversight body has retired its key.

        Raises:
            HubRefused: the hub does, for instance because of its limit.
            WrongCredential, ServerUnreachable: it could not be asked.
        """
        first, held = lines[0], self._held() if any(line.interest_id for line in lines) else {}
        tokens = [_tokens_to_send(line, held.get(line.interest_id, ())) for line in lines]
        body = {
            "case_reference": first.case_reference,
            "is_silent": first.is_silent,
            "months": first.months,
            "tells_months": first.tells_months,
            "interests": [
                {"label": line.label, "kind": line.kind.value, "tokens": some}
                for line, some in zip(lines, tokens, strict=True)
            ],
        }
        answer = self._ask("POST", "/interests", body)
        ids = [str(of) for of in answer["ids"]]
        if self._epochs is not None:
            for of, some in zip(ids, tokens, strict=True):
                self._epochs[of] = self._epochs.get(of, frozenset()) | some.keys()
        return [replace(line, interest_id=of) for line, of in zip(lines, ids, strict=True)]

    def met(self, lines: Iterable[BookLine]) -> list[Met]:
        """Who else works on what is in the book, newest first. Raises as `register`."""
        by_id = {line.interest_id: line for line in lines}
        return [
            Met(
                line=by_id[one["interest_id"]],
                other=str(one["other"]),
                other_until=str(one["other_until"] or ""),
                is_mutual=bool(one["is_mutual"]),
            )
            for one in self._all("/interests/overlaps")
            if one["interest_id"] in by_id
        ]

    def _held(self) -> Mapping[str, Collection[str]]:
        """For each of the force's interests the epochs under which the hub holds a token, as it said when it was first
        asked; none for what lapsed or was withdrawn.
        """
        if self._epochs is None:
            self._epochs = {str(one["id"]): frozenset(map(str, one["epochs"])) for one in self._all("/interests")}
        return self._epochs

    def _all(self, path: str) -> Iterator[dict[str, Any]]:
        """A list of the hub's, call by call. A hub that knows no `after` gives its first part once."""
        last, place = "", dict[str, str]()
        while part := self._ask("GET", f"{path}?{urlencode(place)}" if place else path):
            if part[-1]["id"] == last:
                return
            last = part[-1]["id"]
            place = {"after": last}
            if "standing" in part[-1]:
                place["after_standing"] = part[-1]["standing"]
            yield from part
            if len(part) < MOST_LISTED:
                return

    def _ask(self, method: str, path: str, body: object = None) -> Any:
        try:
            answer = self._http.request(method, path, json=body)
            stated = answer.json()
        except (httpx.HTTPError, httpx.InvalidURL, ValueError):
            raise ServerUnreachable("The hub cannot be reached, or does not answer as a hub does.") from None
        if answer.status_code == HTTPStatus.UNAUTHORIZED:
            raise WrongCredential("The hub does not know this username and password.")
        if not answer.is_success:
            raise HubRefused(str(stated.get("detail") or stated.get("title") or answer.status_code))
        return stated


def _tokens_to_send(line: BookLine, held: Collection[str]) -> dict[str, str]:
    newest = max(line.tokens, key=int, default="")
    return {epoch: token for epoch, token in line.tokens.items() if epoch == newest or epoch in held}


def in_calls(lines: Iterable[BookLine]) -> list[list[BookLine]]:
    """Lines in as many groups as there are calls to make: those of one case and terms together, so many at once. Each
    counts as one selector, for at most one of the tokens that go is new to the hub.
    """
    groups: dict[tuple[object, ...], list[list[BookLine]]] = {}
    for line in lines:
        key = (line.case_reference, line.is_silent, line.months, line.tells_months)
        calls = groups.setdefault(key, [[]])
        if len(calls[-1]) == MOST_AT_ONCE:
            calls.append([])
        calls[-1].append(line)
    return [call for calls in groups.values() for call in calls]
