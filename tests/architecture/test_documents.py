"""The documents say what the program does: settings, commands and links are checked against the code."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = sorted([*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")])
_READ_FROM_ENVIRONMENT = re.compile(
    r"""environ(?:\.get|\.pop|\.setdefault)?[\[(]\s*["']((?:CAUSEWAY|DATABASE)_[A-Z_]+)"""
)
_LINK = re.compile(r"(?<!!)\[[^\]]*\]\(([^)#\s]+)(?:#[^)]*)?\)|!\[[^\]]*\]\(([^)\s]+)\)")


def _python_files() -> list[Path]:
    return sorted(ROOT.glob("src/causeway/**/*.py"))


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    read = {name for path in _python_files() for name in _READ_FROM_ENVIRONMENT.findall(path.read_text("utf-8"))}
    page = (ROOT / "docs/reference/settings.md").read_text("utf-8")
    documented = set(re.findall(r"^\| `([A-Z_]+)`", page, flags=re.MULTILINE))
    assert documented == read


def test_the_reference_of_the_command_line_is_current() -> None:
    from causeway.cli.reference import reference

    assert (ROOT / "docs/reference/cli.md").read_text("utf-8") == reference(), "run: python -m causeway.cli.reference"


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_relative_link_leads_somewhere(document: Path) -> None:
    targets = [first or second for first, second in _LINK.findall(document.read_text("utf-8"))]
    missing = [
        target
        for target in targets
        if not target.startswith(("http://", "https://", "mailto:")) and not (document.parent / target).exists()
    ]
    assert missing == []


def test_every_module_says_why_it_exists() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in _python_files()
        if "migrations" not in path.parts and not path.read_text("utf-8").lstrip().startswith(('"""', 'r"""'))
    ]
    assert silent == []


def test_no_file_has_grown_past_one_story() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in _python_files()
        if "migrations" not in path.parts and (lines := path.read_text("utf-8").count("\n")) > 400
    }
    assert long == {}


def test_decisions_are_numbered_without_a_gap() -> None:
    numbers = sorted(int(path.name[:4]) for path in (ROOT / "docs/adr").glob("*.md"))
    assert numbers == list(range(1, len(numbers) + 1))


def test_no_tracked_file_names_where_packages_came_from() -> None:
    done = subprocess.run(
        ["git", "grep", "-lE", '"resolved": *"http|^--(extra-)?index-url|^-i http'],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    found = [name for name in done.stdout.split() if not name.startswith("tests/architecture/")]
    assert found == []


def test_the_architecture_names_every_app_of_the_hub() -> None:
    page = (ROOT / "docs/explanation/architecture.md").read_text("utf-8")
    named = set(re.findall(r"`([a-z_]+)`", page.partition("## Where each step is")[2].partition("\n## ")[0]))
    groups = [ROOT / "src/causeway/hub" / group for group in ("base", "knowledge", "road", "commons")]
    apps = {path.parent.name for group in groups for path in group.glob("*/__init__.py")}
    assert len(apps) > len(groups)
    assert not apps - named
