"""A follower is known by where it stands: under another name it would begin at the first entry and do all anew."""

from pathlib import Path

from causeway.hub.base.ledger.following import followers

NAMES = Path(__file__).with_name("followers.txt")


def test_no_follower_is_renamed_unawares() -> None:
    """Whoever moves one writes a migration that renames its cursors and faults (as `queues` 0017), and then this list;
    a new one is added here.
    """
    registered = [follower.name for follower in followers() if follower.name.startswith("causeway.")]
    assert registered == NAMES.read_text().split()
