"""Writes requirements/*.txt from pyproject.toml: every package pinned by hash, and no index named."""

import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OPTIONS = ["--universal", "--generate-hashes", "--no-emit-index-url", "--no-annotate", "--no-header", "-q"]
EXTRAS = {"run": ("hub", "scan", "match", "build"), "dev": ("hub", "scan", "match", "build", "dev")}


def main() -> None:
    """Write the four files."""
    uv = str(ROOT / ".venv" / "bin" / "uv")
    requirements = ROOT / "requirements"
    subprocess.run(
        [uv, "pip", "compile", *OPTIONS, "-", "-o", str(requirements / "bootstrap.txt")],
        input=b"uv\n", check=True, cwd=ROOT,
    )  # fmt: skip
    subprocess.run(
        [uv, "pip", "compile", *OPTIONS, "-", "-o", str(requirements / "compiler.txt")],
        input=b"ziglang\n", check=True, cwd=ROOT,
    )  # fmt: skip
    for name, extras in EXTRAS.items():
        chosen = [option for extra in extras for option in ("--extra", extra)]
        target = str(requirements / f"{name}.txt")
        subprocess.run([uv, "pip", "compile", *OPTIONS, *chosen, "pyproject.toml", "-o", target], check=True, cwd=ROOT)


if __name__ == "__main__":
    main()
