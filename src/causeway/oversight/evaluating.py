"""The evaluator: the key applied to blinded selectors, for known callers, so many a day, each question on record.

It sees random elements and no selector, and keeps no token: without the hub's table it could compare with nothing what
it computes.
"""

import threading
from collections.abc import Sequence
from datetime import datetime, timedelta
from hmac import compare_digest

from causeway.blinding import Evaluation, RandomBytes, evaluate_with_proof
from causeway.oversight.audit import DAY, AuditTrail, Line, Result
from causeway.oversight.callers import Caller, digest_of
from causeway.oversight.errors import LimitReached
from causeway.oversight.keyring import Keyring

REFUSALS_APART = timedelta(minutes=1)
"""Between two lines about one caller's refusals, so that nobody fills the disk by asking on (our choice)."""


class Evaluator:
    """One oversight body's key, with its callers and its audit."""

    def __init__(
        self, keyring: Keyring, callers: Sequence[Caller], audit: AuditTrail, *, random_bytes: RandomBytes
    ) -> None:
        self.keyring = keyring
        self._callers, self._audit, self._random_bytes = list(callers), audit, random_bytes
        self._lock, self._refused = threading.Lock(), dict[tuple[str, str], datetime]()

    def caller_of(self, token: str) -> Caller | None:
        """Whose token this is; all are compared, so that the time tells nothing."""
        digest = digest_of(token)
        found = [caller for caller in self._callers if compare_digest(caller.token_sha256, digest)]
        return found[0] if found else None

    def evaluate(
        self, caller: Caller, epoch: int, elements: Sequence[bytes], *, now: datetime, behalf: str = ""
    ) -> Evaluation:
        """Apply the key of an epoch to a batch, with a proof. `behalf` is the force for which a hub asks. A batch
        counts before it is looked at, so that nobody is answered off the record.

        Raises:
            UnknownEpoch: there is no such key.
            LimitReached: the caller, or the force, would go beyond its limit; nothing is evaluated then.
            BadBatch, BadElement: what was sent is no batch of elements.
            KeepingFault: the audit cannot be written; then nothing is answered.
        """
        pair = self.keyring.of(epoch)
        with self._lock:  # two questions at once must not both fit into what is left
            self._check(caller, behalf, epoch, len(elements), now)
            self._audit.add(
                caller=caller.name,
                behalf=behalf,
                epoch=epoch,
                count=len(elements),
                result=Result.EVALUATED,
                now=now,
            )
        evaluated, proof = evaluate_with_proof(pair, elements, self._random_bytes)
        return Evaluation(epoch=epoch, elements=evaluated, proof=proof)

    def _check(self, caller: Caller, behalf: str, epoch: int, count: int, now: datetime) -> None:
        limits = ((caller.per_day, None), (caller.per_force, behalf))
        for most, of in limits:
            used = self._audit.used(caller.name, now, behalf=of)
            if sum(line.count for line in used) + count > most:
                self._refuse(caller, behalf, epoch, count, now)
                raise LimitReached(_wait_seconds(used, count, most, now))

    def _refuse(self, caller: Caller, behalf: str, epoch: int, count: int, now: datetime) -> None:
        last = self._refused.get((caller.name, behalf))
        if last is not None and now - last < REFUSALS_APART:
            return
        self._refused[caller.name, behalf] = now
        self._audit.add(caller=caller.name, behalf=behalf, epoch=epoch, count=count, result=Result.LIMIT, now=now)


def _wait_seconds(used: Sequence[Line], count: int, most: int, now: datetime) -> int:
    """How long until enough of what was used is a day old; a day, where it never is enough."""
    left = most - sum(line.count for line in used)
    for line in used:
        left += line.count
        if left >= count:
            return max(1, round((line.moment + DAY - now).total_seconds()))
    return round(DAY.total_seconds())
