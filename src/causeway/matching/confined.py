"""What a process that decodes may still ask of the system: nothing that reaches another process, the network or a file
to write.

A program for Linux's seccomp (kernel documentation, `userspace-api/seccomp_filter`), on x86-64 and 64-bit ARM. What it
refuses fails with EPERM, so that a decoder which merely tries its luck goes on. Reading, memory and threads are left.
"""

import ctypes
import errno
import functools
import platform
import struct
import sys
from typing import Any, Final

C_LIBRARY: Final = ctypes.CDLL(None, use_errno=True)
_SET_NO_NEW_PRIVILEGES: Final = 38
_SET_SECCOMP: Final = 22
_FILTER_MODE: Final = 2
"""`prctl(2)`: PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP and SECCOMP_MODE_FILTER."""
_LOAD, _EQUAL, _AT_LEAST, _ANY_BIT, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
"""Classic BPF (`linux/filter.h`): load a word, jump if equal, if at least, if any bit is set; return."""
_KILL, _ALLOW, _FAIL = 0x80000000, 0x7FFF0000, 0x00050000
"""`linux/seccomp.h`: SECCOMP_RET_KILL_PROCESS, _ALLOW and _ERRNO."""
_NUMBER_AT, _MACHINE_AT, _ARGUMENTS_AT = 0, 4, 16
"""Where the program finds the call's number, the machine and the low word of each argument (`seccomp_data`)."""
_MACHINES: Final = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_FOREIGN_CALLS: Final = 0x40000000
"""From here on the numbers of x86-64 are those of its second, 32-bit convention."""
_NEW_THREAD: Final = 0x00010000
"""CLONE_THREAD: without it a clone is a new process."""
_WRITES: Final = 0o1 | 0o2 | 0o100 | 0o1000 | 0o20000000
"""O_WRONLY, O_RDWR, O_CREAT, O_TRUNC and the bit of O_TMPFILE, as both machines have them."""

_REFUSED: Final = {
    # x86-64, ARM: None where the machine has no such call
    "fork": (57, None),
    "vfork": (58, None),
    "execve": (59, 221),
    "execveat": (322, 281),
    "kill": (62, 129),
    "tkill": (200, 130),
    "tgkill": (234, 131),
    "rt_sigqueueinfo": (129, 138),
    "rt_tgsigqueueinfo": (297, 240),
    "pidfd_open": (434, 434),
    "pidfd_send_signal": (424, 424),
    "pidfd_getfd": (438, 438),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "process_madvise": (440, 440),
    "setsid": (112, 157),
    "setpgid": (109, 154),
    "socket": (41, 198),
    "socketpair": (53, 199),
    "connect": (42, 203),
    "io_uring_setup": (425, 425),
    "bpf": (321, 280),
    "perf_event_open": (298, 241),
    "userfaultfd": (323, 282),
    "keyctl": (250, 219),
    "shmget": (29, 194),
    "mq_open": (240, 180),
    "creat": (85, None),
    "truncate": (76, 45),
    "unlink": (87, None),
    "unlinkat": (263, 35),
    "rename": (82, None),
    "renameat": (264, 38),
    "renameat2": (316, 276),
    "link": (86, None),
    "linkat": (265, 37),
    "symlink": (88, None),
    "symlinkat": (266, 36),
    "mkdir": (83, None),
    "mkdirat": (258, 34),
    "rmdir": (84, None),
    "mknod": (133, None),
    "mknodat": (259, 33),
    "chmod": (90, None),
    "fchmod": (91, 52),
    "fchmodat": (268, 53),
    "chown": (92, None),
    "fchown": (93, 55),
    "lchown": (94, None),
    "fchownat": (260, 54),
    "setxattr": (188, 5),
    "lsetxattr": (189, 6),
    "fsetxattr": (190, 7),
    "utime": (132, None),
    "utimes": (235, None),
    "utimensat": (280, 88),
    "mount": (165, 40),
    "umount2": (166, 39),
    "chroot": (161, 51),
    "unshare": (272, 97),
    "setns": (308, 268),
}
_UNKNOWN: Final = {"clone3": (435, 435), "openat2": (437, 437)}
"""Their flags lie in memory, where the program cannot look: it says that there is no such call, and the C library takes
the older one.
"""
_IF_FLAGS_ALLOW: Final = {
    "clone": (56, 220, 0, _NEW_THREAD, True),
    "open": (2, None, 1, _WRITES, False),
    "openat": (257, 56, 2, _WRITES, False),
}
"""Which argument holds flags, which of them decide, and whether they must be there."""
_LIMIT_OF_A_PROCESS: Final = (302, 261)
"""`prlimit64`: allowed on itself, which is process 0."""


