"""What can go wrong between a client and a server. No message holds case content."""


class ClientError(Exception):
    """The root. `code` is stable."""

    code = "client"


class WrongCredential(ClientError):
    """The server does not know this username and password."""

    code = "wrong_credential"


class NotAllowed(WrongCredential):
    """The server knows the credential, which may not do this; the message says what it lacks."""

    code = "not_allowed"


class ServerUnreachable(ClientError):
    """No answer, or none that can be read, after every try."""

    code = "server_unreachable"


class FinishUnknown(ClientError):
    """The report is whole at the server, and whether it was finished is not known: no answer came, after every try.

    Sending it anew could double it. `Client.finish_report(report_id)` settles it, within the hour for which the server
    keeps an unfinished report.
    """

    code = "finish_unknown"

    def __init__(self, report_id: int) -> None:
        super().__init__(
            f"It is not known whether report {report_id} was finished. Finish that report again; do not send it anew."
        )
        self.report_id = report_id


class UploadDamaged(ClientError):
    """What arrived is not what was sent: the digests differ."""

    code = "upload_damaged"


class RefusedByServer(ClientError):
    """The server refused. `response_code` is its own code, and the message is the server's."""

    code = "refused"

    def __init__(self, response_code: int, message: str) -> None:
        super().__init__(f"{message} (code {response_code})")
        self.response_code = response_code
