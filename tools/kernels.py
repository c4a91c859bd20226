"""Compiles the kernels in `src/causeway/matching/native` into one library beside their Python.

    python tools/kernels.py

The compiler is $CC, or the system's `cc`; where there is none, the one that the package `ziglang` brings, which set-up
installs for this alone. Every compiler's library gives the same answers.
"""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src" / "causeway" / "matching" / "native"
SUFFIX = {"win32": ".dll", "darwin": ".dylib"}.get(sys.platform, ".so")
LIBRARY = SOURCES.parent / f"_native{SUFFIX}"
FLAGS = (
    "-std=gnu11",
    "-O3",
    "-shared",
    "-fPIC",
    "-fvisibility=hidden",
    "-fno-strict-aliasing",
    "-ffp-contract=off",
    "-fno-sanitize=all",
    "-w",
)
"""Hashes are read as words and as chunks, which strict aliasing forbids; contracted sums differ by processor."""


def system_compiler() -> list[str] | None:
    """What compiles C on this machine, if anything does."""
    named = shlex.split(os.environ.get("CC", ""))
    found = named or [name for name in ("cc", "gcc", "clang") if shutil.which(name)][:1]
    return found if found and _works(found) else None


def compile_kernels(compiler: list[str]) -> None:
    """Compile all sources into the library; one that is in use stays whole until the new one is in its place.

    Raises CalledProcessError.
    """
    partial = LIBRARY.with_suffix(".partial")
    sources = [str(path) for path in sorted(SOURCES.glob("*.c"))]
    done = subprocess.run(
        [*compiler, *FLAGS, *sources, "-o", str(partial)], check=False, capture_output=True, text=True
    )
    if done.returncode:
        sys.stderr.write(done.stderr[-4000:])
        done.check_returncode()
    partial.replace(LIBRARY)


def _works(compiler: list[str]) -> bool:
    """Whether it compiles and links at all: a machine may have a compiler without its headers."""
    program = "#include <stdlib.h>\nint main(void) { return 0; }\n"
    command = [*compiler, "-x", "c", "-", "-o", os.devnull]
    try:
        return subprocess.run(command, input=program, text=True, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def main() -> None:
    """Compile with what there is."""
    compiler = system_compiler() or [sys.executable, "-m", "ziglang", "cc"]
    compile_kernels(compiler)


if __name__ == "__main__":
    main()
