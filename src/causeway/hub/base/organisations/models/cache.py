"""What every web process must know at once, and may forget after a crash: counts of tries, codes used up."""

from django.db import models

from causeway.hub.base.walls.declarations import SignIn
from causeway.hub.base.walls.models import WalledModel


class CacheItem(WalledModel):
    """A value that ends by itself, under the digest of its key. Counted before an organisation is known.

    The table is unlogged (see its migration): a count costs no write to the disk, and a crash of the database, not a
    restart, empties it.
    """

    wall = SignIn()

    key = models.CharField(primary_key=True, max_length=64)
    value = models.JSONField()
    expires_at = models.DateTimeField(null=True, db_index=True)
