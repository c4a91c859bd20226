"""Why work on several machines cannot begin, or cannot go on."""


class ScaleError(Exception):
    """The root of this package's errors. `code` is stable; `message` is for people and shows nothing of a file."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class NoCluster(ScaleError):
    """There is no cluster at the address, or none could be started."""


class CannotWork(ScaleError):
    """A machine cannot do the work: it does not see the same files, or has another version of this program."""


class ClusterFailed(ScaleError):
    """More was lost than can be made good: the same process again and again, or the last machine."""
