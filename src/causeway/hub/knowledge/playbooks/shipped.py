"""The playbooks that ship with this version of the program: the standard where an organisation has adopted none."""

from functools import cache
from importlib.resources import files

from causeway.hub.knowledge.playbooks.playbook import Playbook
from causeway.hub.knowledge.playbooks.toml_form import parse_playbook


@cache
def playbooks() -> dict[str, Playbook]:
    """The shipped playbooks by code, in order of title."""
    folder = files(__package__) / "data"
    texts = [entry.read_text(encoding="utf-8") for entry in folder.iterdir() if entry.name.endswith(".toml")]
    found = sorted((parse_playbook(text) for text in texts), key=lambda playbook: playbook.title)
    return {playbook.code: playbook for playbook in found}
