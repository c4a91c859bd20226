"""Writes requirements/*.txt from pyproject.toml: every package pinned by hash, and no index named."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OPTIONS = ["--universal", "--generate-hashes", "--no-emit-index-url", "--no-annotate", "--no-header", "-q"]
ALONE = {
    "bootstrap": ("uv",),
    "compiler": ("ziglang",),
    "peers": ("faiss-cpu", "pdqhash", "perception", "threatexchange", "usearch"),
}
"""What is installed by itself: set-up's own tools, and what the benchmarks compare with."""
EXTRAS = {
    "run": ("hub", "scan", "match", "screen", "text", "warning", "deconfliction", "build"),
    "dev": ("hub", "scan", "match", "screen", "text", "warning", "deconfliction", "scale", "build", "dev"),
}


def main() -> None:
    """Write all files."""
    for name, packages in ALONE.items():
        compile_pins(["-"], name, "\n".join(packages).encode())
    for name, extras in EXTRAS.items():
        compile_pins([*(option for extra in extras for option in ("--extra", extra)), "pyproject.toml"], name)


def compile_pins(sources: list[str], name: str, given: bytes | None = None) -> None:
    """Write one file from the project's table, or from what is given on standard input."""
    uv = str(ROOT / ".venv" / "bin" / "uv")
    target = str(ROOT / "requirements" / f"{name}.txt")
    subprocess.run([uv, "pip", "compile", *OPTIONS, *sources, "-o", target], input=given, check=True, cwd=ROOT)


if __name__ == "__main__":
    main()