def confine_this_process() -> bool:
    """From now on this thread, and those that it starts, can reach nothing outside; there is no way back. Whether the
    system can do that.
    """
    prepared = prepare_to_confine()
    if prepared is None or C_LIBRARY.prctl(_SET_NO_NEW_PRIVILEGES, 1, 0, 0, 0):
        return False
    return bool(C_LIBRARY.prctl(_SET_SECCOMP, _FILTER_MODE, prepared[1], 0, 0) == 0)


@functools.cache
def prepare_to_confine() -> tuple[Any, bytes] | None:
    """The filter for this machine, and what describes it to the system (`struct sock_fprog`); None where there is none.
    A process that forks many which confine themselves makes it once for all of them.
    """
    program = _program()
    if program is None:
        return None
    held = ctypes.create_string_buffer(program)
    return held, struct.pack("HxxxxxxP", len(program) // 8, ctypes.addressof(held))


def _program() -> bytes | None:
    """The filter for this machine; None where there is none."""
    machine = platform.machine()
    if not sys.platform.startswith("linux") or machine not in _MACHINES:
        return None
    column = list(_MACHINES).index(machine)
    steps = [_step(_LOAD, _MACHINE_AT), _step(_EQUAL, _MACHINES[machine], 1, 0), _step(_RETURN, _KILL)]
    steps.append(_step(_LOAD, _NUMBER_AT))
    if column == 0:
        steps += [_step(_AT_LEAST, _FOREIGN_CALLS, 0, 1), _refuse(errno.EPERM)]
    for numbers in _REFUSED.values():
        steps += _when(numbers[column], [_refuse(errno.EPERM)])
    for numbers in _UNKNOWN.values():
        steps += _when(numbers[column], [_refuse(errno.ENOSYS)])
    for *flagged, argument, flags, is_needed in _IF_FLAGS_ALLOW.values():
        steps += _when(flagged[column], _by_flags(argument, flags, is_needed=is_needed))
    of_itself = [_step(_LOAD, _ARGUMENTS_AT), _step(_EQUAL, 0, 1, 0), _refuse(errno.EPERM), _step(_RETURN, _ALLOW)]
    steps += _when(_LIMIT_OF_A_PROCESS[column], of_itself)
    return b"".join([*steps, _step(_RETURN, _ALLOW)])


def _by_flags(argument: int, flags: int, *, is_needed: bool) -> list[bytes]:
    set_, unset = (1, 0) if is_needed else (0, 1)
    load = _step(_LOAD, _ARGUMENTS_AT + 8 * argument)
    return [load, _step(_ANY_BIT, flags, set_, unset), _refuse(errno.EPERM), _step(_RETURN, _ALLOW)]


def _when(number: int | None, steps: list[bytes]) -> list[bytes]:
    """What is done with one call; nothing where the machine has none of that name."""
    return [] if number is None else [_step(_EQUAL, number, 0, len(steps)), *steps]


def _refuse(fault: int) -> bytes:
    return _step(_RETURN, _FAIL | fault)


def _step(code: int, value: int, if_true: int = 0, if_false: int = 0) -> bytes:
    """One instruction (`struct sock_filter`)."""
    return struct.pack("HBBI", code, if_true, if_false, value)
