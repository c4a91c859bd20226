"""Where `causeway scan` works: on this machine, or on the machines of a cluster."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from causeway.cli.output import CommandFailed
from causeway.matching import THIS_MACHINE, Engines
from causeway.scanning.scan import Looking

_LOCAL: Final = "local"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkPlace:
    """What searches, and who looks at a folder.

    `crew` takes the folder, `fast` and `apart`; it is None where threads of this process look. `workers` is how many
    files are looked at at once, one a core where None.
    """

    engines: Engines = THIS_MACHINE
    crew: Callable[[Path, bool, bool], AbstractContextManager[Looking]] | None = None
    workers: int | None = None


@contextmanager
def work_place(cluster: str | None, workers: int | None) -> Iterator[WorkPlace]:
    """This machine, or the cluster at that address; it is left at the end."""
    if cluster is None:
        yield WorkPlace(workers=workers)
        return
    if find_spec("ray") is None:
        raise CommandFailed("a cluster needs the extra `scale`: pip install 'causeway[scale]'", exit_code=2)
    if workers is not None and cluster != _LOCAL:
        raise CommandFailed("a cluster's machines say themselves how many --workers they have", exit_code=2)
    from causeway.scale import ScaleError, joined
    from causeway.scanning.on_cluster import ClusterCrew, cluster_engines

    try:
        with joined(cluster, processors=workers) as found:
            yield WorkPlace(
                engines=cluster_engines(found),
                crew=lambda folder, fast, apart: ClusterCrew(found, folder, fast=fast, apart=apart),
                workers=found.processors,
            )
    except ScaleError as error:
        raise CommandFailed(error.message, exit_code=2) from error
