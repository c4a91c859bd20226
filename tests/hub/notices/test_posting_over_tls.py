"""Over TLS the certificate must be for the name in the address, though the connection goes to a checked address."""

import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from causeway.hub.base.notices.addresses import Destination
from causeway.hub.base.notices.errors import DeliveryFailed
from causeway.hub.base.notices.posting import post

NAME = "hooks.example.org"


def certificate(folder: Path) -> Path:
    """A certificate for NAME that signs itself, with its key, in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, NAME)])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "server.pem"
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


class Accepting(BaseHTTPRequestHandler):
    """Accepts everything."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(204)
        self.end_headers()

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 (the library's own name)
        """Say nothing."""


class QuietServer(HTTPServer):
    """A refused handshake is what a test is about."""

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing."""


@pytest.fixture
def server(tmp_path: Path) -> Iterator[tuple[int, ssl.SSLContext]]:
    """A server's port, and a context that trusts its certificate."""
    pem = certificate(tmp_path)
    ours = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ours.load_cert_chain(pem)
    listening = QuietServer(("127.0.0.1", 0), Accepting)
    listening.socket = ours.wrap_socket(listening.socket, server_side=True)
    thread = threading.Thread(target=listening.serve_forever, daemon=True)
    thread.start()
    yield listening.server_address[1], ssl.create_default_context(cafile=str(pem))
    listening.shutdown()
    thread.join()
    listening.server_close()


def posted(name: str, port: int, tls: ssl.SSLContext | None) -> int:
    """The status of a POST to this machine under that name."""
    destination = Destination(is_https=True, host=name, port=port, target="/")
    return post(destination, "127.0.0.1", {}, b"{}", tls=tls)


def test_the_right_name_is_accepted(server: tuple[int, ssl.SSLContext]) -> None:
    assert posted(NAME, *server) == 204


def test_another_name_is_refused(server: tuple[int, ssl.SSLContext]) -> None:
    with pytest.raises(DeliveryFailed) as caught:
        posted("other.example.org", *server)
    assert caught.value.code == "tls"


def test_a_certificate_that_nobody_vouches_for_is_refused(server: tuple[int, ssl.SSLContext]) -> None:
    with pytest.raises(DeliveryFailed) as caught:
        posted(NAME, server[0], None)
    assert caught.value.code == "tls"
