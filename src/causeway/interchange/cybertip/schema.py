"""Our own XML Schema of the format, made from the annotations of the types, for clients that check before they send.

XML Schema 1.0 cannot say everything: rules between elements (exifViewedByEsp needs fileViewedByEsp, what a
supplemental file may carry, no incident in the future) and the welcome for later elements are the reader's alone.
"""

from itertools import groupby

from lxml import etree

from causeway.interchange.cybertip._file import FileDetails
from causeway.interchange.cybertip._lexical import Codec
from causeway.interchange.cybertip._report import Report
from causeway.interchange.cybertip._wire import Choice, Element, Part, Wired, attributes, content, elements, flags
from causeway.interchange.cybertip.responses import ReportDoneResponse, ReportResponse

_XS = "http://www.w3.org/2001/XMLSchema"

ROOTS: dict[str, type[Wired]] = {
    "report": Report,
    "fileDetails": FileDetails,
    "reportResponse": ReportResponse,
    "reportDoneResponse": ReportDoneResponse,
}
"""The documents that the schema describes, by root element."""


def schema() -> bytes:
    """The schema as UTF-8 XML."""
    root = etree.Element(_xs("schema"), nsmap={"xs": _XS}, attrib={"elementFormDefault": "unqualified"})
    for name, described in ROOTS.items():
        etree.SubElement(root, _xs("element"), name=name, type=described.__name__)
    for described in _described(tuple(ROOTS.values())):
        _complex_type(root, described)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8", pretty_print=True)


def _described(roots: tuple[type[Wired], ...]) -> list[type[Wired]]:
    found: dict[str, type[Wired]] = {}
    waiting = list(roots)
    while waiting:
        described = waiting.pop()
        if described.__name__ not in found:
            found[described.__name__] = described
            waiting.extend(mark.of for _, mark in elements(described) if not isinstance(mark.of, Codec))
    return [found[name] for name in sorted(found)]


def _complex_type(root: etree._Element, described: type[Wired]) -> None:
    text = content(described)
    if text is not None:
        value_type = f"{described.__name__}Value"
        _simple_type(root, text[1].of, name=value_type)
        complex_type = etree.SubElement(root, _xs("complexType"), name=described.__name__)
        simple = etree.SubElement(complex_type, _xs("simpleContent"))
        holder = etree.SubElement(simple, _xs("extension"), base=value_type)
    else:
        holder = etree.SubElement(root, _xs("complexType"), name=described.__name__)
        _children(holder, described)
    for _, mark in attributes(described):
        _simple_type(etree.SubElement(holder, _xs("attribute"), name=mark.name), mark.of)


def _children(holder: etree._Element, described: type[Wired]) -> None:
    marked = flags(described)
    if marked is not None:
        every = etree.SubElement(holder, _xs("all"))
        for member in marked[1].members:
            flag = etree.SubElement(every, _xs("element"), name=member.value, minOccurs="0")
            etree.SubElement(flag, _xs("complexType"))
        return
    sequence = etree.SubElement(holder, _xs("sequence"))
    for choice, group in groupby(elements(described), key=lambda pair: pair[1].choice):
        where = sequence if choice is None else _choice(sequence, choice)
        for part, mark in group:
            _element(where, part, mark)


def _choice(sequence: etree._Element, choice: Choice) -> etree._Element:
    return etree.SubElement(sequence, _xs("choice"), minOccurs="1" if choice.is_required else "0")


def _element(where: etree._Element, part: Part, mark: Element) -> None:
    element = etree.SubElement(where, _xs("element"), name=mark.name)
    if not part.is_required and mark.choice is None:
        element.set("minOccurs", "0")
    if part.repeats:
        element.set("maxOccurs", "unbounded")
    if isinstance(mark.of, Codec):
        _simple_type(element, mark.of)
    else:
        element.set("type", mark.of.__name__)


def _simple_type(holder: etree._Element, codec: Codec, name: str | None = None) -> None:
    simple = etree.SubElement(holder, _xs("simpleType"), {"name": name} if name else {})
    restriction = etree.SubElement(simple, _xs("restriction"), base=codec.xsd_base)
    for facet, value in codec.facets():
        etree.SubElement(restriction, _xs(facet), value=value)


def _xs(name: str) -> str:
    return f"{{{_XS}}}{name}"
