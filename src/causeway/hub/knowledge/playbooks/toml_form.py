"""A playbook as a TOML file: how the program ships its own, and how organisations pass theirs on (TOML 1.0).

What is written is read back as the same playbook. Words in another language stand in a table of it, by their places:
`[words.nl]` with `"steps.tell_safeguarding.title" = "…"`. Those of a text that has changed since are left out.
"""

import json
import tomllib
from collections.abc import Iterator
from typing import Any

from django.utils.translation import gettext as _

from causeway.hub.knowledge.languages import DEFAULT_LANGUAGE, LANGUAGES
from causeway.hub.knowledge.playbooks.checking import PlaybookInvalid, faults_of, is_code
from causeway.hub.knowledge.playbooks.conditions import Condition
from causeway.hub.knowledge.playbooks.playbook import Playbook, Step
from causeway.hub.knowledge.playbooks.translating import with_words, with_words_of
from causeway.vocabulary.organisations import Role

LARGEST_BYTES = 256 * 1024
"""Our own choice: a playbook of twelve long steps is about 12 kB."""
_TOP = frozenset({"code", "version", "language", "title", "about", "applies", "steps", "words"})
_OF_A_STEP = frozenset(
    {"code", "title", "guidance", "due_in_hours", "after", "roles", "conditions", "evidence", "mandatory", "skill"}
)


def read_playbook(text: str) -> Playbook:
    """Read one playbook from TOML, whole or not: a draft may come in before it is finished.

    Raises:
        PlaybookInvalid: the text is no TOML, or no playbook; the message names the step and the field.
    """
    try:
        document = tomllib.loads(text)
    except tomllib.TOMLDecodeError as fault:
        raise PlaybookInvalid(_("The playbook cannot be read: %(fault)s") % {"fault": fault}) from fault
    _refuse_unknown(document, _TOP, _("The playbook"))
    steps = document.get("steps", [])
    if not isinstance(steps, list) or not all(isinstance(step, dict) for step in steps):
        raise PlaybookInvalid(_("The steps of the playbook have to be tables: [[steps]]."))
    read = tuple(_step(step, number) for number, step in enumerate(steps, start=1))
    if len({step.code for step in read}) < len(read):
        raise PlaybookInvalid(_("There are two steps of one code."))
    playbook = Playbook(
        code=_code(document, _("The playbook")),
        version=_text(document, "version", _("The playbook")),
        language=_language(document),
        title=_text(document, "title", _("The playbook")),
        about=_text(document, "about", _("The playbook")),
        applies=_text(document, "applies", _("The playbook"), default=""),
        steps=read,
    )
    return _with_all_words(playbook, document.get("words", {}))


def parse_playbook(text: str) -> Playbook:
    """Read one whole playbook from TOML.

    Raises:
        PlaybookInvalid: it cannot be read, or is not whole; the message names the first fault.
    """
    playbook = read_playbook(text)
    for fault in faults_of(playbook):
        told = {"playbook": playbook.code, "where": fault.where, "fault": fault.message}
        raise PlaybookInvalid(_("Playbook %(playbook)s: %(where)s: %(fault)s") % told)
    return playbook


def write_playbook(playbook: Playbook) -> str:
    """The playbook as TOML."""
    return "\n".join(_lines(playbook)) + "\n"


def _lines(playbook: Playbook) -> Iterator[str]:
    for name in ("code", "version", "language", "title", "about", "applies"):
        yield f"{name} = {_quoted(getattr(playbook, name))}"
    for step in playbook.steps:
        yield ""
        yield "[[steps]]"
        yield f"code = {_quoted(step.code)}"
        yield f"title = {_quoted(step.title)}"
        yield f"guidance = {_quoted(step.guidance)}"
        yield f"due_in_hours = {step.due_in_hours}"
        if step.after:
            yield f"after = {_quoted(step.after)}"
        yield f"roles = {_quoted([role.value for role in step.roles])}"
        if step.conditions:
            yield f"conditions = {_quoted([condition.value for condition in step.conditions])}"
        if step.evidence:
            yield f"evidence = {_quoted(list(step.evidence))}"
        yield f"mandatory = {'true' if step.is_mandatory else 'false'}"
        if step.skill:
            yield f"skill = {_quoted(step.skill)}"
    for words in with_words_of(playbook, playbook).words:
        yield ""
        yield f"[words.{words.language}]"
        for text in words.texts:
            yield f"{_quoted(text.at)} = {_quoted(text.text)}"


