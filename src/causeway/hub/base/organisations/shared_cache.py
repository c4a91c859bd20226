"""Django's cache in the database: the same for every web process, and not forgotten at a restart.

Django's own database cache reads pickles, so that whoever can write to its table can run code; this one reads JSON.
Keys, which name addresses and people, are kept as keyed digests.
"""

import json
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac

from causeway.hub.base.organisations.models.cache import CacheItem

_SWEPT_AT_ONCE = 100
_ADD = """
INSERT INTO organisations_cacheitem AS kept (key, value, expires_at) VALUES (%s, %s, %s)
ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value, expires_at = EXCLUDED.expires_at WHERE kept.expires_at <= %s
"""
_SWEEP = """
DELETE FROM organisations_cacheitem WHERE key IN (
    SELECT key FROM organisations_cacheitem WHERE expires_at <= %s LIMIT %s FOR UPDATE SKIP LOCKED
)
"""


def digest_of(key: str) -> str:
    """Under what a key is kept."""
    return salted_hmac("causeway.cache", key, algorithm="sha256").hexdigest()


def sweep(now: datetime) -> None:
    """Take out some of what has ended, so that the table does not grow with every visitor."""
    with connection.cursor() as cursor:
        cursor.execute(_SWEEP, [now, _SWEPT_AT_ONCE])


class SharedCache(BaseCache):
    """Keeps values that JSON can hold."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        del location
        super().__init__(params)

    def add(self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Keep a value unless there is one."""
        row = self._row(key, value, timeout, version)
        with connection.cursor() as cursor:
            cursor.execute(_ADD, [row.key, json.dumps(value), row.expires_at, timezone.now()])
            return bool(cursor.rowcount)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        """The value, or the default where there is none or it has ended."""
        found = CacheItem.objects.filter(Q(expires_at=None) | Q(expires_at__gt=timezone.now()))
        item = found.filter(key=digest_of(self.make_and_validate_key(key, version=version))).first()
        return default if item is None else item.value

    def set(self, key: Any, value: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> None:
        """Keep a value in place of any other."""
        sweep(timezone.now())
        CacheItem.objects.bulk_create(
            [self._row(key, value, timeout, version)],
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["value", "expires_at"],
        )

    def touch(self, key: Any, timeout: float | None = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        """Let a value end at another time."""
        row = self._row(key, None, timeout, version)
        return CacheItem.objects.filter(key=row.key).update(expires_at=row.expires_at) > 0

    def delete(self, key: Any, version: int | None = None) -> bool:
        """Forget a value."""
        digest = digest_of(self.make_and_validate_key(key, version=version))
        return CacheItem.objects.filter(key=digest).delete()[0] > 0

    def clear(self) -> None:
        """Forget everything."""
        CacheItem.objects.all().delete()

    def _row(self, key: Any, value: Any, timeout: float | None, version: int | None) -> CacheItem:
        ends = self.get_backend_timeout(timeout)
        return CacheItem(
            key=digest_of(self.make_and_validate_key(key, version=version)),
            value=value,
            expires_at=None if ends is None else datetime.fromtimestamp(ends, UTC),
        )
