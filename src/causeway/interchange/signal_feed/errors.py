"""Why a page of a signed feed is not applied. After any of these the state is as before."""

from causeway.interchange.signals.errors import SignalFormatError


class PageForged(SignalFormatError):
    """The page is not signed by the feed's key, or its lines are not those that were signed."""


class OtherFeed(SignalFormatError):
    """The page is genuine and belongs to another feed."""


class PageMissing(SignalFormatError):
    """There are steps between the last one applied and the page's first: fetch from the state's cursor."""


class PageReplayed(SignalFormatError):
    """The page begins before the last step applied, or was issued before the last page applied."""


class FeedRolledBack(SignalFormatError):
    """The feed says that it has fewer steps than it had: its log was cut, or an old copy of it answers."""
