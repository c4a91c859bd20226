"""Screens uploads: digests in one pass, decoding in limited child processes, look-ups in lists on this machine.

Exact digests are looked up first. The file is decoded only where they found no signal that its source stands by, some
list has perceptual hashes, and a decoder takes its type. Nothing leaves the machine, and nothing is blocked.
"""

from collections.abc import AsyncIterable, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Self

from causeway.client.mirror import Asked, NotComparable
from causeway.client.screening._asking import (
    EXACT_KINDS,
    Question,
    exact_questions,
    nearest_of_each,
    perceptual_questions,
)
from causeway.client.screening._lists import IndexFile, Lists
from causeway.client.screening._mentions import LONGEST_TEXT, account_questions, text_questions, url_questions
from causeway.client.screening._mirrors import Found
from causeway.client.screening._taking import DECODED_TYPES, Taking
from causeway.client.screening._workers import T, Workers
from causeway.client.screening.errors import BadSetting, NotAFile, ScreeningClosed
from causeway.client.screening.results import MOST_HITS, Screened, WhenNotScreened
from causeway.interchange.signals import value_fault
from causeway.matching import PROCESSORS, RECOMMENDED_RADIUS_BITS, ExactDigests, Look
from causeway.matching.look import Findings, look_of
from causeway.vocabulary.findings import MediaDigests
from causeway.vocabulary.screening import FaultCode, ScreeningFault
from causeway.vocabulary.signals import PERCEPTUAL_KINDS, SignalKind, SignalState

LARGEST_BYTES: Final = 1 << 30
"""One upload of more is not screened (our choice: an hour of video)."""
STALE_AFTER: Final = timedelta(hours=1)
"""A feed with nothing new speaks every few minutes, so that an hour's silence is a fault."""
LONGEST_SECONDS: Final = 60.0
"""To decode one upload, and to wait for a process that does."""
LARGEST_RADIUS_BITS: Final = 64
"""Beyond it pictures that have nothing in common are found by the thousand."""
_PIECE_BYTES: Final = 1 << 20
_PARTLY_READ: Final = "only_partly_read"
NOT_DECODED: Final = "not_decoded"
"""This machine had no room, or no process to spare."""
_STOOD_BY: Final = frozenset({SignalState.ADDED, SignalState.CONFIRMED})
"""An exact hit in one of these needs no other; a disputed one must not hide what a look would find."""
COMPARED_KINDS: Final = (*EXACT_KINDS, *PERCEPTUAL_KINDS)
"""The kinds of signals that an upload can match."""
Upload = bytes | bytearray | memoryview | Path | BinaryIO


def _utc_now() -> datetime:
    return datetime.now(UTC)


