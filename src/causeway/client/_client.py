"""The client: one server, one credential."""

import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import TracebackType

import httpx

from causeway.client._api import SentReferral, sent_with
from causeway.client._appeals import AppealAnswer, SentAppeal, appeal_answer, send_appeal
from causeway.client._banks import MOST_CHANGES, SharedBank, acknowledge_changes, bank_changes, banks, stated_key
from causeway.client._calling import PLAIN, TRIES, AnswerLost, Caller
from causeway.client._candidates import SentCandidate, send_candidate
from causeway.client._decisions import CandidateDecision, candidate_decision
from causeway.client._opinions import give_opinion
from causeway.client._reports import ReportFile, SubmittedReport, finish_report, submit_report
from causeway.client.errors import ServerUnreachable
from causeway.interchange.signal_feed import FeedPage
from causeway.transparency import VerifierKey
from causeway.vocabulary.candidates import AccountAppeal, Candidate

TIMEOUT_SECONDS = 60.0
_DOOR = "/ispws"


def _tell_nobody(step: str) -> None:
    del step


class Client:
    """Sends to one server. `server` is its address, such as `https://hub.example.org`; with `/ispws` at its end it is
    the door's own.

    `pause` waits so many seconds between tries; `transport` is httpx's own way to reach a server otherwise.
    """

    def __init__(
        self,
        server: str,
        username: str,
        password: str,
        *,
        tries: int = TRIES,
        timeout_seconds: float = TIMEOUT_SECONDS,
        pause: Callable[[float], object] = time.sleep,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        base = server.rstrip("/").removesuffix(_DOOR)
        self._tries = tries
        self._http = [
            httpx.Client(
                base_url=f"{base}{path}/",
                auth=(username, password),
                timeout=timeout_seconds,
                headers=PLAIN,
                transport=transport,
            )
            for path in (_DOOR, "/api/v1")
        ]
        self._door, self._api = (Caller(http, tries=tries, pause=pause) for http in self._http)

    def __enter__(self) -> "Client":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connections."""
        for http in self._http:
            http.close()

    def check(self) -> None:
        """Ask whether the credential is good for sending.

        Raises:
            WrongCredential, RefusedByServer, ServerUnreachable: it is not, or nobody answers.
        """
        try:
            self._door.ask("GET", "status", dict)
        except AnswerLost as fault:
            raise ServerUnreachable("The connection broke.") from fault

    def submit_report(
        self,
        report: Path,
        files: Sequence[Path | ReportFile] = (),
        *,
        told: Callable[[str], None] = _tell_nobody,
    ) -> SubmittedReport:
        """Send a CyberTipline `<report>` document with its files, and finish it. It gets through whole, once, or not at
        all; only after `FinishUnknown` you must call `finish_report` to know.

        Raises:
            RefusedByServer, UploadDamaged, WrongCredential, ServerUnreachable: it did not; what was opened is taken
            back. FinishUnknown: it may have, and must not be sent anew. CyberTipError: a `<fileDetails>` document of
            ours cannot be read.
            OSError: a file of ours cannot be read.
        """
        given = [file if isinstance(file, ReportFile) else ReportFile(path=file) for file in files]
        return submit_report(self._door, report.read_bytes(), given, tries=self._tries, told=told)

    def finish_report(self, report_id: int) -> None:
        """Finish a report after `FinishUnknown`. One that was finished before stays as it is.

        Raises:
            RefusedByServer, WrongCredential: it is not finished; the server may have dropped it meanwhile.
            FinishUnknown: still no answer.
        """
        finish_report(self._door, report_id, tries=self._tries)

    def status(self, reference: str) -> tuple[SentReferral, ...]:
        """The referrals of this organisation that bear a reference: the hub's, its own, or a report number.

        Raises:
            RefusedByServer, WrongCredential, ServerUnreachable: the hub could not be asked.
        """
        return sent_with(self._api, reference)

    def give_opinion(self, signal: str, kind: str, *, reference: str, note: str = "") -> None:
        """Say of a match with a signal of the hub's banks that it was `right`, `wrong` or `seen_again`. With the same
        `reference`, a repeat changes nothing.

        Raises:
            RefusedByServer: the hub knows no such signal, or takes no such opinion. WrongCredential, ServerUnreachable:
            it could not be told.
        """
        give_opinion(self._api, signal, {"kind": kind, "reference": reference, "note": note})

    def send_candidate(
        self, candidate: Candidate, files: Sequence[Path] = (), *, key: str | None = None
    ) -> SentCandidate:
        """Put a candidate before this organisation's own reviewers, with its files or without. Sent again with the same
        `key`, it is one candidate; without a key all that it says is its key.

        Raises:
            RefusedByServer: the hub takes no such candidate. WrongCredential, ServerUnreachable: it could not be sent.
            OSError: a file of ours cannot be read.
        """
        return send_candidate(self._api, candidate, files, key=key, tries=self._tries)

    def candidate_decision(self, candidate: str) -> CandidateDecision:
        """What this organisation's reviewers decided on a candidate, by its id.

        Raises:
            RefusedByServer: there is no such candidate, or it was erased. WrongCredential, ServerUnreachable: it could
            not be asked.
        """
        return candidate_decision(self._api, candidate)

    def send_appeal(self, candidate: str, appeal: AccountAppeal) -> SentAppeal:
        """Pass on what the holder of an account says against the decision on a candidate, by the candidate's id. Sent
        again it is one appeal.

        Raises:
            RefusedByServer: there is no such candidate, it is not decided, or its decision was appealed against before.
            WrongCredential, ServerUnreachable: it could not be sent.
        """
        return send_appeal(self._api, candidate, appeal)

    def appeal_answer(self, candidate: str, appeal: str) -> AppealAnswer:
        """What an appeal came to, with the reasons that its maker is to be told.

        Raises:
            RefusedByServer: there is no such appeal. WrongCredential, ServerUnreachable: it could not be asked.
        """
        return appeal_answer(self._api, candidate, appeal)

    def banks(self) -> tuple[SharedBank, ...]:
        """The banks of signals that this organisation curates or shares, by name.

        Raises:
            WrongCredential, RefusedByServer, ServerUnreachable: the hub could not be asked.
        """
        return banks(self._api)

    def bank_changes(self, bank: str, key: VerifierKey, *, after: int = 0, limit: int = MOST_CHANGES) -> FeedPage:
        """What changed in a bank behind a number, by the bank's id: a page, checked with the hub's `key`. Go on with
        `after=page.header.to` until that is `page.header.head`.

        Raises:
            PageForged, PageDamaged: the answer is not what the hub signed, and nothing of it may be used.
            WrongCredential, RefusedByServer, ServerUnreachable: the hub could not be asked.
        """
        return bank_changes(self._api, bank, key, after=after, limit=limit)

    def stated_key(self, bank: str) -> str:
        """The key by which the hub says that it signs a bank's changes, to be compared with what its keeper gave you.

        Raises:
            WrongCredential, RefusedByServer, ServerUnreachable: the hub could not be asked.
        """
        return stated_key(self._api, bank)

    def acknowledge_changes(self, bank: str, *, up_to: int, undid: str) -> int:
        """Acknowledge what your organisation owes of a bank up to a number, and say what you undid. Gives how many
        changes were acknowledged: 0 where none was owed any more.

        Raises:
            WrongCredential, RefusedByServer, ServerUnreachable: it is not acknowledged.
        """
        return acknowledge_changes(self._api, bank, up_to=up_to, undid=undid)
