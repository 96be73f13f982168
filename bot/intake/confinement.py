"""Takes from this process all system calls but those that decoding needs: no files, network, programs or signals, nor
a way to ask about them.

A seccomp filter of Linux, which needs no privilege and also works in containers. It is written by hand because the
bindings on the package index need libseccomp, which small images lack. Every other call fails as one that the kernel
does not have, so that libraries fall back, or give up with an error that is told, rather than die.
"""

from __future__ import annotations

import ctypes
import errno
import fcntl
import os
import platform
import struct
import sys
from collections.abc import Iterator
from typing import Final

#: AUDIT_ARCH_*, and the number of seccomp(2) itself.
_X86_64: Final = (0xC000003E, 317)
_AARCH64: Final = (0xC00000B7, 277)

#: Call → its number on x86-64 and on 64-bit ARM, where that has it.
_ALLOWED: Final = {
    # the socket, and the pipe for words
    "read": (0, 63),
    "readv": (19, 65),
    "write": (1, 64),
    "writev": (20, 66),
    "close": (3, 57),
    "lseek": (8, 62),
    "fstat": (5, 80),
    "poll": (7, None),
    "ppoll": (271, 73),
    # memory
    "brk": (12, 214),
    "mmap": (9, 222),
    "munmap": (11, 215),
    "mremap": (25, 216),
    "mprotect": (10, 226),
    "madvise": (28, 233),
    # threads, which some decoders start, and their signals
    "futex": (202, 98),
    "set_robust_list": (273, 99),
    "rseq": (334, 293),
    "sched_yield": (24, 124),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sigaltstack": (131, 132),
    "restart_syscall": (219, 128),
    "gettid": (186, 178),
    "getpid": (39, 172),
    "exit": (60, 93),
    "exit_group": (231, 94),
    # the rest
    "nanosleep": (35, 101),
    "gettimeofday": (96, 169),
    "getrusage": (98, 165),
    "getrandom": (318, 278),
    "sysinfo": (99, 179),
    "uname": (63, 160),
}
_CLOCKS: Final = tuple(range(12))  #: those of time and of this process; the others are processor times of any process
#: Call → its number, as above, the place of one argument, and the values that this may have.
_NARROWED: Final = {
    "fcntl": (72, 25, 1, (fcntl.F_GETFD, fcntl.F_GETFL)),  # others make the kernel send signals to whom one likes
    "sched_getaffinity": (204, 123, 0, (0,)),  # of itself: of others it tells whether they are there
    "clock_gettime": (228, 113, 0, _CLOCKS),
    "clock_nanosleep": (230, 115, 0, _CLOCKS),
}
_CLONE: Final = (56, 220)  #: threads only

_LOAD, _EQUAL, _BITS, _RETURN = 0x20, 0x15, 0x45, 0x06  # BPF_LD|W|ABS, BPF_JMP|JEQ|K, BPF_JMP|JSET|K, BPF_RET|K
_NUMBER, _ARCHITECTURE, _ARGUMENTS = (
    0,
    4,
    16,
)  # offsets in struct seccomp_data; of an argument, its low half
_ALLOW, _KILL, _FAIL = 0x7FFF0000, 0x80000000, 0x00050000 | errno.ENOSYS  # SECCOMP_RET_*
_CLONE_THREAD: Final = 0x00010000
_PR_SET_NO_NEW_PRIVS, _SET_MODE_FILTER, _ALL_THREADS = 38, 1, 1


class CannotConfine(Exception):
    """This machine has no such filter."""


def confine() -> None:
    """Confine all threads of this process, for good. Raises CannotConfine."""
    column = {"x86_64": 0, "aarch64": 1}.get(platform.machine())
    if sys.platform != "linux" or column is None:
        raise CannotConfine(f"no filter is written for {sys.platform} on {platform.machine()}")
    architecture, seccomp = (_X86_64, _AARCH64)[column]
    program = b"".join(_program(architecture, column))
    count = len(program) // 8
    filters = ctypes.create_string_buffer(program, len(program))
    sock_fprog = ctypes.create_string_buffer(struct.pack("@HP", count, ctypes.addressof(filters)))
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        raise CannotConfine(f"no_new_privs: {os.strerror(ctypes.get_errno())}")
    if libc.syscall(seccomp, _SET_MODE_FILTER, _ALL_THREADS, sock_fprog) != 0:
        raise CannotConfine(f"seccomp: {os.strerror(ctypes.get_errno())}")


def _program(architecture: int, column: int) -> Iterator[bytes]:
    yield _step(_LOAD, _ARCHITECTURE)
    yield _step(_EQUAL, architecture, if_true=1)
    yield _step(_RETURN, _KILL)  # a call in the way of another architecture, whose numbers mean other things
    yield _step(_LOAD, _NUMBER)
    for numbers in _ALLOWED.values():
        number = numbers[column]
        if number is not None:
            yield _step(_EQUAL, number, if_false=1)
            yield _step(_RETURN, _ALLOW)
    for x86_64, aarch64, place, values in _NARROWED.values():
        yield from _narrowed((x86_64, aarch64)[column], place, values)
    yield _step(_EQUAL, _CLONE[column], if_false=3)
    yield _step(_LOAD, _ARGUMENTS)
    yield _step(_BITS, _CLONE_THREAD, if_false=1)
    yield _step(_RETURN, _ALLOW)
    yield _step(_RETURN, _FAIL)


def _narrowed(number: int, place: int, values: tuple[int, ...]) -> Iterator[bytes]:
    """A call that may be made with some values of an argument. The kernel takes these arguments as 32 bits."""
    yield _step(_EQUAL, number, if_false=len(values) + 3)
    yield _step(_LOAD, _ARGUMENTS + 8 * place)
    for left in range(len(values), 0, -1):
        yield _step(_EQUAL, values[left - 1], if_true=left)
    yield _step(_RETURN, _FAIL)
    yield _step(_RETURN, _ALLOW)


def _step(code: int, value: int, *, if_true: int = 0, if_false: int = 0) -> bytes:
    """One instruction; a jump skips so many of those after it."""
    return struct.pack("=HBBI", code, if_true, if_false, value)
