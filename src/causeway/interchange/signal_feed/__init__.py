"""Our own feed of signals: signed pages of numbered changes, and the rule by which a receiver goes through them."""

from causeway.interchange.signal_feed.bank_feed import bank_feed, bank_of, read_bank_page
from causeway.interchange.signal_feed.errors import FeedRolledBack, OtherFeed, PageForged, PageMissing, PageReplayed
from causeway.interchange.signal_feed.header import PageHeader
from causeway.interchange.signal_feed.pages import (
    MOST_CHANGES,
    FeedPage,
    open_lines,
    read_page,
    read_pages,
    write_page,
)
from causeway.interchange.signal_feed.state import FeedState

__all__ = [
    "MOST_CHANGES",
    "FeedPage",
    "FeedRolledBack",
    "FeedState",
    "OtherFeed",
    "PageForged",
    "PageHeader",
    "PageMissing",
    "PageReplayed",
    "bank_feed",
    "bank_of",
    "open_lines",
    "read_bank_page",
    "read_page",
    "read_pages",
    "write_page",
]
