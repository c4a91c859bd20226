"""From an XML element to the type that describes it, by the annotations alone.

Strict about what is known, as the published validator is: order, number, form. What is unknown is kept: a later schema
must not cost a child a referral.
"""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeVar

from lxml import etree

from causeway.interchange.cybertip._lexical import Codec
from causeway.interchange.cybertip._rules import breach
from causeway.interchange.cybertip._wire import (
    Element,
    Part,
    UnknownAttribute,
    UnknownElement,
    Wired,
    attributes,
    content,
    elements,
    flags,
    numbered,
)
from causeway.interchange.cybertip.errors import InvalidDocument, LexicalError
from causeway.interchange.cybertip.parsing import line_of

W = TypeVar("W", bound=Wired)

MAX_UNKNOWN = 1_000
"""Unknown elements kept under one parent: a later schema adds a few, and putting them back costs time by their
square.
"""

_NAME_SHOWN = 64
"""How much of an unexpected name a message repeats."""


def read_root(root: etree._Element, name: str, described: type[W]) -> W:
    """The value of a document whose root must be `name`."""
    if root.tag != name:
        raise InvalidDocument(f"the document must be a <{name}>", path=f"/{_shown(root)}", line=line_of(root))
    return read_element(root, described, f"/{name}")


def read_element(element: etree._Element, described: type[W], path: str) -> W:
    """The value of one element; raises `InvalidDocument` with path and line."""
    reading = _Reading(element, described, path)
    reading.attributes()
    marked = flags(described)
    text = content(described)
    if text is not None:
        reading.values[text[0].field] = reading.text(element, text[1].of, path)
    elif marked is not None:
        reading.flags(marked[0], marked[1].members)
    else:
        reading.children()
    value = described(
        **reading.values, unknown=tuple(reading.unknown), unknown_attributes=tuple(reading.unknown_attributes)
    )
    broken = breach(value)
    if broken is not None:
        child = element.find(broken.child) if broken.child else None
        line = line_of(element if child is None else child)
        raise InvalidDocument(broken.fault, path=f"{path}/{broken.child}".rstrip("/"), line=line)
    return value


@dataclass
class _Reading:
    """One element on its way to a value: what has been found so far."""

    element: etree._Element
    described: type[Wired]
    path: str
    values: dict[str, Any] = field(default_factory=dict)
    unknown: list[UnknownElement] = field(default_factory=list)
    unknown_attributes: list[UnknownAttribute] = field(default_factory=list)

    def attributes(self) -> None:
        """Known attributes become values, others are kept."""
        known = {mark.name: (part, mark) for part, mark in attributes(self.described)}
        for name, value in sorted(self.element.attrib.items()):
            if str(name) in known:
                part, mark = known[str(name)]
                self.values[part.field] = self.lexical(mark.of, str(value), f"{self.path}/@{mark.name}", self.element)
            else:
                self.unknown_attributes.append(UnknownAttribute(name=str(name), value=str(value)))

    def children(self) -> None:
        """Child elements in the order of the format."""
        described = elements(self.described)
        place_of = {mark.name: place for place, (_, mark) in enumerate(described)}
        self.refuse_text()
        found: dict[int, list[object]] = {}
        reached = 0
        for position, child in enumerate(self.element):
            place = place_of.get(str(child.tag))
            if place is None:
                self.keep(child, position)
                continue
            part, mark = described[place]
            path = f"{self.path}/{numbered(mark.name, len(found.get(place, ())) + 1)}"
            if place < reached:
                raise InvalidDocument(f"must stand before {described[reached][1].name}", path=path, line=line_of(child))
            if found.get(place) and not part.repeats:
                raise InvalidDocument("may stand only once", path=path, line=line_of(child))
            self.refuse_gap(described[reached:place], found, reached, child)
            reached = place
            found.setdefault(place, []).append(self.child(child, mark, path))
        self.refuse_gap(described[reached:], found, reached, self.element)
        for place, values in found.items():
            part = described[place][0]
            self.values[part.field] = tuple(values) if part.repeats else values[0]

    def refuse_gap(
        self,
        passed: tuple[tuple[Part, Element], ...],
        found: dict[int, list[object]],
        first: int,
        where: etree._Element,
    ) -> None:
        """Nothing that is required may have been passed by."""
        for place, (part, mark) in enumerate(passed, start=first):
            if part.is_required and place not in found:
                raise InvalidDocument("is required and missing", path=f"{self.path}/{mark.name}", line=line_of(where))

    def child(self, child: etree._Element, mark: Element, path: str) -> object:
        """The value of a known child."""
        if isinstance(mark.of, Codec):
            self.keep_attributes(child, path.removeprefix(f"{self.path}/"))
            return self.text(child, mark.of, path)
        return read_element(child, mark.of, path)

    def keep_attributes(self, element: etree._Element, on: str) -> None:
        """Attributes that the format does not know: of this element, or of a child that holds a simple value."""
        self.unknown_attributes.extend(
            UnknownAttribute(name=str(name), value=str(value), on=on) for name, value in sorted(element.attrib.items())
        )

    def flags(self, part: Part, members: type[StrEnum]) -> None:
        """Empty marker elements; one that says `true` is taken at its word."""
        self.refuse_text()
        found: list[StrEnum] = []
        for position, child in enumerate(self.element):
            name = str(child.tag)
            if name not in {member.value for member in members}:
                self.keep(child, position)
                continue
            path = f"{self.path}/{name}"
            if len(child) or (child.text or "").strip() not in ("", "true", "1"):
                raise InvalidDocument("must be empty", path=path, line=line_of(child))
            if members(name) in found:
                raise InvalidDocument("may stand only once", path=path, line=line_of(child))
            self.keep_attributes(child, name)
            found.append(members(name))
        self.values[part.field] = tuple(found)

    def text(self, element: etree._Element, codec: Codec, path: str) -> object:
        """The text of an element that has no children."""
        if len(element):
            raise InvalidDocument("must hold text, not elements", path=path, line=line_of(element))
        return self.lexical(codec, element.text or "", path, element)

    def lexical(self, codec: Codec, text: str, path: str, element: etree._Element) -> object:
        """A simple value, with the place of its fault."""
        try:
            return codec.parse(text)
        except LexicalError as error:
            raise InvalidDocument(str(error), path=path, line=line_of(element)) from None

    def refuse_text(self) -> None:
        """Text between elements has no meaning in this format."""
        texts = [self.element.text, *(child.tail for child in self.element)]
        if any(text and text.strip() for text in texts):
            raise InvalidDocument("holds text between its elements", path=self.path, line=line_of(self.element))

    def keep(self, child: etree._Element, position: int) -> None:
        """An unknown element, for noting and writing back."""
        path = f"{self.path}/{_shown(child)}"
        if len(self.unknown) == MAX_UNKNOWN:
            raise InvalidDocument(f"has more than {MAX_UNKNOWN} unknown elements", path=self.path, line=line_of(child))
        try:
            xml = etree.tostring(child, method="c14n", exclusive=True, with_tail=False).decode("utf-8")
        except etree.C14NError:
            raise InvalidDocument("has a namespace that is no absolute URI", path=path, line=line_of(child)) from None
        self.unknown.append(UnknownElement(path=path, position=position, xml=xml))


def _shown(element: etree._Element) -> str:
    return etree.QName(element).localname[:_NAME_SHOWN]
