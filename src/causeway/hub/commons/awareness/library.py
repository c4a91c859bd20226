"""Material that comes with the program, in our own words and in three languages: to begin with, and to change."""

import tomllib
from functools import cache
from importlib.resources import files

from causeway.hub.commons.awareness.commands.keep_material import NewMaterial
from causeway.hub.commons.awareness.words import LANGUAGE_NAMES, Audience, MaterialKind


@cache
def library() -> dict[str, dict[str, NewMaterial]]:
    """By code and language."""
    entries = sorted(
        (entry for entry in (files(__package__) / "data").iterdir() if entry.name.endswith(".toml")),
        key=lambda entry: entry.name,
    )
    return {entry.name.removesuffix(".toml"): _read(entry.read_text(encoding="utf-8")) for entry in entries}


def _read(text: str) -> dict[str, NewMaterial]:
    document = tomllib.loads(text)
    return {
        language: NewMaterial(
            kind=MaterialKind(document["kind"]),
            audience=Audience(document["audience"]),
            age_from=document.get("age_from"),
            age_to=document.get("age_to"),
            minutes=document.get("minutes"),
            language=language,
            title=document[language]["title"],
            summary=document[language]["summary"],
            body=document[language]["body"].strip(),
        )
        for language in document
        if language in LANGUAGE_NAMES
    }
