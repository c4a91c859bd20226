"""A part of an index in a process of its own, and how it is asked, whatever becomes of that process.

Ray starts a lost process anew, on another machine if need be, and empty. What it was made from, and what was changed
since, is kept where questions come from: each question says how many changes it counts on, and a process that has fewer
says so and is given the rest. Changes are numbered, so that none is made twice.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from threading import Lock
from typing import Any, Final, Generic, TypeVar

import ray
from ray.exceptions import RayError
from ray.util.scheduling_strategies import NodeAffinitySchedulingStrategy

from causeway.scale.cluster import Machine
from causeway.scale.errors import ClusterFailed

I = TypeVar("I")  # noqa: E741
R = TypeVar("R")

MOST_RESTARTS: Final = 20
"""A process that is lost more often is not lost by chance: its part may not fit the machines' memory."""
_MOST_CATCHING_UP: Final = 10
_EMPTY: Final = -1


@dataclass(frozen=True, slots=True)
class _Behind:
    """An answer: so many changes have been made here, and the question counts on more; `_EMPTY` where there is no index
    yet.
    """

    changes: int


@dataclass(frozen=True, slots=True)
class _Change:
    """`do` is a method of the index, and `arguments` are what it takes."""

    do: Callable[..., None]
    arguments: tuple[Any, ...]


class _Holder(Generic[I]):
    """What lives in the process: one index, once it is made."""

    def __init__(self) -> None:
        self._index: I | None = None
        self._changes = _EMPTY

    def make(self, make: Callable[..., I], *arguments: Any) -> None:
        """Make the index, unless it is there."""
        if self._index is None:
            self._index = make(*arguments)
            self._changes = 0

    def ask(self, changes: int, do: Callable[..., R], *arguments: Any) -> R | _Behind:
        if self._changes < changes:
            return _Behind(self._changes)
        return do(self._index, *arguments)

    def change(self, first: int, changes: Sequence[_Change]) -> None:
        """Make the changes from number `first` on, but for those that were made already."""
        for number, change in enumerate(changes, start=first):
            if number == self._changes:
                change.do(self._index, *change.arguments)
                self._changes += 1


@dataclass(slots=True, eq=False)
class Shard(Generic[I]):
    """One part of an index, as it is seen by who asks."""

    holder: Any
    make: Callable[..., I]
    made_from: tuple[Any, ...]
    """Kept, for Ray lets go of what nobody refers to, and a lost index is made of it again."""
    _changes: list[_Change] = field(default_factory=list)
    _changing: Lock = field(default_factory=Lock)

    @classmethod
    def on(cls, machine: Machine, make: Callable[..., I], *arguments: Any) -> "Shard[I]":
        """Let `make` make the part in a process on this machine, or on another where it is gone. References among the
        arguments are fetched there.
        """
        # A part waits for questions most of the time, and takes no processor from those who look at files.
        options = {
            "num_cpus": 0,
            "max_restarts": MOST_RESTARTS,
            "max_task_retries": -1,  # A question waits for as long as its process is started anew.
            "scheduling_strategy": NodeAffinitySchedulingStrategy(machine.node_id, soft=True),
        }
        shard = cls(ray.remote(_Holder).options(**options).remote(), make, arguments)
        shard.holder.make.remote(make, *arguments)
        return shard

    def change(self, do: Callable[..., None], *arguments: Any) -> None:
        """Change the part; every question that is asked from now on counts on it."""
        with self._changing:
            self._changes.append(_Change(do, arguments))

    def ask(self, do: Callable[..., R], *arguments: Any) -> "Asked[R]":
        """Begin to ask: `do` is called with the index and the arguments."""
        return Asked(self, len(self._changes), do, arguments)

    def catch_up(self, made: int) -> None:
        """Have the process do what it has not: make the index, and the changes. Raises ClusterFailed."""
        if made == _EMPTY:
            got(self.holder.make.remote(self.make, *self.made_from))
            made = 0
        self.holder.change.remote(made, self._changes[made:])


class Asked(Generic[R]):
    """A question on its way."""

    def __init__(self, shard: Shard[Any], changes: int, do: Callable[..., R], arguments: tuple[Any, ...]) -> None:
        self._shard, self._question = shard, (changes, do, *arguments)
        self.reference = shard.holder.ask.remote(*self._question)

    def answer(self) -> R:
        """Wait for the answer. Raises ClusterFailed."""
        for _ in range(_MOST_CATCHING_UP):
            answer: R | _Behind = got(self.reference)
            if not isinstance(answer, _Behind):
                return answer
            self._shard.catch_up(answer.changes)
            self.reference = self._shard.holder.ask.remote(*self._question)
        raise ClusterFailed("shard_lost", "a part of the index was lost again and again")


def got(reference: Any) -> Any:
    """What a reference stands for. Raises ClusterFailed."""
    try:
        return ray.get(reference)
    except RayError as error:
        raise ClusterFailed("shard_lost", "a part of the index was lost, or failed") from error
