"""The playbooks that ship with this version of the program: the standard where an organisation has adopted none.

Each is written in English. A file of the same name in the folder of another language says the same in that: its
structure and version are those of the English one.
"""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from causeway.hub.knowledge.languages import DEFAULT_LANGUAGE, LANGUAGES
from causeway.hub.knowledge.playbooks.checking import PlaybookInvalid
from causeway.hub.knowledge.playbooks.playbook import Playbook
from causeway.hub.knowledge.playbooks.toml_form import parse_playbook
from causeway.hub.knowledge.playbooks.translating import joined


@cache
def playbooks() -> dict[str, Playbook]:
    """The shipped playbooks by code, in order of title.

    Raises:
        PlaybookInvalid: a translation has another structure than its original; the message names the place.
    """
    folder = files(__package__) / "data"
    found = [_in_all_languages(entry, folder) for entry in folder.iterdir() if entry.name.endswith(".toml")]
    return {playbook.code: playbook for playbook in sorted(found, key=lambda playbook: playbook.title)}


def _in_all_languages(entry: Traversable, folder: Traversable) -> Playbook:
    playbook = parse_playbook(entry.read_text(encoding="utf-8"))
    for language in LANGUAGES:
        file = folder / language / entry.name
        if language != DEFAULT_LANGUAGE and file.is_file():
            playbook = joined_file(playbook, file.read_text(encoding="utf-8"), language)
    return playbook


def joined_file(playbook: Playbook, text: str, language: str) -> Playbook:
    """A playbook with the words of a file that says the same in another language.

    Raises:
        PlaybookInvalid: it cannot be read, or has another version or structure.
    """
    try:
        translation = parse_playbook(text)
        if translation.version != playbook.version:
            raise PlaybookInvalid(f"version: {playbook.version} in the original, {translation.version} here")
        return joined(playbook, translation, language)
    except PlaybookInvalid as fault:
        raise PlaybookInvalid(f"{playbook.code} in {language}: {fault}") from fault
