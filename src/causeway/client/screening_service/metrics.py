"""What Prometheus may know of a screening: counts and times, and no digest, reference or name of a list."""

from typing import Final

from prometheus_client import Counter, Gauge

from causeway.client.screening import Screened
from causeway.local_service.metrics import RequestMetrics

_SECONDS: Final = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
"""From a digest's look-up to the longest decoding."""


class Metrics(RequestMetrics):
    """The counters of one service."""

    def __init__(self) -> None:
        super().__init__("causeway_screen", _SECONDS)
        self._uploads = Counter(
            "causeway_screen_uploads",
            "Uploads, digests, accounts, addresses and texts screened.",
            registry=self.registry,
        )
        self._hits = Counter("causeway_screen_uploads_with_hits", "Those with a hit.", registry=self.registry)
        self._faults = Counter(
            "causeway_screen_faults", "Why something was not screened whole.", ["code"], registry=self.registry
        )
        self._as_of = Gauge(
            "causeway_screen_list_timestamp_seconds", "When the mirror's source spoke last.", registry=self.registry
        )

    def count(self, screened: Screened) -> None:
        """Something that was screened."""
        self._uploads.inc()
        self._hits.inc(bool(screened.hits))
        for code in {fault.code for fault in screened.faults}:
            self._faults.labels(code.value).inc()
        if screened.as_of is not None:
            self._as_of.set(screened.as_of.timestamp())
