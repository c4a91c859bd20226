"""What can go wrong between a client and a server. No message holds case content."""


class ClientError(Exception):
    """The root. `code` is stable."""

    code = "client"


class WrongCredential(ClientError):
    """The server does not know this username and password."""

    code = "wrong_credential"


class ServerUnreachable(ClientError):
    """No answer, or none that can be read, after every try."""

    code = "server_unreachable"


class UploadDamaged(ClientError):
    """What arrived is not what was sent: the digests differ."""

    code = "upload_damaged"


class RefusedByServer(ClientError):
    """The server refused. `response_code` is its own code, and the message is the server's."""

    code = "refused"

    def __init__(self, response_code: int, message: str) -> None:
        super().__init__(f"{message} (code {response_code})")
        self.response_code = response_code
