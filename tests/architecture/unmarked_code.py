"""Finds, in the hub's sources, what a person can read and no catalogue can hold: plain literals and f-strings where
refusals, forms, messages and mails take their words. It reads the syntax tree, once, and runs nothing.
"""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

HUB = Path(__file__).resolve().parents[2] / "src" / "causeway" / "hub"
_MARKS = frozenset(
    {"_", "_now", "gettext", "gettext_lazy", "gettext_noop", "ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"}
)
_EAGER = frozenset({"gettext", "ngettext", "npgettext", "pgettext"})
_WORD = re.compile(r"[^\W\d_]{2}")
_SENTENCE = re.compile(r"[A-Z][a-z]|[^\W\d_]{2,} [^\W\d_]")
_ROOTS = frozenset({"HubError", "ValidationError"})
_TELLING = frozenset({"debug", "success", "info", "warning", "error"})
_SPOKEN = frozenset(
    {"caption", "empty", "empty_label", "fault", "heading", "help_text", "hint", "label", "legend", "message",
     "missing", "subject", "title", "why", "wrong"}
)  # fmt: skip
_HIDDEN = frozenset({"HiddenInput", "MultipleHiddenInput"})
_Named = Mapping[str, list[ast.expr]]


Function = ast.FunctionDef | ast.Lambda


@dataclass(slots=True)
class Source:
    """One file: its classes, and its calls, each with the function and the class in which it stands."""

    path: Path
    classes: list[ast.ClassDef] = field(default_factory=list)
    calls: list[tuple[ast.Call, Function | None, ast.ClassDef | None]] = field(default_factory=list)
    eager: set[str] = field(default_factory=set)
    """The names of what translates at once, as the file imports them."""

    def found(self, words: ast.expr) -> str:
        """A finding, as the tests show it."""
        return f"{self.path.relative_to(HUB)}:{words.lineno}: {ast.unparse(words)[:90]}"


def read_sources(folder: Path = HUB) -> list[Source]:
    """Every source of a folder that is not a migration."""
    paths = (path for path in sorted(folder.rglob("*.py")) if "migrations" not in path.parts)
    return [read_source(path, path.read_text(encoding="utf-8")) for path in paths]


def read_source(path: Path, text: str) -> Source:
    """The classes and calls in a source."""
    source = Source(path)

    def walk(node: ast.AST, function: Function | None, kind: ast.ClassDef | None) -> None:
        if isinstance(node, ast.ClassDef):
            source.classes.append(node)
            kind = node
        elif isinstance(node, Function):
            function = node
        elif isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation" and function is None:
            source.eager |= {each.asname or each.name for each in node.names if each.name in _EAGER}
        elif isinstance(node, ast.Call):
            source.calls.append((node, function, kind))
        for child in ast.iter_child_nodes(node):
            walk(child, function, kind)

    walk(ast.parse(text), None, None)
    return source


def unmarked_refusals(sources: list[Source]) -> Iterator[str]:
    """Every refusal whose words are bare: as its first argument, in the variable that it is given, or in its own
    constructor.
    """
    refusals = _descendants(sources)
    for source in sources:
        for call, function, kind in source.calls:
            is_own = kind is not None and kind.name in refusals and ast.unparse(call.func) == "super().__init__"
            if call.args and (is_own or _name(call.func) in refusals) and _is_bare(call.args[0], function):
                yield source.found(call.args[0])


def unmarked_messages(sources: list[Source]) -> Iterator[str]:
    """Every `messages.success(…)` and the like, every `form.add_error(…)` and every mail's subject with bare words."""
    for source in sources:
        for call, function, _kind in source.calls:
            place = _place_of_words(call)
            if place is not None and len(call.args) > place and _is_bare(call.args[place], function):
                yield source.found(call.args[place])


def unmarked_forms(sources: list[Source]) -> Iterator[str]:
    """Every label, hint, error text, title or choice with bare words, and every field of a form that is shown and has
    no label: Django would make an English one of its name.
    """
    for source in sources:
        has_codes = "models" in {source.path.stem, source.path.parent.name}
        for call, _function, _kind in source.calls:
            for keyword in call.keywords:
                if not (has_codes and keyword.arg == "choices"):
                    yield from (source.found(words) for words in _keyword_words(keyword) if _is_bare(words))
        for kind in source.classes:
            if any(_name(base).endswith("Form") for base in kind.bases):
                yield from (source.found(made) for made in _without_label(kind))


