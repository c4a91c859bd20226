"""So many uses within so long, counted for all web processes together."""

import ipaddress
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from causeway.hub.base.organisations.shared_cache import digest_of, sweep

_IPV6_PREFIX = 64
"""What one household or school is given (RFC 6177, section 2): one visitor has every address in it."""

_COUNT = """
WITH lightly AS MATERIALIZED (
    SELECT set_config('synchronous_commit', coalesce(%(flush)s, current_setting('synchronous_commit')), true)
)
INSERT INTO organisations_cacheitem AS kept (key, value, expires_at) SELECT %(key)s, '1', %(ends)s FROM lightly
ON CONFLICT (key) DO UPDATE SET
    value = CASE WHEN kept.expires_at <= %(now)s THEN '1' ELSE to_jsonb((kept.value #>> '{}')::int + 1) END,
    expires_at = CASE WHEN kept.expires_at <= %(now)s THEN EXCLUDED.expires_at ELSE kept.expires_at END
RETURNING (value #>> '{}')::int, expires_at
"""
"""A count that a crash loses harms nobody, so that by itself it is not waited for until it lies on the disk."""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` uses within `seconds`, by each key."""

    name: str
    most: int
    seconds: int

    def wait_seconds(self, key: str, now: datetime) -> float:
        """Count one use and give 0, or, past the limit, give how long to wait."""
        ends = now + timedelta(seconds=self.seconds)
        with connection.cursor() as cursor:
            # Inside a transaction of others nothing may be light.
            flush = None if connection.in_atomic_block else "off"
            asked: dict[str, Any] = {
                "key": digest_of(f"limit:{self.name}:{key}"),
                "now": now,
                "ends": ends,
                "flush": flush,
            }
            cursor.execute(_COUNT, asked)
            count, ends = cursor.fetchone()
        if count == 1:
            sweep(now)
        return 0.0 if count <= self.most else (ends - now).total_seconds()


def one_visitor(address: str) -> str:
    """What stands for one visitor: an IPv4 address, or the network that an IPv6 address lies in."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    return str(ipaddress.ip_network(f"{found}/{_IPV6_PREFIX}", strict=False))
