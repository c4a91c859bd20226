"""How far a receiver has come with a feed, and which page may follow: no gap, no replay, no rollback, no other feed."""

from dataclasses import dataclass
from datetime import datetime

from causeway.interchange.signal_feed.errors import FeedRolledBack, OtherFeed, PageMissing, PageReplayed
from causeway.interchange.signal_feed.header import PageHeader


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedState:
    """`cursor` is the last step applied, `head` how many the feed said it has, `as_of` when it said so (UTC; None
    before the first page). Keep it in the same transaction as what the pages changed.
    """

    feed: str
    cursor: int = 0
    head: int = 0
    as_of: datetime | None = None

    @property
    def is_whole(self) -> bool:
        """Whether every step that the feed spoke of is applied."""
        return self.as_of is not None and self.cursor == self.head

    def after(self, header: PageHeader) -> "FeedState":
        """The state once the page is applied; raises what the page breaks, and then nothing may be applied."""
        if header.feed != self.feed:
            raise OtherFeed("other_feed", "the page is of another feed")
        if header.after < self.cursor:
            raise PageReplayed("replayed", f"the page begins after step {header.after}, {self.cursor} were applied")
        if header.after > self.cursor:
            raise PageMissing("gap", f"the page begins after step {header.after}, only {self.cursor} were applied")
        if header.head < self.head:
            raise FeedRolledBack("rolled_back", f"the feed had {self.head} steps and now says {header.head}")
        if self.as_of is not None and header.issued_at < self.as_of:
            said = "the page was issued before the last one applied: an old answer, or the hub's clock was set back"
            raise PageReplayed("issued_before", said)
        return FeedState(feed=self.feed, cursor=header.to, head=header.head, as_of=header.issued_at)
