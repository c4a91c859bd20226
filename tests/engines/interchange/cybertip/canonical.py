"""Equality of XML documents: exclusive canonical form, white space between elements left out."""

from lxml import etree


def canonical(xml: bytes) -> bytes:
    """The canonical form, without comments and without white space that only indents."""
    root = etree.fromstring(xml, etree.XMLParser(remove_comments=True, resolve_entities=False))
    for element in root.iter():
        if len(element):
            element.text = _without_indent(element.text)
            for child in element:
                child.tail = _without_indent(child.tail)
    return etree.tostring(root, method="c14n", exclusive=True)


def _without_indent(text: str | None) -> str | None:
    return text if text and text.strip() else None
