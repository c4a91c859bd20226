"""What Prometheus may know of any local service: counts and times of requests, by the routes that it has."""

from collections.abc import Sequence

from prometheus_client import CollectorRegistry, Counter, Histogram


class RequestMetrics:
    """The counters of one service, each named with `prefix`; `buckets` are bounds of the answer's time in seconds."""

    def __init__(self, prefix: str, buckets: Sequence[float]) -> None:
        self.registry = CollectorRegistry()
        self._requests = Counter(
            f"{prefix}_requests", "Requests answered.", ["route", "status"], registry=self.registry
        )
        self._seconds = Histogram(
            f"{prefix}_request_seconds",
            "Time from request to answer.",
            ["route"],
            registry=self.registry,
            buckets=tuple(buckets),
        )

    def count_request(self, route: str, status: int, seconds: float) -> None:
        """A request that was answered."""
        self._requests.labels(route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)
