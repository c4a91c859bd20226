"""Forgetting the objects of a root that nobody else holds: keys, bytes and rows."""

from uuid import UUID

from causeway.hub.base.vault.models import SealedObject
from causeway.hub.base.vault.opening import erase


def forget_objects(root_id: UUID) -> int:
    """Drop the keys of all objects of a root, after commit their bytes, and the rows that name them; gives how many.
    Runs inside the transaction of whoever is the last in the root's audience.
    """
    rows = SealedObject.objects.filter(root_id=root_id)
    for object_id in list(rows.values_list("id", flat=True)):
        erase(object_id)
    return rows.delete()[0]
