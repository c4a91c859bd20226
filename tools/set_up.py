"""Sets up a checkout: virtual environment, pinned packages, front-end files. Standard library only, for nothing else
is there yet.

Usage: python3 tools/set_up.py [run|dev]. A step whose inputs have not changed is skipped.
"""

import hashlib
import os
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
OLDEST_PYTHON = (3, 11)
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")


def fail(message: str) -> None:
    """Stop, saying what to do about it."""
    sys.stderr.write(f"\nCauseway could not be set up: {message}\n")
    raise SystemExit(1)


def call(*arguments: str, needs: str) -> None:
    """Run one program; show its output only when it fails."""
    done = subprocess.run(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        sys.stderr.write(done.stdout[-4000:])
        fail(needs)


def digest(*paths: Path, also: str = "") -> str:
    """One digest over files that exist."""
    total = hashlib.sha256(also.encode())
    for path in paths:
        total.update(path.read_bytes() if path.exists() else b"absent")
    return total.hexdigest()


def step(number: str, title: str, stamp: str, inputs: str, do: Callable[[], None]) -> None:
    """Do one step unless its inputs are those of the last time."""
    mark = VENV / f".{stamp}"
    sys.stdout.write(f"[{number}] {title} ... ")
    sys.stdout.flush()
    if mark.exists() and mark.read_text() == inputs:
        sys.stdout.write("up to date\n")
        return
    start = time.monotonic()
    do()
    mark.write_text(inputs)
    sys.stdout.write(f"done in {time.monotonic() - start:.0f} s\n")


def make_environment() -> None:
    """The virtual environment, with the installer in it."""
    if not (BIN / "python").exists():
        try:
            venv.create(VENV, with_pip=True)
        except subprocess.CalledProcessError:
            fail("this Python cannot make virtual environments; on Debian or Ubuntu, install the package python3-venv.")
    requirements = str(ROOT / "requirements" / "bootstrap.txt")
    call(
        str(BIN / "python"), "-m", "pip", "install", "-q", "--require-hashes", "-r", requirements,
        needs="the installer could not be fetched; is a package index reachable?",
    )  # fmt: skip


def install_packages(kind: str) -> None:
    """All pinned packages, and this checkout itself."""
    for mark in VENV.glob(".packages-*"):
        mark.unlink()  # what another set-up had installed is there no more
    uv = str(BIN / "uv")
    needs = "packages could not be installed; is a package index reachable?"
    packages = [str(ROOT / "requirements" / f"{name}.txt") for name in ("bootstrap", kind)]
    python = ["--python", str(BIN / "python")]
    call(uv, "pip", "sync", "-q", *python, "--require-hashes", *packages, needs=needs)
    call(uv, "pip", "install", "-q", *python, "--no-deps", "--no-build-isolation", "-e", ".", needs=needs)


def build_front_end() -> None:
    """The parts of GOV.UK Frontend and MoJ Frontend that pages use, and the country database."""
    os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ['PATH']}"
    needs = "the front-end packages could not be fetched; is a package index reachable?"
    call(str(BIN / "npm"), "ci", "--ignore-scripts", "--no-audit", "--no-fund", needs=needs)
    call(
        str(BIN / "python"), "-m", "causeway.hub.base.theme.assets", "node_modules",
        needs="the front-end files could not be copied.",
    )  # fmt: skip


@contextmanager
def a_compiler() -> Iterator[list[str]]:
    """What compiles C: this machine's own or, where it has none, one that is fetched for the moment."""
    compiler = _kernels().system_compiler()
    with tempfile.TemporaryDirectory() as fetched:
        if compiler is None:
            uv, requirements = str(BIN / "uv"), str(ROOT / "requirements" / "compiler.txt")
            call(
                uv, "pip", "install", "-q", "--python", str(BIN / "python"), "--target", fetched,
                "--require-hashes", "-r", requirements,
                needs="there is no C compiler, and none could be fetched; is a package index reachable?",
            )  # fmt: skip
            compiler = [str(next(Path(fetched).glob("ziglang/zig*"))), "cc"]
        yield compiler


def compile_kernels() -> None:
    """The matching engine's inner loops."""
    with a_compiler() as compiler:
        try:
            _kernels().compile_kernels(compiler)
        except subprocess.CalledProcessError:
            fail("the matching engine could not be compiled.")


def _kernels() -> Any:
    tools = str(ROOT / "tools")
    if tools not in sys.path:
        sys.path.insert(0, tools)
    import kernels

    return kernels


def compile_catalogues() -> None:
    """Dutch and Italian, as the program reads them."""
    call(
        str(BIN / "python"), "tools/messages.py", "compile",
        needs="a catalogue could not be compiled; `python tools/messages.py check` names its faults.",
    )  # fmt: skip


def main() -> None:
    """Set up for running, or for running and testing."""
    kind = sys.argv[1] if len(sys.argv) > 1 else "run"
    if kind not in {"run", "dev"}:
        fail("say run or dev")
    if sys.version_info < OLDEST_PYTHON:
        fail(f"it needs Python {'.'.join(map(str, OLDEST_PYTHON))} or newer, and this is {sys.version.split()[0]}.")
    requirements = ROOT / "requirements"
    step(
        "1/5",
        "Virtual environment",
        "environment",
        digest(requirements / "bootstrap.txt", also=sys.version),
        make_environment,
    )
    # Packages for tests include those for running, so a checkout set up for tests is not taken back.
    installed = VENV / ".packages-dev"
    if (
        kind == "run"
        and installed.exists()
        and installed.read_text() == digest(requirements / "dev.txt", ROOT / "pyproject.toml")
    ):
        kind = "dev"
    inputs = digest(requirements / f"{kind}.txt", ROOT / "pyproject.toml")
    step("2/5", f"Packages ({kind})", f"packages-{kind}", inputs, lambda: install_packages(kind))
    native = ROOT / "src/causeway/matching"
    sources = [ROOT / "tools/kernels.py", *sorted((native / "native").iterdir())]
    built = str([path.name for path in native.glob("_native.*")])
    step("3/5", "Matching engine", "kernels", digest(*sources, also=built), compile_kernels)
    built = str([path.name for path in native.glob("_native.*")])
    (VENV / ".kernels").write_text(digest(*sources, also=built))
    assets = ROOT / "src/causeway/hub/base/theme/assets.py"
    vendor = ROOT / "src/causeway/hub/base/theme/static/vendor"
    present = str(vendor.exists())
    step("4/5", "Front end", "front-end", digest(ROOT / "package-lock.json", assets, also=present), build_front_end)
    (VENV / ".front-end").write_text(digest(ROOT / "package-lock.json", assets, also="True"))
    catalogues = sorted((ROOT / "src/causeway").rglob("locale/*/LC_MESSAGES/django.po"))
    compiled = str([path.with_suffix(".mo").exists() for path in catalogues])
    whole = str([True for _ in catalogues])
    step("5/5", "Languages", "languages", digest(*catalogues, also=compiled), compile_catalogues)
    (VENV / ".languages").write_text(digest(*catalogues, also=whole))


if __name__ == "__main__":
    main()
