"""What a later telling must say to be looked at by itself."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from causeway.linking import LinkInput, brings_news
from causeway.vocabulary.findings import MediaDigests
from causeway.vocabulary.selectors import Selector, SelectorKind

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
EMAIL = Selector(kind=SelectorKind.EMAIL, value="tide@example.org")
FILE = MediaDigests(sha256="a" * 64, sha1="a" * 40, md5="a" * 32, size_bytes=9, media_type="image/jpeg")
LINES = frozenset(f"line-{number}" for number in range(6))


def telling(**said: object) -> LinkInput:
    """What one says."""
    return LinkInput(referral_id="r", sender="one", received_at=NOON, **said)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("said", "before", "is_news"),
    [
        ({"selectors": (EMAIL,)}, {}, True),
        ({"selectors": (EMAIL,)}, {"selectors": (EMAIL,)}, False),
        ({"selectors": (Selector(kind=SelectorKind.IP, value="192.0.2.1"),)}, {}, False),
        ({"media": (FILE,)}, {}, True),
        ({"particulars": frozenset({"school pier"})}, {}, True),
        ({"particulars": frozenset({"school pier"})}, {"particulars": frozenset({"school pier", "in dover"})}, False),
        ({"conversation": frozenset({"line-0"})}, {}, True),
        ({"conversation": LINES}, {"conversation": frozenset({"line-0"})}, True),
        ({"conversation": LINES}, {"conversation": frozenset({"line-0", "line-1", "line-2"})}, False),
    ],
)
def test_what_is_news(said: dict[str, object], before: dict[str, object], is_news: bool) -> None:
    assert brings_news(telling(**said), [telling(), telling(**before)]) is is_news


def test_no_more_is_read_than_until_nothing_is_new() -> None:
    read = []

    def others() -> Iterator[LinkInput]:
        for number in range(500):
            read.append(number)
            yield telling(selectors=(EMAIL,), conversation=LINES)

    assert not brings_news(telling(selectors=(EMAIL,), conversation=LINES), others())
    assert read == [0]
