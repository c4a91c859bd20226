"""Several banks followed by one process, each in a thread of its own, so that none waits for another's first copy."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Final

import typer

from causeway.cli.mirror_setting import BAD_SETTING
from causeway.cli.output import CommandFailed

if TYPE_CHECKING:
    from causeway.cli.mirror_telling import BankTelling
    from causeway.client.following import Follower

NOT_DONE, ENDED = 1, 3
_NOT_FOUND: Final = 404


@dataclass(frozen=True, slots=True)
class FollowedBank:
    """A bank, and what is told of it."""

    follower: "Follower"
    telling: "BankTelling"


def go_on(banks: Sequence[FollowedBank], *, stop: Event, every_seconds: float) -> None:
    """Follow all until stopped. Of several, one that must not go on is told of and ends, and the others go on; once all
    have ended, raises what ended the first of them.
    """
    from causeway.client import ClientError

    with ThreadPoolExecutor(len(banks), thread_name_prefix="bank") as threads:
        runs = {threads.submit(_follow, each, stop, every_seconds): each for each in banks}
        left = len(banks)
        for run in as_completed(runs):
            left -= 1
            fault = run.exception()
            if isinstance(fault, CommandFailed | ClientError):
                if left:
                    runs[run].telling.ended(str(fault))
                elif len(banks) > 1:
                    runs[run].telling.failed(str(fault))
            elif fault is not None:
                stop.set()
    for run in runs:
        run.result()


def go_once(banks: Sequence[FollowedBank]) -> None:
    """Bring all up to date once, whatever is wrong with one of them; then raises what was wrong with the first."""
    from causeway.client import ClientError

    faults: list[CommandFailed | ClientError] = []
    is_done = True
    for each in banks:
        try:
            is_done &= _once(each)
        except (CommandFailed, ClientError) as fault:
            faults.append(fault)
            if len(banks) > 1:
                each.telling.failed(str(fault))
    if faults:
        raise faults[0]
    if not is_done:
        raise typer.Exit(NOT_DONE)


@contextmanager
def faults_of(place: Path) -> Iterator[None]:
    """What a mirror, a page or the hub has wrong with it, as a failure of the command."""
    from causeway.client import RefusedByServer
    from causeway.client.mirror import MirrorError, NoMirror, OtherSource, mirrors_in
    from causeway.interchange.signals import SignalFormatError

    try:
        yield
    except MirrorError as error:
        is_setting = isinstance(error, (NoMirror, OtherSource))
        raise CommandFailed(f"{place}: {error.message}", BAD_SETTING if is_setting else NOT_DONE) from error
    except OSError as error:
        raise CommandFailed(f"{error.filename or place}: {error.strerror}", exit_code=BAD_SETTING) from error
    except SignalFormatError as error:
        raise CommandFailed(f"refused, and nothing of it taken over: {error}", exit_code=NOT_DONE) from error
    except RefusedByServer as error:
        if error.response_code != _NOT_FOUND:
            raise
        said = "the hub shows you this bank no more: the agreement ended, or it is shared with you no longer."
        is_mirror = place in mirrors_in(place)
        raise CommandFailed(f"{said} Take it out of use: {place}." if is_mirror else said, ENDED) from error


def _follow(bank: FollowedBank, stop: Event, every_seconds: float) -> None:
    with faults_of(bank.follower.folder):
        bank.follower.follow(
            wait=stop.wait, every_seconds=every_seconds, on_round=bank.telling.round, on_fault=bank.telling.fault
        )


def _once(bank: FollowedBank) -> bool:
    """Whether nothing is left to do."""
    from causeway.client.following import Stopped

    with faults_of(bank.follower.folder):
        try:
            done = bank.follower.round()
        except Stopped:
            raise CommandFailed("stopped before the mirror was up to date; run it again to go on", NOT_DONE) from None
    bank.telling.round(done)
    return done.is_whole and not done.cannot_acknowledge
