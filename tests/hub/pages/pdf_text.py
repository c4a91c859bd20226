"""The words of a PDF that the program wrote, in the order in which they were drawn."""

import base64
import re
import zlib

_STREAM = re.compile(rb"stream\r?\n(.*?)endstream", re.DOTALL)
_SHOWN = re.compile(rb"\((.*?)(?<!\\)\)\s*Tj")


def text_of(document: bytes) -> str:
    """All words, each run of white space a single one."""
    drawn = [zlib.decompress(base64.a85decode(each.strip(), adobe=False)) for each in _streams(document)]
    words = b" ".join(found for page in drawn for found in _SHOWN.findall(page))
    return " ".join(words.replace(b"\\(", b"(").replace(b"\\)", b")").decode("cp1252").split())


def _streams(document: bytes) -> list[bytes]:
    return [found.strip().removesuffix(b"~>") for found in _STREAM.findall(document)]
