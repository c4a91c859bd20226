"""From a typed value to XML, by the annotations alone; nothing is written that the reader would refuse."""

from collections.abc import Iterable
from enum import StrEnum

from lxml import etree

from causeway.interchange.cybertip._lexical import Codec
from causeway.interchange.cybertip._rules import breach
from causeway.interchange.cybertip._wire import (
    Attribute,
    Content,
    Element,
    Flags,
    Part,
    UnknownAttribute,
    Wired,
    numbered,
    parts,
)
from causeway.interchange.cybertip.errors import InvalidDocument, LexicalError
from causeway.interchange.cybertip.parsing import parse

_SCHEMA_INSTANCE = "http://www.w3.org/2001/XMLSchema-instance"
"""The namespace in which clients name the schema (W3C XML Schema Part 1, section 2.6)."""


def document(value: Wired, name: str) -> bytes:
    """A whole document in UTF-8, with its XML declaration and no white space between elements."""
    prefixes = {"xsi": _SCHEMA_INSTANCE} if _names_schema(value) else {}
    root = etree.Element(name, nsmap=prefixes)
    _fill(root, value, f"/{name}")
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def _names_schema(value: Wired) -> bool:
    return any(attribute.name.startswith(f"{{{_SCHEMA_INSTANCE}}}") for attribute in value.unknown_attributes)


def _fill(element: etree._Element, value: Wired, path: str) -> None:
    broken = breach(value)
    if broken is not None:
        raise InvalidDocument(broken.fault, path=f"{path}/{broken.child}".rstrip("/"))
    carriers = {"": element}
    for part in parts(type(value)):
        _fill_part(element, part, getattr(value, part.field), path, carriers)
    for attribute in value.unknown_attributes:
        _restore_attribute(carriers, attribute, path)
    for unknown in sorted(value.unknown, key=lambda kept: kept.position):
        element.insert(unknown.position, parse(unknown.xml.encode("utf-8")))


def _fill_part(
    element: etree._Element, part: Part, value: object, path: str, carriers: dict[str, etree._Element]
) -> None:
    match part.mark:
        case _ if value is None and not part.is_required:
            return
        case Attribute(name=name, of=codec, is_legacy=is_legacy):
            if not is_legacy:
                element.set(name, _written(codec, value, f"{path}/@{name}"))
        case Content(of=codec):
            element.text = _written(codec, value, path)
        case Flags(members=members):
            for member in _several(value, path):
                name = _flag_name(member, members, path)
                if name in carriers:
                    raise InvalidDocument("may stand only once", path=f"{path}/{name}")
                carriers[name] = etree.SubElement(element, name)
        case Element() as mark:
            values = _several(value, f"{path}/{mark.name}") if part.repeats else (value,)
            if part.is_required and not values:
                raise InvalidDocument("is required and missing", path=f"{path}/{mark.name}")
            for number, single in enumerate(values, start=1):
                key = numbered(mark.name, number)
                carriers[key] = _append(element, mark, single, f"{path}/{key}")


def _append(parent: etree._Element, mark: Element, value: object, path: str) -> etree._Element:
    child = etree.SubElement(parent, mark.name)
    if isinstance(mark.of, Codec):
        child.text = _written(mark.of, value, path)
    elif isinstance(value, mark.of):
        _fill(child, value, path)
    else:
        raise InvalidDocument(f"must be a {mark.of.__name__} to be written", path=path)
    return child


def _restore_attribute(carriers: dict[str, etree._Element], attribute: UnknownAttribute, path: str) -> None:
    carrier = carriers.get(attribute.on)
    if carrier is None:
        raise InvalidDocument("carries a kept attribute and is missing", path=f"{path}/{attribute.on}")
    try:
        carrier.set(attribute.name, attribute.value)
    except ValueError:
        raise InvalidDocument("carries a kept attribute that XML cannot hold", path=f"{path}/{attribute.on}") from None


def _several(value: object, path: str) -> tuple[object, ...]:
    if not isinstance(value, Iterable) or isinstance(value, str):
        raise InvalidDocument("must be a sequence to be written", path=path)
    return tuple(value)


def _flag_name(member: object, members: type[StrEnum], path: str) -> str:
    if not isinstance(member, members):
        raise InvalidDocument(f"must hold members of {members.__name__} to be written", path=path)
    return member.value


def _written(codec: Codec, value: object, path: str) -> str:
    try:
        return codec.write(value)
    except LexicalError as error:
        raise InvalidDocument(str(error), path=path) from None
