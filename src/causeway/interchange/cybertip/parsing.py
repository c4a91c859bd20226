"""From bytes to a tree, with nothing in them obeyed: no document type, no entities, no network, and limits on
everything.

Guards against the attacks of the OWASP XML External Entity Prevention Cheat Sheet. Only a document type can declare
entities, so none is let in, and the parser would not expand them either.
"""

import re

from lxml import etree

from causeway.interchange.cybertip.errors import InvalidDocument, MalformedDocument

MAX_BYTES = 10_000_000
"""A single text longer than this is refused by libxml2 without `huge_tree`; media travel as files, never inside the
XML."""

MAX_ELEMENTS = 250_000
"""Room for 40,000 IP events in one report; as a tree an element costs about 200 bytes of memory, so 50 MB in all."""

MAX_DEPTH = 24
"""The format itself is eight deep; the rest is room for later elements."""

MAX_ATTRIBUTES = 100
"""On one element; the format has six at most, and lxml lists them in time that grows by their square."""

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_DOCUMENT_TYPE = re.compile(rb"(?>\s+|<!--(?>.*?-->)|<\?(?>.*?\?>))*+<!DOCTYPE", re.DOTALL)
_DECLARED_ENCODING = re.compile(rb"""\s*<\?xml[^>]*?\bencoding\s*=\s*["']([^"']{1,40})["']""")
_ENCODINGS = (b"utf-8", b"utf8", b"us-ascii", b"ascii")


def parse(xml: bytes) -> etree._Element:
    """The root of a document, comments and processing instructions left out; raises `MalformedDocument`."""
    if len(xml) > MAX_BYTES:
        raise MalformedDocument(f"the document is longer than {MAX_BYTES} bytes")
    xml = xml.removeprefix(_BYTE_ORDER_MARK)
    _refuse_other_encodings(xml)
    document_type = _DOCUMENT_TYPE.match(xml)
    if document_type is not None:
        raise MalformedDocument("a document type is not allowed", line=_line(xml, document_type.end()))
    if xml.count(b"<") - xml.count(b"</") > MAX_ELEMENTS:
        raise MalformedDocument(f"the document has more than {MAX_ELEMENTS} elements")
    root = _tree(xml)
    _refuse_shape(root)
    return root


def line_of(element: etree._Element | None) -> int | None:
    """The line on which an element starts, where the parser knows it."""
    line = None if element is None else element.sourceline
    return line if isinstance(line, int) else None


def _tree(xml: bytes) -> etree._Element:
    parser = etree.XMLParser(
        encoding="utf-8",
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        recover=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(xml, parser)
    except etree.XMLSyntaxError as error:
        raise MalformedDocument(_fault(error), line=error.lineno or None) from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise MalformedDocument("a document type is not allowed")
    return root


def _fault(error: etree.XMLSyntaxError) -> str:
    """The parser's name for the fault. Its message is left out: it may quote the document."""
    last = getattr(error.error_log, "last_error", None)
    name = str(getattr(last, "type_name", None) or "")
    words = name.removeprefix("ERR_").replace("_", " ").lower()
    return f"not well-formed ({words})" if words else "not well-formed"


def _refuse_other_encodings(xml: bytes) -> None:
    declared = _DECLARED_ENCODING.match(xml)
    if declared is not None and declared[1].lower() not in _ENCODINGS:
        raise MalformedDocument("the declared encoding is not UTF-8", line=1)
    try:
        xml.decode("utf-8")
    except UnicodeDecodeError as error:
        raise MalformedDocument("not valid UTF-8", line=_line(xml, error.start)) from None


def _refuse_shape(root: etree._Element) -> None:
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > MAX_DEPTH:
            raise InvalidDocument(f"elements stand more than {MAX_DEPTH} deep", line=line_of(element))
        if len(element.attrib) > MAX_ATTRIBUTES:
            raise InvalidDocument(f"an element has more than {MAX_ATTRIBUTES} attributes", line=line_of(element))


def _line(xml: bytes, offset: int) -> int:
    return xml.count(b"\n", 0, offset) + 1
