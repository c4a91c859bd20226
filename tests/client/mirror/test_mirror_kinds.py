"""A mirror says of which kinds it has signals, so that nobody works out what it cannot compare."""

from pathlib import Path

from causeway.client.mirror import Mirror, MirrorWriter
from causeway.vocabulary.signals import SignalKind
from client.mirror.feeds import DAY, change, page, signal


def test_the_kinds_are_those_that_were_listed(tmp_path: Path) -> None:
    writer = MirrorWriter(tmp_path)
    writer.apply(page(0, [change("a", signal("a"))]))
    mirror = Mirror(tmp_path, stale_after=DAY)
    assert mirror.kinds() == {SignalKind.MD5}
    writer.apply(page(1, [change("b", signal("b", SignalKind.PDQ, "0f" * 32))]))
    assert mirror.kinds() == {SignalKind.MD5, SignalKind.PDQ}