class Screening:
    """Compares uploads with the mirrors of banks in the folder `mirror`, with saved indexes, or with both. Threads may
    share it.

    `when_not_screened` says what an upload with a fault does. Its default lets it through: a list that is stale for an
    hour would else put every upload of that hour before your reviewers, and bury the hits among them. Whatever you
    choose, keep what has faults, and screen it again.

    `withhold_after` does without a mirror's hits once its source has been silent for that long: a withdrawal that did
    not arrive could stand among them. By default (None) they are told with a warning, for an hour without withdrawals
    is rare, and a list that says nothing misses everything.

    `examiners` decode at the same time, by default one a processor. An upload waits for its turn as long as decoding
    may take, `longest_seconds`, and is then told as not decoded. `now` is the clock. Raises BadSetting.
    """

    def __init__(
        self,
        mirror: Path | str | None = None,
        *,
        indexes: Sequence[IndexFile] = (),
        stale_after: timedelta = STALE_AFTER,
        withhold_after: timedelta | None = None,
        when_not_screened: WhenNotScreened = WhenNotScreened.LET_THROUGH,
        looks_alike: bool = True,
        radius_bits: int = RECOMMENDED_RADIUS_BITS,
        largest_bytes: int = LARGEST_BYTES,
        longest_seconds: float = LONGEST_SECONDS,
        examiners: int | None = None,
        now: Callable[[], datetime] = _utc_now,
    ) -> None:
        mirror = Path(mirror) if isinstance(mirror, str) else mirror
        count = PROCESSORS if examiners is None else examiners
        if withhold_after is not None and (mirror is None or withhold_after < stale_after):
            raise BadSetting("bad_withhold_after", "withhold_after needs a mirror, and is no shorter than stale_after")
        _check(radius_bits=radius_bits, largest_bytes=largest_bytes, examiners=count)
        self._lists = Lists(mirror, indexes, stale_after=stale_after, withhold_after=withhold_after)
        self._when_not_screened = when_not_screened
        self._looks_alike = looks_alike
        self._radius_bits = radius_bits
        self._largest_bytes = largest_bytes
        self._now = now
        self._workers = Workers(count, timeout_seconds=longest_seconds)

    def screen(self, upload: Upload, *, reference: str | None = None) -> Screened:
        """What is known of an upload: bytes, a file on disk, or an open binary file, read to its end.

        Raises OSError where it cannot be read, NotAFile, BadSetting for what is no upload, and ScreeningClosed;
        whatever else is wrong with it is a fault in the result.
        """
        if isinstance(upload, Path):
            return self._screen_path(upload, reference)
        with self.taking() as taking:
            for piece in _pieces(upload):
                if not taking.take(piece):
                    break
            return self.finish(taking, reference=reference)

    async def screen_async(self, upload: Upload | AsyncIterable[bytes], *, reference: str | None = None) -> Screened:
        """The same beside an event loop, which goes on meanwhile; an upload may arrive in pieces too."""
        if not isinstance(upload, AsyncIterable):
            return await self.in_thread(partial(self.screen, upload, reference=reference))
        with await self.in_thread(self.taking) as taking:
            async for piece in upload:
                if not await self.in_thread(partial(taking.take, piece)):
                    break
            return await self.in_thread(partial(self.finish, taking, reference=reference))

    def screen_digests(self, digests: Mapping[SignalKind, str], *, reference: str | None = None) -> Screened:
        """What the lists say of a file that is known by its digests alone, lower-case hex.

        Raises NotComparable for a value that is none of its kind, and BadSetting for a kind that no file has.
        """
        for kind, value in digests.items():
            if kind not in COMPARED_KINDS:
                raise BadSetting("bad_kind", f"{kind} is no digest of a file that can be compared", field=kind)
            if fault := value_fault(kind, value):
                raise NotComparable(*fault, field=kind)
        return self._asked([Question(Asked(kind, value)) for kind, value in digests.items()], reference)

    def screen_account(
        self, service: str, *, handle: str = "", identifier: str = "", reference: str | None = None
    ) -> Screened:
        """What the lists say of an account at a service, by its handle, its lasting identifier, or both.

        Raises NotComparable where they name no account.
        """
        return self._asked(account_questions(service, handle=handle, identifier=identifier), reference)

    def screen_url(self, url: str, *, reference: str | None = None) -> Screened:
        """What the lists say of one page, profile or file. Raises NotComparable where it is no address, and
        `whole_site` where it names a site and nothing on it.
        """
        return self._asked(url_questions(url), reference)

    def screen_text(self, text: str, *, reference: str | None = None) -> Screened:
        """Which listed keywords stand in a text as whole words. A text of more than `LONGEST_TEXT` characters is not
        screened, and that is a fault.
        """
        if len(text) > LONGEST_TEXT:
            return self._fault(FaultCode.TOO_LARGE, reference)
        has_keywords = SignalKind.KEYWORD in self._lists.kinds()
        return self._asked(text_questions(text) if has_keywords else [], reference)

    def taking(self) -> Taking:
        """Where to put an upload that arrives in pieces, for `finish`; close it afterwards, as a context does."""
        return Taking(largest_bytes=self._largest_bytes, keeps_content=self._wants_decoding())

    def finish(self, taking: Taking, *, reference: str | None = None) -> Screened:
        """What is known of the upload that was taken. Raises ScreeningClosed."""
        if taking.is_too_large:
            return self._fault(FaultCode.TOO_LARGE, reference)
        exact = taking.finish()
        return self._examined(exact, taking.content, reference)

    def broken_off(self, *, reference: str | None = None, detail: str | None = None) -> Screened:
        """The result for an upload that did not arrive whole, or not in its format."""
        return self._fault(FaultCode.BROKEN_UPLOAD, reference, detail)

    async def in_thread(self, work: Callable[[], T]) -> T:
        """Work done by this screening's own threads, beside the event loop. Raises ScreeningClosed."""
        return await self._workers.in_thread(work)

    def close(self) -> None:
        """End the child processes; uploads that wait for one raise ScreeningClosed."""
        self._workers.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    def _screen_path(self, path: Path, reference: str | None) -> Screened:
        if not path.is_file():
            path.stat()
            raise NotAFile
        with Taking(largest_bytes=self._largest_bytes, keeps_content=False) as taking, path.open("rb") as file:
            for piece in _pieces(file):
                if not taking.take(piece):
                    return self._fault(FaultCode.TOO_LARGE, reference)
            exact = taking.finish()
        is_decoded = self._wants_decoding() and exact.media_type in DECODED_TYPES
        return self._examined(exact, lambda: path if is_decoded else None, reference)

    def _examined(
        self, exact: ExactDigests, content: Callable[[], bytes | Path | None], reference: str | None
    ) -> Screened:
        """The exact digests looked up; and what decoding gives, where no source stands by what that found."""
        if self._workers.is_closed:
            raise ScreeningClosed
        questions = exact_questions(exact)
        looked = _Looked(look_of(exact, Findings()).digests, questions, self._look_up(questions))
        if not any(hit.state in _STOOD_BY for hit in looked.found.hits):
            look = self._decoded(exact, content)
            if look is not None:
                questions = exact_questions(exact) + perceptual_questions(look)
                looked = _Looked(look.digests, questions, self._look_up(questions))
        return self._result(looked, reference)

    def _decoded(self, exact: ExactDigests, content: Callable[[], bytes | Path | None]) -> Look | None:
        """What decoding gives, None where no decoder would take it. A machine without room, or without a process to
        spare, is a fault on the upload and stops none.
        """
        try:
            kept = content()
            if kept is None:
                return None
            with self._workers.examiner() as examiner:
                return examiner.look_beyond(exact, kept)
        except OSError:
            return look_of(exact, Findings(fault=NOT_DECODED))

    def _asked(self, questions: list[Question], reference: str | None) -> Screened:
        """What the lists say where nothing need be worked out first."""
        return self._result(_Looked(None, questions, self._look_up(questions)), reference)

    def _look_up(self, questions: list[Question]) -> Found:
        asked = [question.asked for question in questions]
        return self._lists.look_up(asked, now=self._now(), radius_bits=self._radius_bits)

    def _wants_decoding(self) -> bool:
        return self._looks_alike and not self._lists.kinds().isdisjoint(PERCEPTUAL_KINDS)

    def _result(self, looked: "_Looked", reference: str | None) -> Screened:
        hits = nearest_of_each(looked.found.hits, looked.questions)
        faults = (*looked.found.faults, *_decoding_faults(looked.digests))
        return Screened(
            reference=reference,
            at=self._now(),
            asks_review=bool(hits) or self._asks_for(faults),
            digests=looked.digests,
            hits=tuple(hits[:MOST_HITS]),
            hits_left_out=max(0, len(hits) - MOST_HITS),
            faults=faults,
            compared=tuple(dict.fromkeys(question.asked.kind for question in looked.questions)),
            as_of=looked.found.as_of,
        )

    def _fault(self, code: FaultCode, reference: str | None, detail: str | None = None) -> Screened:
        faults = (ScreeningFault(code=code, detail=detail),)
        return Screened(reference=reference, at=self._now(), asks_review=self._asks_for(faults), faults=faults)

    def _asks_for(self, faults: Sequence[ScreeningFault]) -> bool:
        return bool(faults) and self._when_not_screened is WhenNotScreened.ASK_REVIEW


