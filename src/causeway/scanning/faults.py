"""What can be wrong with a file of a collection, by code, and why a scan may not begin."""

from typing import Final

from causeway.matching import EXAMINER_CRASHED, EXAMINER_TIMEOUT, PICTURE_FAULTS, VIDEO_FAULTS

UNREADABLE: Final = "unreadable"
UNREADABLE_FOLDER: Final = "unreadable_folder"
NO_ROOM: Final = "no_room"
ENCRYPTED: Final = "encrypted"
DAMAGED_ARCHIVE: Final = "damaged_archive"
DAMAGED_MEMBER: Final = "damaged_member"
BOMB: Final = "bomb"
TOO_DEEP: Final = "too_deep"
TOO_MANY_MEMBERS: Final = "too_many_members"
TOO_LARGE: Final = "too_large"
NOT_OPENED: Final = "not_opened"
DATA_AFTER_END: Final = "data_after_end"
DATA_OUTSIDE_INDEX: Final = "data_outside_index"

FILE_FAULTS: Final = {
    UNREADABLE: "it could not be read",
    UNREADABLE_FOLDER: "the folder could not be opened; what it holds is not known",
    NO_ROOM: "there was no room beside the state to unpack it",
    ENCRYPTED: "it is encrypted",
    DAMAGED_ARCHIVE: "the archive or mail is damaged or cut short; what came before the damage was looked at",
    DAMAGED_MEMBER: "its content in the archive is damaged, or packed in a way that cannot be read; what came before "
    "was looked at",
    BOMB: "it unpacks to far more than its size allows for; of an archive that does as a whole, what comes after that "
    "point was not looked at",
    TOO_DEEP: "it lies deeper, one archive or part in another, than is opened",
    TOO_MANY_MEMBERS: "the archive holds more files than are looked at",
    TOO_LARGE: "it is larger than what is unpacked",
    NOT_OPENED: "it holds other files, as an archive or a disk image does, and is of a kind that is not opened here",
    DATA_AFTER_END: "data lies after the archive's end, where no program shows it; it was looked at as one more member",
    DATA_OUTSIDE_INDEX: "data lies outside the archive's own index, where no program shows it; it was looked at too",
}
"""What may be wrong with a file, by code, beside the faults of a picture."""
_ALL_FAULTS: Final = (
    VIDEO_FAULTS
    | PICTURE_FAULTS
    | FILE_FAULTS
    | {
        EXAMINER_CRASHED: "the process that decoded it ended",
        EXAMINER_TIMEOUT: "it took too long to decode",
    }
)

MENDABLE: Final = frozenset({UNREADABLE, NO_ROOM, EXAMINER_CRASHED, EXAMINER_TIMEOUT})
"""Faults of the moment or the place, as memory that ran out: the next run looks at these files again."""


def fault_text(code: str) -> str:
    """A fault of a file in words."""
    return _ALL_FAULTS.get(code, code)


class ScanError(Exception):
    """The root of this package's errors. `code` is stable; `message` is for people and shows nothing of a file,
    but the path that the caller named.
    """

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


class NotAFolder(ScanError):
    """What is to be scanned is no folder, or cannot be entered."""


class WouldWriteIntoSource(ScanError):
    """A file that the scan would write lies in the folder that it only reads."""


class BadState(ScanError):
    """A state that is no scan's, another folder's, or in use."""


class FileFault(Exception):
    """The root of what ends a member's or a container's reading; `code` is one of `FILE_FAULTS`."""

    def __init__(self, code: str) -> None:
        super().__init__(FILE_FAULTS[code])
        self.code = code


class MemberFault(FileFault):
    """This member cannot be had; its container can be read on."""


class ContainerFault(FileFault):
    """The container cannot be read on."""
