"""One file of the folder with all that lies in it, however deep, in an order that is the same each time."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Final

from causeway.scanning.containers.kinds import HEAD_BYTES, ContainerKind, container_kind
from causeway.scanning.containers.limits import Budget, Limits
from causeway.scanning.containers.mails import read_mail, read_mailbox
from causeway.scanning.containers.member import Member
from causeway.scanning.containers.tars import read_compressed, read_tar
from causeway.scanning.containers.zips import ends_as_zip, read_zip
from causeway.scanning.content import Content, keep
from causeway.scanning.faults import NOT_OPENED, TOO_DEEP, ContainerFault, FileFault, MemberFault
from causeway.scanning.seen import INSIDE
from causeway.scanning.walking import Found

_UNNAMED: Final = "unnamed"
_MOST_STATED: Final = 1 << 60
"""A header may state any size; this is an exbibyte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A file to look at. `path` is empty for the file of the folder itself; `content` is None where `fault` keeps it
    from being had, and what came before the damage where `fault` is that. `source_bytes` are those of the file of the
    folder that it stands for: all leaves of one file together stand for about all of it.
    """

    path: str
    size_bytes: int
    modified_at: datetime | None = None
    content: Content | None = None
    fault: str | None = None
    source_bytes: int = 0


class Opening:
    """Opens one file of the folder. `spool` is a folder that takes what is too large for memory; `skipped` counts links
    and devices.
    """

    def __init__(self, content: Content, found: Found, *, limits: Limits, spool: Path) -> None:
        self.skipped = 0
        self._content, self._found, self._spool = content, found, spool
        self._limits = limits
        self._budget = Budget(limits, content.size_bytes)
        self._taken: dict[str, int] = {}

    def leaves(self) -> Iterator[Leaf]:
        """What lies in the file, and then the file itself: only then it is known whether all of it could be had."""
        size_bytes = self._content.size_bytes
        whole = Leaf(path="", size_bytes=size_bytes, modified_at=self._found.modified_at, source_bytes=size_bytes)
        yield from self._open(whole, self._content, self._found.path, depth=0)

    def _open(self, leaf: Leaf, content: Content, name: str, depth: int) -> Iterator[Leaf]:
        fault, left = leaf.fault, leaf.source_bytes
        try:
            for member in self._members(content, name, depth):
                if member is None:
                    self.skipped += 1
                    continue
                self._budget.take_member()
                part = _part(leaf.source_bytes, member.packed_bytes, content.size_bytes, left)
                left -= part
                yield from self._member(member, leaf.path, depth, part)
        except ContainerFault as found:
            fault = fault or found.code
        yield replace(leaf, content=content, fault=fault, source_bytes=left)

    def _members(self, content: Content, name: str, depth: int) -> Iterator[Member | None]:
        kind = container_kind(content.head(HEAD_BYTES))
        if kind is None and ends_as_zip(content):
            kind = ContainerKind.ZIP
        if kind is None:
            return iter(())
        if kind is ContainerKind.UNOPENED and not ends_as_zip(content):
            raise ContainerFault(NOT_OPENED)
        if depth >= self._limits.depth:
            raise ContainerFault(TOO_DEEP)
        match kind:
            case ContainerKind.UNOPENED:
                return _zip_behind(content, self._budget)
            case ContainerKind.ZIP:
                return read_zip(content, self._budget)
            case ContainerKind.TAR:
                return read_tar(content, self._budget)
            case ContainerKind.MAIL:
                return read_mail(content, self._budget)
            case ContainerKind.MAILBOX:
                return read_mailbox(content, self._budget)
            case ContainerKind.GZIP | ContainerKind.BZIP2 | ContainerKind.XZ:
                return read_compressed(content, kind, PurePosixPath(name).stem or _UNNAMED, self._budget)

    def _member(self, member: Member, above: str, depth: int, source_bytes: int) -> Iterator[Leaf]:
        label = _label(member.name)
        stated = Leaf(
            path=self._unused(f"{above}{INSIDE}{label}" if above else label),
            size_bytes=max(0, min(member.size_bytes, _MOST_STATED)),
            modified_at=member.modified_at,
            source_bytes=source_bytes,
        )
        if member.read is None:
            yield replace(stated, fault=member.fault)
            return
        salvaged = _Salvaged(member.read())
        try:
            content = keep(self._budget.bounded(salvaged.chunks(), member.packed_bytes), self._spool)
        except FileFault as fault:
            yield replace(stated, fault=fault.code)
            if isinstance(fault, ContainerFault):
                raise
            return
        if salvaged.fault and not content.size_bytes:
            yield replace(stated, fault=salvaged.fault)
            return
        leaf = replace(stated, size_bytes=content.size_bytes, fault=salvaged.fault)
        yield from self._open(leaf, content, member.name, depth + 1)

    def _unused(self, path: str) -> str:
        """The path, with a number where an archive holds several files of one name."""
        number, unused = self._taken.get(path, 1), path
        while unused in self._taken:
            number += 1
            unused = f"{path} ({number})"
        self._taken[path] = number
        self._taken.setdefault(unused, 1)
        return unused


class _Salvaged:
    """A member's content up to its end or its damage, which `fault` names then."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self.fault: str | None = None

    def chunks(self) -> Iterator[bytes]:
        try:
            yield from self._chunks
        except MemberFault as fault:
            self.fault = fault.code


def _zip_behind(content: Content, budget: Budget) -> Iterator[Member | None]:
    """The members of a zip at the end of what is not opened itself, such as a document."""
    yield from read_zip(content, budget)
    raise ContainerFault(NOT_OPENED)


def _part(whole: int, packed_bytes: int, size_bytes: int, left: int) -> int:
    """A member's share in what its container stands for; a header may state any size."""
    return min(left, whole * max(0, packed_bytes) // max(1, size_bytes))


def _label(name: str) -> str:
    """A member's name as it stands in reports: whatever is no character stands there as bytes that are none."""
    try:
        return name.encode("utf-8", "surrogateescape").decode("utf-8", "surrogateescape") or _UNNAMED
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogatepass").decode("utf-8", "surrogateescape")