def _quoted(value: str | list[str]) -> str:
    # JSON's strings and lists of them are TOML's as well, apart from DEL, which JSON leaves bare (TOML 1.0, String).
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")


def _language(document: dict[str, Any]) -> str:
    language = _text(document, "language", _("The playbook"), default=DEFAULT_LANGUAGE)
    if language not in LANGUAGES:
        raise PlaybookInvalid(
            _("The playbook: language has to be one of %(languages)s.") % {"languages": ", ".join(LANGUAGES)}
        )
    return language


def _with_all_words(playbook: Playbook, words: object) -> Playbook:
    if not isinstance(words, dict) or not all(isinstance(texts, dict) for texts in words.values()):
        raise PlaybookInvalid(_("The words in other languages have to be tables: [words.nl]."))
    for language, texts in words.items():
        where = _("The words in %(language)s") % {"language": repr(language)}
        said = {at: _text(texts, at, where) for at in texts}
        try:
            playbook = with_words(playbook, language, said)
        except PlaybookInvalid as fault:
            raise PlaybookInvalid(_("%(where)s: %(fault)s") % {"where": where, "fault": fault}) from fault
    return playbook


def _refuse_unknown(document: dict[str, Any], known: frozenset[str], where: str) -> None:
    for name in sorted(set(document) - known):
        raise PlaybookInvalid(
            _("%(where)s has a field %(name)s that no playbook has.") % {"where": where, "name": repr(name)}
        )


def _text(document: dict[str, Any], name: str, where: str, *, default: str | None = None) -> str:
    value = document.get(name, default)
    if not isinstance(value, str):
        raise PlaybookInvalid(_("%(where)s: %(name)s is missing or not a text.") % {"where": where, "name": name})
    if "\0" in value:
        raise PlaybookInvalid(
            _("%(where)s: %(name)s holds a character that is no text.") % {"where": where, "name": name}
        )
    return value.strip()


def _code(document: dict[str, Any], where: str) -> str:
    code = _text(document, "code", where)
    if not is_code(code):
        raise PlaybookInvalid(
            _("%(where)s: code has to be small letters, digits and underscores, a letter first.") % {"where": where}
        )
    return code


def _texts(document: dict[str, Any], name: str, where: str) -> list[str]:
    value = document.get(name, [])
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise PlaybookInvalid(_("%(where)s: %(name)s has to be a list of texts.") % {"where": where, "name": name})
    if any("\0" in one for one in value):
        raise PlaybookInvalid(
            _("%(where)s: %(name)s holds a character that is no text.") % {"where": where, "name": name}
        )
    return [one.strip() for one in value]


def _step(document: dict[str, Any], number: int) -> Step:
    where = _("Step %(number)d") % {"number": number}
    _refuse_unknown(document, _OF_A_STEP, where)
    code = document.get("code", _("without a code"))
    where = _("Step %(number)d (%(code)s)") % {"number": number, "code": code}
    hours, is_mandatory = document.get("due_in_hours"), document.get("mandatory", True)
    if not isinstance(hours, int) or isinstance(hours, bool):
        raise PlaybookInvalid(_("%(where)s: due_in_hours has to be a whole number.") % {"where": where})
    if not isinstance(is_mandatory, bool):
        raise PlaybookInvalid(_("%(where)s: mandatory has to be true or false.") % {"where": where})
    try:
        roles = tuple(Role(role) for role in _texts(document, "roles", where))
        conditions = tuple(Condition(condition) for condition in _texts(document, "conditions", where))
    except ValueError as fault:
        raise PlaybookInvalid(_("%(where)s: %(fault)s.") % {"where": where, "fault": fault}) from fault
    return Step(
        code=_code(document, where),
        title=_text(document, "title", where),
        guidance=_text(document, "guidance", where),
        due_in_hours=hours,
        after=_text(document, "after", where, default=""),
        roles=roles,
        conditions=conditions,
        evidence=tuple(_texts(document, "evidence", where)),
        is_mandatory=is_mandatory,
        skill=_text(document, "skill", where, default=""),
    )
