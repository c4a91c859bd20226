"""Runs the benchmarks and prints what they print; `--write` puts it into `docs/benchmarks.md`.

    make bench                          all of them, each at its usual size
    make bench ARGS="index digest"      some
    make bench ARGS="--write index"     and keep what they print
    make bench ARGS='--write --as "index, large" --with "10000000 50000000" index'

Peers are measured where `make peers` has fetched them.
"""

import argparse
import os
import platform
import shlex
import subprocess
import sys
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

FOLDER = Path(__file__).parent
DOCUMENT = FOLDER.parent / "docs" / "benchmarks.md"
PEERS = ("faiss-cpu", "threatexchange", "usearch", "pdqhash", "perception", "samplics", "svy", "ray")
FEATURES = ("avx2", "avx512_bitalg", "avx512_vpopcntdq", "sha_ni", "asimd")
HEAD = """# Benchmarks

What `make bench` printed, as it printed it. Times are of one machine on one day: compare the ratios, which come from
one run each, and run it on yours. `make peers` fetches what is compared with.
"""


def machine() -> str:
    """The day, and what the numbers depend on."""
    cpu, flags = platform.processor() or platform.machine(), set[str]()
    information = Path("/proc/cpuinfo")
    if information.exists():
        facts = dict(line.split(":", 1) for line in information.read_text().splitlines() if ":" in line)
        stated = {key.strip(): value.strip() for key, value in facts.items()}
        cpu, flags = stated.get("model name", cpu), set(stated.get("flags", stated.get("Features", "")).split())
    found = [f"{name} {version(name)}" for name in PEERS if _is_installed(name)]
    return (
        f"{datetime.now(UTC):%-d %B %Y}; {cpu}, {os.cpu_count()} cores"
        f" ({', '.join(feature for feature in FEATURES if feature in flags) or 'no vector features known'});"
        f" load {os.getloadavg()[0]:.1f} at the start; Python {platform.python_version()}, NumPy {np.__version__};"
        f" {', '.join(found) or 'no peers installed'}"
    )


def _is_installed(name: str) -> bool:
    try:
        version(name)
    except PackageNotFoundError:
        return False
    return True


def run(name: str, arguments: list[str]) -> str:
    """What one benchmark prints, shown as it comes. Raises CalledProcessError."""
    command = [sys.executable, str(FOLDER / f"bench_{name}.py"), *arguments]
    lines: list[str] = []
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=os.environ) as child:
        assert child.stdout is not None
        for line in child.stdout:
            sys.stdout.write(line)
            sys.stdout.flush()
            lines.append(line)
    if child.returncode:
        raise subprocess.CalledProcessError(child.returncode, command)
    return "".join(lines)


def write(sections: dict[str, str]) -> None:
    """Put these sections into the document; the others stay as they are."""
    kept: dict[str, str] = {}
    if DOCUMENT.exists():
        for part in DOCUMENT.read_text().split("\n## ")[1:]:
            name, _, body = part.partition("\n")
            kept[name] = body.strip()
    together = dict(sorted({**kept, **sections}.items()))
    DOCUMENT.write_text(HEAD + "".join(f"\n## {name}\n\n{body.strip()}\n" for name, body in together.items()))


def main() -> None:
    """Run what is asked for."""
    every = sorted(path.stem.removeprefix("bench_") for path in FOLDER.glob("bench_*.py"))
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(every)}")
    parser.add_argument("--write", action="store_true", help="keep what they print in docs/benchmarks.md")
    parser.add_argument("--with", dest="given", default="", help="arguments for one benchmark, such as a size")
    parser.add_argument("--as", dest="title", default="", help="keep it under another name than the benchmark's")
    options = parser.parse_args()
    if unknown := set(options.names) - set(every):
        parser.error(f"there is no benchmark {', '.join(sorted(unknown))}")
    for name in options.names or every:
        about = machine()
        print(f"\n== {name}: {about}")
        printed = run(name, shlex.split(options.given))
        if options.write:
            write({options.title or name: f"{about}.\n\n```\n{printed.strip()}\n```"})


if __name__ == "__main__":
    main()
