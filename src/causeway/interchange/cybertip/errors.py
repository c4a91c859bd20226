"""What can be wrong with a CyberTipline document.

A message names the element's path, the line and the fault, never the value: these documents carry case content, and
messages end up in answers, logs and mail.
"""

from causeway.interchange.cybertip.codes import ResponseCode


class CyberTipError(Exception):
    """A document cannot be read or written. `code` is the CyberTipline's own response code; `str()` is safe to show."""

    code: ResponseCode = ResponseCode.VALIDATION_FAILED

    def __init__(self, fault: str, *, path: str = "", line: int | None = None) -> None:
        self.fault = fault
        self.path = path
        self.line = line
        place = " ".join(part for part in (f"line {line}" if line else "", path) if part)
        super().__init__(f"{place}: {fault}" if place else fault)


class MalformedDocument(CyberTipError):
    """The bytes are no XML that we parse: broken, too large, wrongly encoded, or with a document type."""

    code = ResponseCode.MALFORMED_XML


class InvalidDocument(CyberTipError):
    """The XML is well-formed and breaks a rule of the format."""

    code = ResponseCode.VALIDATION_FAILED


class LexicalError(ValueError):
    """A single value breaks its rule; reader and writer add the path and the line.

    The text never contains the value.
    """
