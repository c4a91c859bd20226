"""The one sequencer: numbers entries after they have committed, without a gap, and signs the tree's head."""

from datetime import datetime

from django.db import connection

from causeway.hub.base.ledger.keys import signing_key
from causeway.hub.base.ledger.models import Checkpoint, Leaf, Tree
from causeway.hub.base.ledger.subtrees import keep
from causeway.hub.base.rows.updating import update_each
from causeway.transparency import Checkpoint as SignedHead
from causeway.transparency import CompactTree, Subtree, sign_checkpoint

_LOCK = 0x6C6564676572
"""The advisory lock that makes the sequencer the only one ('ledger' in ASCII)."""

_BATCH = 5_000


def sequence(now: datetime) -> int:
    """Give positions to all committed entries that have none, and sign a checkpoint if any were. Gives how many.

    Runs inside the caller's transaction. When another process is sequencing it returns 0 at once.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [_LOCK])
        if not cursor.fetchone()[0]:
            return 0
    leaves = list(Leaf.objects.filter(position=None).order_by("entered_at", "entry_id")[:_BATCH])
    if not leaves:
        return 0
    row = Tree.objects.filter(id=1).first() or Tree(id=1)
    tree = CompactTree.from_bytes(bytes(row.state)) if row.state else CompactTree()
    completed: dict[Subtree, bytes] = {}
    for leaf in leaves:
        leaf.position = tree.size
        tree, more = tree.append_and_complete(bytes(leaf.leaf_hash))
        completed |= more
    update_each(leaves, ["position"])
    keep(completed)
    row.state = tree.to_bytes()
    row.save()
    key = signing_key()
    head = SignedHead(origin=key.verifier.name, size=tree.size, root=tree.root())
    note = sign_checkpoint(head, key)
    Checkpoint(size=tree.size, root=head.root, note=note, signed_at=now).save(force_insert=True)
    return len(leaves)
