"""Keeps the catalogues of Dutch and Italian: one for each app, in its own `locale` folder, so that words live beside
the pages that show them, and one for the engines, which give English templates and know no other language.

    python tools/messages.py update     take up what the code says now; new strings come in empty, old ones go
    python tools/messages.py check      name every string that is not translated, or not soundly
    python tools/messages.py compile    write the .mo files that the program reads (set-up does it)

No GNU gettext is needed: Babel reads, merges and compiles, and Django turns its templates into what Babel reads.
"""

import re
import sys
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "causeway"
HUB = SOURCE / "hub"
ENGINES = ("vocabulary", "selectors", "linking", "triage", "routing")
"""Whose words a page shows."""
LANGUAGES = ("nl", "it")
KEYWORDS = {
    "_": None,
    "_now": None,
    "phrase": None,
    "counted": (1, 2),
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
POLICIES = "policies"
"""The folder in which an engine keeps its policies."""
_PERCENT = re.compile(r"%\(\w+\)[sd]|%[sd%]")
_TAG = re.compile(r"</?[a-z][^>]*>")


@dataclass(frozen=True)
class Place:
    """Where a catalogue lies, and which folder's strings it holds: all, or those of some folders in it."""

    folder: Path
    excluded: tuple[Path, ...] = ()
    only: tuple[str, ...] = ("",)

    def catalogue(self, language: str) -> Path:
        """The catalogue in a language."""
        return self.folder / "locale" / language / "LC_MESSAGES" / "django.po"

    def files(self) -> Iterator[Path]:
        """The sources, templates and policies under it that no other catalogue holds."""
        for path in sorted(path for part in self.only for path in (self.folder / part).rglob("*")):
            if any(path.is_relative_to(app) for app in self.excluded):
                continue
            if path.suffix in {".py", ".html", ".txt"} or (path.suffix == ".toml" and path.parent.name == POLICIES):
                yield path


def places() -> list[Place]:
    """Every app's catalogue, then the one of what stands in the hub itself, then that of the engines."""
    apps = sorted(path.parent for path in HUB.rglob("apps.py"))
    return [*(Place(app) for app in apps), Place(HUB, tuple(apps)), Place(SOURCE, only=ENGINES)]


def strings_of(place: Place) -> Catalog:
    """What the code under a place marks for translation."""
    found = Catalog(charset="utf-8")
    for path in place.files():
        source, method = path.read_bytes(), "python"
        if path.suffix == ".toml":
            source = _policy_as_python(source.decode()).encode()
        elif path.suffix != ".py":
            source = _as_python(source.decode(), str(path)).encode()
        for _, message, comments, context in extract(method, BytesIO(source), KEYWORDS, ["Translators:"]):
            found.add(
                message, locations=[(path.relative_to(ROOT).as_posix(), None)], auto_comments=comments, context=context
            )
    return found


def update() -> int:
    """Bring every catalogue to what the code says. A new string that another app has translated is taken from there."""
    for language in LANGUAGES:
        memory = _translated(language)
        for place in places():
            found = strings_of(place)  # afresh for each language: a catalogue takes over the messages themselves
            path = place.catalogue(language)
            if not len(found):
                path.unlink(missing_ok=True)
                continue
            known = _read(path, language)
            known.update(found, no_fuzzy_matching=True)
            known.obsolete.clear()
            for message in known:
                if message.id and not all(_forms(message.string)):
                    message.string = memory.get(_key(message), message.string)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(_written(known))
    return 0


def check() -> int:
    """Say what is wrong, a line each; 1 if anything is."""
    faults = []
    for language in LANGUAGES:
        memory = _translated(language)
        faults += [fault for place in places() for fault in faults_of(place, language, memory)]
    sys.stdout.write("".join(f"{fault}\n" for fault in faults))
    return 1 if faults else 0


def faults_of(place: Place, language: str, memory: dict[tuple[object, str | None], Any]) -> list[str]:
    """What a catalogue lacks, says with other placeholders or tags than the English, or otherwise than another app:
    Django knows one translation of the same words.
    """
    path = place.catalogue(language)
    known = _read(path, language)
    name = path.relative_to(ROOT).as_posix()
    faults = []
    for message in strings_of(place):
        if not message.id:
            continue
        mine = known.get(message.id, message.context)
        if mine is None or not all(_forms(mine.string)):
            faults.append(f"{name}: not translated: {_forms(message.id)[0]!r}")
        elif mine.fuzzy:
            faults.append(f"{name}: unsure: {_forms(message.id)[0]!r}")
        elif not _is_sound(mine):
            faults.append(f"{name}: other placeholders or tags: {_forms(message.id)[0]!r}")
        elif mine.string != (said := memory.get(_key(message), mine.string)):
            faults.append(f"{name}: elsewhere it is {_forms(said)[0]!r}: {_forms(message.id)[0]!r}")
    return faults


def _translated(language: str) -> dict[tuple[object, str | None], Any]:
    """By English words and context: the first translation that any app has."""
    found: dict[tuple[object, str | None], Any] = {}
    for place in places():
        for message in _read(place.catalogue(language), language):
            if message.id and all(_forms(message.string)):
                found.setdefault(_key(message), message.string)
    return found


def _key(message: Message) -> tuple[object, str | None]:
    return (tuple(_forms(message.id)), message.context)


def compile_all() -> int:
    """Write a .mo beside every .po."""
    for path in SOURCE.rglob("locale/*/LC_MESSAGES/django.po"):
        with path.with_suffix(".mo").open("wb") as target:
            write_mo(target, _read(path, path.parents[1].name))
    return 0


def _as_python(template: str, origin: str) -> str:
    """A template's calls of gettext, one a line, as Django finds them."""
    from django.conf import settings
    from django.utils.translation.template import templatize

    if not settings.configured:
        settings.configure(USE_I18N=True)
    return "\n".join(_calls(templatize(template, origin=origin)))


def _policy_as_python(policy: str) -> str:
    """The words of a policy as calls of gettext, one a line. Words begin with a capital or a number in braces, unlike
    codes and versions; two in a list are for one and for many.
    """
    return "\n".join(_words_in(tomllib.loads(policy)))


def _words_in(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for inner in value.values():
            yield from _words_in(inner)
    elif isinstance(value, list) and len(value) == 2:
        yield f"counted({value[0]!r}, {value[1]!r}, 1)"
    elif isinstance(value, str) and (value[:1].isupper() or value.startswith("{")):
        yield f"phrase({value!r})"


def _calls(source: str) -> Iterator[str]:
    """The calls in what Django made of a template; everything else in it is filler."""
    literal = r"""u?(?:'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
    pattern = re.compile(rf"\b(_|gettext|ngettext|pgettext|npgettext)\(({literal}(?:, ?{literal})*)")
    for call in pattern.finditer(source):
        count = ", 1" if call.group(1).startswith("n") else ""
        yield f"{call.group(1)}({call.group(2)}{count})"


def _read(path: Path, language: str) -> Catalog:
    if not path.exists():
        return Catalog(locale=language, charset="utf-8")
    with path.open("rb") as source:
        return read_po(source, locale=language, abort_invalid=True)


def _written(catalogue: Catalog) -> bytes:
    """The file's text: no dates and no line numbers, so that it changes only when words do."""
    target = BytesIO()
    write_po(target, catalogue, width=120, omit_header=True, sort_output=True, include_lineno=False)
    fields = {
        "Content-Type": "text/plain; charset=UTF-8",
        "Language": str(catalogue.locale),
        "Plural-Forms": catalogue.plural_forms,
    }
    head = "".join(f'"{name}: {value}\\n"\n' for name, value in fields.items())
    return f'msgid ""\nmsgstr ""\n{head}\n'.encode() + target.getvalue()


def _forms(words: object) -> list[str]:
    if isinstance(words, str):
        return [words]
    return [str(form) for form in words] if isinstance(words, (list, tuple)) else [""]


def _is_sound(message: Message) -> bool:
    """Whether every form of the translation has the placeholders and tags of an English one."""
    allowed = [_marks(form) for form in _forms(message.id)]
    return all(_marks(form) in allowed for form in _forms(message.string))


def _marks(text: str) -> tuple[list[str], list[str], list[str]]:
    try:
        braces = sorted(name for _, name, _, _ in Formatter().parse(text) if name is not None)
    except ValueError:
        braces = []
    return sorted(_PERCENT.findall(text)), braces, sorted(_TAG.findall(text))


def main() -> int:
    """Do what was asked."""
    acts = {"update": update, "check": check, "compile": compile_all}
    if len(sys.argv) != 2 or sys.argv[1] not in acts:
        sys.stderr.write(f"say one of: {', '.join(acts)}\n")
        return 2
    return acts[sys.argv[1]]()


if __name__ == "__main__":
    raise SystemExit(main())