def broken_marks(sources: list[Source]) -> Iterator[str]:
    """Every call of gettext on something else than a plain literal: no catalogue finds it."""
    for source in sources:
        for call, _function, _kind in source.calls:
            if isinstance(call.func, ast.Name) and call.func.id in _MARKS:
                for words in call.args[: 2 if call.func.id.startswith(("n", "p")) else 1]:
                    if not isinstance(words, ast.Constant):
                        yield source.found(words)


def fixed_too_early(sources: list[Source]) -> Iterator[str]:
    """Every text that is translated when its module is read: it stays in the language of that moment for everybody."""
    for source in sources:
        for call, function, _kind in source.calls:
            if function is None and _name(call.func) in source.eager:
                yield source.found(call)


def _place_of_words(call: ast.Call) -> int | None:
    name = _name(call.func)
    if _name(getattr(call.func, "value", None)) == "messages" and name in _TELLING:
        return 1
    return {"add_error": 1, "add_message": 2, "owe_mail": 2}.get(name)


def _keyword_words(keyword: ast.keyword) -> Iterator[ast.expr]:
    value = keyword.value
    if keyword.arg in _SPOKEN and (not isinstance(value, ast.Constant) or _SENTENCE.search(str(value.value))):
        yield value
    elif keyword.arg == "error_messages" and isinstance(value, ast.Dict):
        yield from value.values
    elif keyword.arg == "choices":
        pairs = (node for node in ast.walk(value) if isinstance(node, ast.Tuple) and len(node.elts) == 2)
        yield from (pair.elts[1] for pair in pairs)


def _without_label(form: ast.ClassDef) -> Iterator[ast.expr]:
    whole = ast.unparse(form)
    for line in form.body:
        if isinstance(line, ast.Assign) and isinstance(line.value, ast.Call):
            made = line.value
            is_django_s = _name(getattr(made.func, "value", None)) == "forms" and _name(made.func).endswith("Field")
            given = {keyword.arg: keyword.value for keyword in made.keywords}
            is_hidden = "widget" in given and any(name in ast.unparse(given["widget"]) for name in _HIDDEN)
            is_named_later = f"['{_name(line.targets[0])}'].label = " in whole
            if is_django_s and "label" not in given and None not in given and not is_hidden and not is_named_later:
                yield made


def _descendants(sources: list[Source]) -> set[str]:
    """The names of every refusal's class."""
    above = {kind.name: {_name(base) for base in kind.bases} for source in sources for kind in source.classes}
    found = set(_ROOTS)
    while more := {name for name, bases in above.items() if name not in found and bases & found}:
        found |= more
    return found


def _is_bare(words: ast.expr, function: Function | None = None) -> bool:
    """Whether an expression gives words as they stand in the source; `function` tells what its variables are given."""
    match words:
        case ast.Constant(value=str(text)):
            return _WORD.search(text) is not None
        case ast.JoinedStr(values=parts):
            return any(isinstance(part, ast.Constant) and _is_bare(part) for part in parts)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return _is_bare(left, function) or _is_bare(right, function)
        case ast.IfExp(body=one, orelse=other):
            return _is_bare(one, function) or _is_bare(other, function)
        case ast.BoolOp(values=values) | ast.Dict(values=values):
            return any(_is_bare(value, function) for value in values)
        case ast.BinOp(left=value, op=ast.Mod()) | ast.Subscript(value=value):
            return _is_bare(value, function)
        case ast.Call(func=ast.Attribute(value=value, attr="format")) | ast.Call(func=ast.Name(id="str"), args=[value]):
            return _is_bare(value, function)
        case ast.Name(id=name) if function is not None:
            return any(_is_bare(value) for value in _assigned(function).get(name, ()))
    return False


def _assigned(function: Function) -> _Named:
    """What each variable of a function is given."""
    found: dict[str, list[ast.expr]] = defaultdict(list)
    for line in ast.walk(function):
        if isinstance(line, ast.Assign):
            for target in line.targets:
                found[_name(target)].append(line.value)
                if isinstance(target, ast.Tuple) and isinstance(line.value, ast.Tuple):
                    for each, value in zip(target.elts, line.value.elts, strict=False):
                        found[_name(each)].append(value)
    return found


def _name(node: ast.AST | None) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
