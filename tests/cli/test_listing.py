import re
import subprocess
import sys

from typer.main import get_group

from causeway.cli.listing import ListedCommands

HEAVY = {"cv2", "django", "numpy", "pandas", "ray", "scipy"}


def test_help_loads_no_engine_and_no_hub() -> None:
    listed = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "causeway", "--help"], capture_output=True, text=True, check=True
    )
    loaded = set(re.findall(r"\| +(\w+)$", listed.stderr, re.MULTILINE))
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
