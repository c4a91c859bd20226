"""What can be wrong with a mirror on disk. Errors of a page itself are those of `causeway.interchange`."""


class MirrorError(Exception):
    """The root of this package's errors. `code` is stable; `message` shows nothing of a signal."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class NoMirror(MirrorError):
    """The folder holds no mirror yet."""


class MirrorBusy(MirrorError):
    """Another process is applying changes to it."""


class MirrorDamaged(MirrorError):
    """Its files are not what was written. Remove the folder and fetch the feed from its beginning."""


class NotComparable(MirrorError):
    """What was asked for is no value of its kind, or of a kind that is never compared. `field` names what is at fault
    where several were given: a kind of digest, a part of an account.
    """

    def __init__(self, code: str, message: str, *, field: str | None = None) -> None:
        super().__init__(code, message)
        self.field = field


class OtherSource(MirrorError):
    """The mirror keeps the signals of another source."""
