"""URLs, normalised by syntax and scheme (RFC 3986, sections 6.2.2 and 6.2.3)."""

import ipaddress
import re
from urllib.parse import SplitResult, urlsplit

from causeway.selectors._errors import SelectorError
from causeway.selectors._text import MAX_LENGTH, host_name
from causeway.vocabulary.selectors import Selector, SelectorKind

DEFAULT_PORTS = {"http": 80, "https": 443, "ftp": 21}
"""IANA service name and port number registry."""

_UNRESERVED = frozenset(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")  # RFC 3986 2.3
_RESERVED = frozenset(b":/?#[]@!$&'()*+,;=")  # RFC 3986 2.2
_PERCENT = re.compile(rb"%([0-9A-Fa-f]{2})|(.)", re.DOTALL)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://", re.IGNORECASE)


def normalise_url(url: str) -> Selector:
    """Scheme and host in lower case, default port and fragment dropped, path and query in canonical percent-encoding.

    The spelling that analysts use to keep a link from being followed (`hxxp`, `[.]`) is undone; a name and password are
    dropped; a URL without a scheme is read as https.
    """
    parts, port = _parts(_written_out(url))
    scheme = parts.scheme.lower()
    host = _host(parts.hostname or "")
    shown_port = "" if port is None or port == DEFAULT_PORTS.get(scheme) else f":{port}"
    path = _without_dot_segments(_canonical(parts.path)) or "/"
    query = f"?{_canonical(parts.query)}" if parts.query else ""
    return Selector(kind=SelectorKind.URL, value=f"{scheme}://{host}{shown_port}{path}{query}")


def is_bare_host(value: str) -> bool:
    """Whether a normalised URL names a host and nothing on it."""
    parts = urlsplit(value)
    return parts.path in ("", "/") and not parts.query


def _written_out(url: str) -> str:
    text = "".join(character for character in url if character.isprintable()).strip()
    if not text or len(text) > MAX_LENGTH:
        raise SelectorError("bad_url", f"A URL has between 1 and {MAX_LENGTH} characters.")
    text = re.sub(r"^hxxp", "http", text, flags=re.IGNORECASE)
    text = text.replace("[.]", ".").replace("(.)", ".").replace("[:]", ":")
    return text if _SCHEME.match(text) else f"https://{text.removeprefix('//')}"


def _parts(text: str) -> tuple[SplitResult, int | None]:
    try:
        parts = urlsplit(text)
        port = parts.port
    except ValueError as error:
        raise SelectorError("bad_url", "This is not a URL.") from error
    if not parts.hostname or any(character.isspace() for character in parts.netloc):
        raise SelectorError("bad_url", "The URL names no host.")
    return parts, port


def _host(host: str) -> str:
    try:
        address = ipaddress.ip_address(host.split("%", 1)[0])
    except ValueError:
        return host_name(host, what="URL")
    return f"[{address}]" if address.version == 6 else str(address)


def _canonical(text: str) -> str:
    """Unreserved characters plain, everything else as upper-case percent-encoded UTF-8, reserved ones as they came."""
    written: list[str] = []
    for match in _PERCENT.finditer(text.encode("utf-8", "replace")):
        encoded, plain = match.groups()
        if encoded is not None:
            byte = int(encoded, 16)
            written.append(chr(byte) if byte in _UNRESERVED else f"%{byte:02X}")
        else:
            byte = plain[0]
            written.append(chr(byte) if byte in _UNRESERVED or byte in _RESERVED else f"%{byte:02X}")
    return "".join(written)


def _without_dot_segments(path: str) -> str:
    """RFC 3986, section 5.2.4."""
    kept: list[str] = []
    segments = path.split("/")
    for segment in segments:
        if segment == "..":
            if len(kept) > 1:
                kept.pop()
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    joined = "/".join(kept)
    return joined if joined.startswith("/") or not joined else f"/{joined}"
