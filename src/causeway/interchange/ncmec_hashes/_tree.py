"""From a page's bytes to its entries, with nothing in them obeyed: the CyberTipline reader's guards, and this root."""

from collections.abc import Iterator
from typing import Final

from lxml import etree

from causeway.interchange.cybertip.errors import CyberTipError
from causeway.interchange.cybertip.parsing import line_of, parse
from causeway.interchange.ncmec_hashes.mapping import NAMESPACE
from causeway.interchange.signals import PageDamaged

_ENTRIES: Final = {"images": {"image", "deletedImage"}, "videos": {"video", "deletedVideo"}}


def parse_page(xml: bytes) -> etree._Element:
    """The `queryResult` that the bytes are. Raises PageDamaged."""
    try:
        root = parse(xml)
    except CyberTipError as error:
        raise PageDamaged("bad_xml", error.fault, place=f"line {error.line}" if error.line else "the page") from None
    if root.tag != f"{{{NAMESPACE}}}queryResult":
        raise PageDamaged("other_document", "it is no queryResult of hash sharing v2", place="the page")
    return root


def entries_of(root: etree._Element) -> Iterator[etree._Element]:
    """Every entry and deletion, in order. An element that is neither is refused: it may be a new kind of deletion."""
    for name, known in _ENTRIES.items():
        for entry in children(root, name, "*"):
            if local_name(entry) not in known:
                raise PageDamaged("unknown_entry", "an entry is of no kind that is known", place=place_of(entry))
            yield entry


def children(element: etree._Element, *names: str) -> Iterator[etree._Element]:
    """The elements down this path, in the format's namespace."""
    return element.iterfind("/".join(f"{{{NAMESPACE}}}{name}" for name in names))


def child_text(element: etree._Element, name: str) -> str | None:
    """The text of the first child of this name, without the space around it."""
    found = next(children(element, name), None)
    return (found.text or "").strip() or None if found is not None else None


def local_name(element: etree._Element) -> str:
    """The element's name without its namespace."""
    return etree.QName(element).localname


def place_of(element: etree._Element) -> str:
    """The line on which it begins."""
    line = line_of(element)
    return f"line {line}" if line else local_name(element)
