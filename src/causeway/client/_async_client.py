"""The client beside an event loop: each call runs in a thread, and the loop goes on meanwhile.

A call whose task is cancelled goes on to its end in its thread, and may have reached the server.
"""

import asyncio
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from causeway.client._api import SentReferral
from causeway.client._appeals import AppealAnswer, SentAppeal
from causeway.client._banks import MOST_CHANGES, SharedBank
from causeway.client._candidates import SentCandidate
from causeway.client._client import Client
from causeway.client._decisions import CandidateDecision
from causeway.client._reports import ReportFile, SubmittedReport
from causeway.interchange.signal_feed import FeedPage
from causeway.transparency import VerifierKey
from causeway.vocabulary.candidates import AccountAppeal, Candidate


class AsyncClient:
    """All that `client` does, to be awaited. It raises what `Client` raises."""

    def __init__(self, client: Client) -> None:
        self._client = client

    async def __aenter__(self) -> "AsyncClient":
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        await asyncio.to_thread(self._client.close)

    async def check(self) -> None:
        """As `Client.check`."""
        await asyncio.to_thread(self._client.check)

    async def submit_report(self, report: Path, files: Sequence[Path | ReportFile] = ()) -> SubmittedReport:
        """As `Client.submit_report`."""
        return await asyncio.to_thread(self._client.submit_report, report, files)

    async def finish_report(self, report_id: int) -> None:
        """As `Client.finish_report`."""
        await asyncio.to_thread(self._client.finish_report, report_id)

    async def status(self, reference: str) -> tuple[SentReferral, ...]:
        """As `Client.status`."""
        return await asyncio.to_thread(self._client.status, reference)

    async def give_opinion(self, signal: str, kind: str, *, reference: str, note: str = "") -> None:
        """As `Client.give_opinion`."""
        await asyncio.to_thread(self._client.give_opinion, signal, kind, reference=reference, note=note)

    async def send_candidate(
        self, candidate: Candidate, files: Sequence[Path] = (), *, key: str | None = None
    ) -> SentCandidate:
        """As `Client.send_candidate`."""
        return await asyncio.to_thread(self._client.send_candidate, candidate, files, key=key)

    async def candidate_decision(self, candidate: str) -> CandidateDecision:
        """As `Client.candidate_decision`."""
        return await asyncio.to_thread(self._client.candidate_decision, candidate)

    async def send_appeal(self, candidate: str, appeal: AccountAppeal) -> SentAppeal:
        """As `Client.send_appeal`."""
        return await asyncio.to_thread(self._client.send_appeal, candidate, appeal)

    async def appeal_answer(self, candidate: str, appeal: str) -> AppealAnswer:
        """As `Client.appeal_answer`."""
        return await asyncio.to_thread(self._client.appeal_answer, candidate, appeal)

    async def banks(self) -> tuple[SharedBank, ...]:
        """As `Client.banks`."""
        return await asyncio.to_thread(self._client.banks)

    async def bank_changes(self, bank: str, key: VerifierKey, *, after: int = 0, limit: int = MOST_CHANGES) -> FeedPage:
        """As `Client.bank_changes`."""
        return await asyncio.to_thread(self._client.bank_changes, bank, key, after=after, limit=limit)

    async def stated_key(self, bank: str) -> str:
        """As `Client.stated_key`."""
        return await asyncio.to_thread(self._client.stated_key, bank)

    async def acknowledge_changes(self, bank: str, *, up_to: int, undid: str) -> int:
        """As `Client.acknowledge_changes`."""
        return await asyncio.to_thread(self._client.acknowledge_changes, bank, up_to=up_to, undid=undid)
