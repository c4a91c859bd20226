"""The two files of `causeway survey estimate`: the frame and the answers, as CSV, read row by row.

UTF-8 with or without a byte order mark, any line ending, commas, semicolons or tabs. A fault names the file, the line
and the column, and never an answer.
"""

import csv
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

from causeway.cli.output import CommandFailed

_NUMBER = re.compile(r"[0-9]{1,12}(\.[0-9]{1,12})?")
"""Published head counts are often full-time equivalents, which have decimals."""
_LONGEST_HEADER = 1_000_000
_DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True, kw_only=True)
class FrameRow:
    """One stratum as the file gives it."""

    force: str
    rank: str
    population: float


@dataclass(slots=True)
class Column:
    """A column of answers as places in the list of different ones; -1 is a blank."""

    places: dict[str, int] = field(default_factory=dict)
    codes: list[int] = field(default_factory=list)

    def add(self, cell: str) -> None:
        """The next row's cell."""
        place = self.places.get(cell)
        if place is None:
            clean = cell.strip()
            place = self.places.setdefault(clean, len(self.places)) if clean else -1
        self.codes.append(place)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadAnswers:
    """The stratum of each row by its place in the frame, the question's column, the group's, and rows left out."""

    strata: list[int]
    answers: Column
    groups: Column | None
    without_stratum: int


def read_frame(path: Path) -> list[FrameRow]:
    """The frame's strata.

    Raises:
        CommandFailed: it cannot be read, a column is missing, a stratum stands twice or a population is no
            number.
    """
    rows: list[FrameRow] = []
    lines: dict[tuple[str, str], int] = {}
    with _table(path) as table:
        force_at, rank_at, population_at = table.columns("force", "rank", "population")
        for line, cells in table:
            force, rank, population = (cells[at].strip() for at in (force_at, rank_at, population_at))
            if not force or not rank:
                raise CommandFailed(f"{path} line {line}: the {'rank' if force else 'force'} is blank", exit_code=2)
            if not _NUMBER.fullmatch(population):
                raise CommandFailed(
                    f"{path} line {line}: the population {_quoted(population)} is no number from 0 up",
                    exit_code=2,
                )
            if (force, rank) in lines:
                raise CommandFailed(
                    f"{path} line {line}: {force} / {rank} stands twice, first on line {lines[force, rank]}",
                    exit_code=2,
                )
            lines[force, rank] = line
            rows.append(FrameRow(force=force, rank=rank, population=float(population)))
    if not rows:
        raise CommandFailed(f"{path} holds no strata", exit_code=2)
    return rows


def read_answers(path: Path, frame: list[FrameRow], *, question: str, by: str | None) -> ReadAnswers:
    """Who answered, from which stratum, and what; rows without a force or rank are left out and counted.

    Raises:
        CommandFailed: it cannot be read, a column is missing, or a row's stratum is not in the frame.
    """
    places = {(row.force, row.rank): place for place, row in enumerate(frame)}
    strata: list[int] = []
    answers, groups, without = Column(), Column() if by else None, 0
    with _table(path) as table:
        force_at, rank_at, question_at = table.columns("force", "rank", question)
        by_at = table.columns(by)[0] if by else 0
        for line, cells in table:
            place = places.get((cells[force_at], cells[rank_at]))
            if place is None:
                force, rank = cells[force_at].strip(), cells[rank_at].strip()
                if not force or not rank:
                    without += 1
                    continue
                place = places.get((force, rank))
                if place is None:
                    raise CommandFailed(_unknown(path, line, force, rank, frame), exit_code=2)
            strata.append(place)
            answers.add(cells[question_at])
            if groups is not None:
                groups.add(cells[by_at])
    if not strata:
        raise CommandFailed(f"{path} holds no answers", exit_code=2)
    return ReadAnswers(strata=strata, answers=answers, groups=groups, without_stratum=without)


def _unknown(path: Path, line: int, force: str, rank: str, frame: list[FrameRow]) -> str:
    if force not in {row.force for row in frame}:
        return f"{path} line {line}: the force {_quoted(force)} is not in the frame"
    if rank not in {row.rank for row in frame}:
        return f"{path} line {line}: the rank {_quoted(rank)} is not in the frame"
    return f"{path} line {line}: the frame has no rank {_quoted(rank)} in the force {_quoted(force)}"


def _quoted(words: str) -> str:
    """Somebody's words in a message: short, on one line."""
    return repr(words if len(words) <= 60 else words[:57] + "...")


class _Table:
    """A CSV with a header, as rows of as many cells."""

    def __init__(self, path: Path, file: TextIO) -> None:
        self._path = path
        header = file.readline(_LONGEST_HEADER)
        _refuse_nul(header, path, 1)
        if not header.strip():
            raise CommandFailed(f"{path} is empty" if not header else f"{path} line 1: no header", exit_code=2)
        delimiter = max(_DELIMITERS, key=header.count)
        self._reader = csv.reader(_without_nul(file, header, path), delimiter=delimiter, strict=True)
        self._header = [name.strip() for name in next(self._reader)]

    def columns(self, *names: str) -> list[int]:
        """Where these columns stand."""
        for name in names:
            if self._header.count(name) != 1:
                many = name in self._header
                has = ", ".join(_quoted(one) for one in self._header[:30])
                fault = f"has the column {_quoted(name)} twice" if many else f"has no column {_quoted(name)}"
                raise CommandFailed(f"{self._path} {fault}; its columns are {has}", exit_code=2)
        return [self._header.index(name) for name in names]

    def __iter__(self) -> Iterator[tuple[int, list[str]]]:
        width, reader = len(self._header), self._reader
        for cells in reader:
            if len(cells) != width:
                if not any(cells):
                    continue
                raise CommandFailed(
                    f"{self._path} line {reader.line_num}: {len(cells)} cells, where the header has {width}",
                    exit_code=2,
                )
            yield reader.line_num, cells


@contextmanager
def _table(path: Path) -> Iterator[_Table]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield _Table(path, file)
    except OSError as error:
        raise CommandFailed(f"{path} cannot be read: {error.strerror}", exit_code=2) from error
    except UnicodeDecodeError as error:
        raise CommandFailed(
            f"{path} line {_line_not_utf8(path)}: not UTF-8; save the file as 'CSV UTF-8'", exit_code=2
        ) from error
    except csv.Error as error:
        raise CommandFailed(f"{path}: {error}", exit_code=2) from error


def _without_nul(file: TextIO, header: str, path: Path) -> Iterator[str]:
    yield header
    for number, line in enumerate(file, 2):
        if "\0" in line:
            _refuse_nul(line, path, number)
        yield line


def _refuse_nul(line: str, path: Path, number: int) -> None:
    if "\0" in line:
        raise CommandFailed(f"{path} line {number}: a NUL byte; this is not a text file", exit_code=2)


def _line_not_utf8(path: Path) -> int:
    with path.open("rb") as file:
        for number, line in enumerate(file, 1):
            try:
                line.decode("utf-8")
            except UnicodeDecodeError:
                return number
    return 1
