"""How a dataclass describes an element: each field is annotated with the part of the element that it holds.

Reader, writer, schema, tests and the mapping's completeness all read these annotations, so that every rule of the
format stands once: the name and kind in the annotation, the order in the order of fields, "required" in a missing
default, "repeats" in a tuple.
"""

from dataclasses import MISSING, dataclass, fields
from enum import StrEnum
from typing import Annotated, get_origin, get_type_hints

from causeway.interchange.cybertip._lexical import Codec


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownElement:
    """An element that a later schema added: noted, kept, and written back at its place.

    `position` counts the children of its parent from 0; `xml` is its exclusive canonical form.
    """

    path: str
    position: int
    xml: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnknownAttribute:
    """An attribute that a later schema (or XML Schema itself) added. `name` is `{namespace}local` where it has a
    namespace.

    `on` is empty for the element itself, or the child of simple value that carries it, such as `displayName[2]`.
    """

    name: str
    value: str
    on: str = ""


def numbered(name: str, number: int) -> str:
    """A child's name in a path; the second of a name and later ones carry their number."""
    return name if number == 1 else f"{name}[{number}]"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wired:
    """What every element has: room for what we do not know yet."""

    unknown: tuple[UnknownElement, ...] = ()
    unknown_attributes: tuple[UnknownAttribute, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """A group of neighbouring elements of which one may stand, or must."""

    name: str
    is_required: bool = False


@dataclass(frozen=True, slots=True)
class Element:
    """A child element: a simple value by its codec, or another described type."""

    name: str
    of: Codec | type[Wired]
    choice: Choice | None = None


@dataclass(frozen=True, slots=True)
class Attribute:
    """An attribute. One that `is_legacy` is read, then moved to where it belongs, and never written."""

    name: str
    of: Codec
    is_legacy: bool = False


@dataclass(frozen=True, slots=True)
class Content:
    """The element's own text."""

    of: Codec


@dataclass(frozen=True, slots=True)
class Flags:
    """Empty child elements, each at most once, in any order; the enumeration's values are their names."""

    members: type[StrEnum]


Mark = Element | Attribute | Content | Flags


@dataclass(frozen=True, slots=True)
class Part:
    """One field of a described type."""

    field: str
    mark: Mark
    is_required: bool
    repeats: bool


def parts(described: type[Wired]) -> tuple[Part, ...]:
    """The parts of a described type, in the order of the format."""
    if described not in _PARTS:
        _PARTS[described] = _described_parts(described)
    return _PARTS[described]


_PARTS: dict[type[Wired], tuple[Part, ...]] = {}


def _described_parts(described: type[Wired]) -> tuple[Part, ...]:
    hints = get_type_hints(described, include_extras=True)
    found = []
    for field in fields(described):
        hint = hints[field.name]
        if get_origin(hint) is Annotated:
            mark = hint.__metadata__[0]
            found.append(
                Part(
                    field.name, mark, is_required=field.default is MISSING, repeats=get_origin(hint.__origin__) is tuple
                )
            )
    return tuple(found)


def elements(described: type[Wired]) -> tuple[tuple[Part, Element], ...]:
    """The child elements of a described type, in order."""
    return tuple((part, part.mark) for part in parts(described) if isinstance(part.mark, Element))


def attributes(described: type[Wired]) -> tuple[tuple[Part, Attribute], ...]:
    """The attributes of a described type."""
    return tuple((part, part.mark) for part in parts(described) if isinstance(part.mark, Attribute))


def content(described: type[Wired]) -> tuple[Part, Content] | None:
    """The part that holds the element's own text, if it has one."""
    return next(((part, part.mark) for part in parts(described) if isinstance(part.mark, Content)), None)


def flags(described: type[Wired]) -> tuple[Part, Flags] | None:
    """The part that holds empty marker elements, if it has one."""
    return next(((part, part.mark) for part in parts(described) if isinstance(part.mark, Flags)), None)


def leaves(described: type[Wired], path: str) -> dict[str, Codec | None]:
    """Every path below an element that holds a value, with its codec: texts, attributes (`@name`) and markers
    (None)."""
    found: dict[str, Codec | None] = {}
    for part in parts(described):
        match part.mark:
            case Content(of=codec):
                found[path] = codec
            case Attribute(name=name, of=codec):
                found[f"{path}/@{name}"] = codec
            case Flags(members=members):
                found.update({f"{path}/{member.value}": None for member in members})
            case Element(name=name, of=Codec() as codec):
                found[f"{path}/{name}"] = codec
            case Element(name=name, of=of):
                assert isinstance(of, type)  # noqa: S101 - the other half of the union
                found.update(leaves(of, f"{path}/{name}"))
    return found


def unknown_elements(value: Wired) -> tuple[UnknownElement, ...]:
    """Every element, anywhere below a value, that the format does not know; for a note to whoever keeps this reader
    current."""
    found = list(value.unknown)
    for part, _ in elements(type(value)):
        held = getattr(value, part.field)
        for child in held if part.repeats else (held,):
            if isinstance(child, Wired):
                found.extend(unknown_elements(child))
    return tuple(found)
