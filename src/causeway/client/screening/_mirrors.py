"""The mirrors of one folder, a bank each, asked as one list.

A bank that is absent, stale or damaged is a fault that names it, and the others are asked all the same.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from causeway.client.mirror import Answer, Asked, Hit, Mirror, MirrorError, NoMirror, NotComparable, bank_in, mirrors_in
from causeway.matching import BadIndexFile
from causeway.vocabulary.screening import FaultCode, ScreeningFault
from causeway.vocabulary.signals import SignalKind

WITHHELD: Final = "withheld"
"""Detail of the fault of a mirror that is too old to be reported from."""


@dataclass(slots=True)
class Found:
    """What lists say; `as_of` is the oldest of their moments."""

    hits: list[Hit] = field(default_factory=list)
    faults: list[ScreeningFault] = field(default_factory=list)
    as_of: datetime | None = None
    is_silent: bool = False
    """Whether some mirror is withheld, or cannot be asked: what was withdrawn there is not known."""

    def add(self, answer: Answer, bank: str) -> None:
        """What one mirror says."""
        self.hits += answer.hits
        self.as_of = answer.as_of if self.as_of is None else min(self.as_of, answer.as_of)
        self.is_silent |= answer.is_withheld
        if answer.is_stale:
            self.fault(FaultCode.LIST_STALE, WITHHELD if answer.is_withheld else None, bank)

    def fault(self, code: FaultCode, detail: str | None, bank: str) -> None:
        """What is wrong with one mirror."""
        self.faults.append(ScreeningFault(code=code, detail=detail, bank=bank or None))


class Mirrors:
    """The mirrors in `folder`, as they are at each question: banks may come to be there, and be forgotten, meanwhile.
    Threads may share it.
    """

    def __init__(self, folder: Path, *, stale_after: timedelta, withhold_after: timedelta | None) -> None:
        self._folder, self._stale_after, self._withhold_after = folder, stale_after, withhold_after
        self._open: dict[Path, Mirror] = {}

    def kinds(self) -> frozenset[SignalKind]:
        """The kinds of which any has a signal, as far as they can be asked."""
        kinds: frozenset[SignalKind] = frozenset()
        for path in self._present():
            with suppress(MirrorError, BadIndexFile, OSError):
                kinds |= self._opened(path).kinds()
        return kinds

    def look_up(self, asked: Sequence[Asked], *, now: datetime, radius_bits: int) -> Found:
        """What any of them says. Raises NotComparable, and nothing for a mirror at fault."""
        found, paths = Found(), self._present()
        if not paths:
            found.fault(FaultCode.LIST_ABSENT, "no_mirror", "")
        for path in paths:
            try:
                mirror = self._opened(path)
                found.add(mirror.look_up(asked, now=now, radius_bits=radius_bits), mirror.bank)
            except NotComparable:
                raise
            except NoMirror as error:
                found.fault(FaultCode.LIST_ABSENT, error.code, bank_in(path))
            except (MirrorError, BadIndexFile) as error:
                found.fault(FaultCode.LIST_DAMAGED, error.code, bank_in(path))
            except OSError:
                found.fault(FaultCode.LIST_DAMAGED, "unreadable", bank_in(path))
        found.is_silent |= any(fault.code is not FaultCode.LIST_STALE for fault in found.faults)
        return found

    def gone(
        self, kind: SignalKind, digests: NDArray[np.uint8], *, now: datetime, radius_bits: int
    ) -> list[set[bytes]]:
        """For each digest the values within the radius that some bank took out, and no bank lists any more. A mirror
        that cannot be asked says nothing.
        """
        gone: list[set[bytes]] = [set() for _ in range(len(digests))]
        in_use: list[set[bytes]] = [set() for _ in range(len(digests))]
        for mirror in self._readable():
            with suppress(MirrorError, BadIndexFile, OSError):
                for number, each in enumerate(mirror.listed(kind, digests, now=now, radius_bits=radius_bits)):
                    gone[number] |= each.gone
                    in_use[number] |= each.in_use
        return [once - now_too for once, now_too in zip(gone, in_use, strict=True)]

    def _readable(self) -> Iterator[Mirror]:
        for path in self._present():
            with suppress(MirrorError, BadIndexFile, OSError):
                yield self._opened(path)

    def _present(self) -> list[Path]:
        """What stands in the folder now; a folder that cannot be read is asked as a mirror, and says what is wrong."""
        try:
            present = mirrors_in(self._folder)
        except OSError:
            return [self._folder]
        for path in [*self._open]:
            if path not in present:
                self._open.pop(path, None)
        return present

    def _opened(self, path: Path) -> Mirror:
        """The mirror, opened once it is there. Two threads may open it at once, and then share the last."""
        mirror = self._open.get(path)
        if mirror is None:
            mirror = Mirror(path, stale_after=self._stale_after, withhold_after=self._withhold_after)
            self._open[path] = mirror
        return mirror