@dataclass(frozen=True, slots=True)
class _Looked:
    """What was asked of the lists about one upload, and what they said."""

    digests: MediaDigests | None
    questions: list[Question]
    found: Found


def _pieces(upload: bytes | bytearray | memoryview | BinaryIO) -> Iterator[bytes | memoryview]:
    if isinstance(upload, bytes | bytearray | memoryview):
        whole = memoryview(upload).cast("B")
        yield from (whole[start : start + _PIECE_BYTES] for start in range(0, len(whole), _PIECE_BYTES))
        return
    if not hasattr(upload, "read"):
        raise BadSetting("bad_upload", f"an upload is bytes, a Path or a binary file, not {type(upload).__name__}")
    while piece := upload.read(_PIECE_BYTES):
        if not isinstance(piece, bytes | bytearray | memoryview):
            raise BadSetting("bad_upload", "the upload is a file opened as text: open it with 'rb'")
        yield piece


def _decoding_faults(digests: MediaDigests | None) -> tuple[ScreeningFault, ...]:
    if digests is None or digests.fault is None:
        return ()
    code = FaultCode.PARTLY_READ if digests.fault == _PARTLY_READ else FaultCode.UNDECODABLE
    return (ScreeningFault(code=code, detail=digests.fault),)


def _check(*, radius_bits: int, largest_bytes: int, examiners: int) -> None:
    if not 0 <= radius_bits <= LARGEST_RADIUS_BITS:
        raise BadSetting("bad_radius", f"radius_bits must lie between 0 and {LARGEST_RADIUS_BITS}")
    for name, value in (("largest_bytes", largest_bytes), ("examiners", examiners)):
        if value < 1:
            raise BadSetting(f"bad_{name}", f"{name} must be 1 or more")
