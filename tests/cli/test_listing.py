import re
import subprocess
import sys

from typer.main import get_group

from causeway.cli.listing import ListedCommands

HEAVY = {"cv2", "django", "httpx", "numpy", "pandas", "ray", "scipy"}
EVERY_HELP = """
from causeway.cli.app import app
from typer.testing import CliRunner
from typer.main import get_command

root = get_command(app)
for name in root.commands:
    shown = CliRunner().invoke(app, [name, "--help"])
    assert shown.exit_code == 0, name
"""


def loaded_by(*arguments: str) -> set[str]:
    """The packages that a program imports."""
    done = subprocess.run([sys.executable, "-X", "importtime", *arguments], capture_output=True, text=True, check=True)
    return set(re.findall(r"\| +(\w+)$", done.stderr, re.MULTILINE))


def test_help_loads_no_engine_and_no_hub() -> None:
    loaded = loaded_by("-m", "causeway", "--help")
    assert "typer" in loaded
    assert not loaded & HEAVY


def test_the_help_of_no_command_loads_an_engine_the_hub_or_the_network() -> None:
    loaded = loaded_by("-c", EVERY_HELP)
    assert "typer" in loaded
    assert not loaded & HEAVY


def test_each_command_is_listed_under_its_own_name_with_the_first_sentence_of_its_help() -> None:
    from causeway.cli.app import app

    group = get_group(app)
    assert isinstance(group, ListedCommands)
    for name, listed in group.commands.items():
        command = group.loaded(name)
        assert command.name == name
        assert listed.help
        help_text = " ".join((command.help or "").split())
        assert listed.help == help_text.split(". ")[0].removesuffix(".") + ".", name
