"""The pages of a feed one after the other, the next of which is fetched while the one before is worked on."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

from causeway.interchange.signal_feed import FeedPage, FeedState
from causeway.vocabulary.signals import SignalChange


def batches(
    state: FeedState, fetch: Callable[[int], FeedPage], most_changes: int
) -> Iterator[tuple[list[SignalChange], FeedState]]:
    """The changes of all pages behind `state` until nothing more stands ready, `most_changes` or a page more at a time,
    with the state once they are applied. Raises what `fetch` and `FeedState.after` raise, after the changes of the
    pages before.
    """
    gathered: list[SignalChange] = []
    reached = state
    try:
        for page, reached in _followed(state, fetch):
            gathered += page.changes
            if len(gathered) >= most_changes and not reached.is_whole:
                yield gathered, reached
                gathered = []
    except Exception:
        if gathered:
            yield gathered, reached
        raise
    yield gathered, reached


def _followed(state: FeedState, fetch: Callable[[int], FeedPage]) -> Iterator[tuple[FeedPage, FeedState]]:
    """A page that brings no nearer to what it says follows ends it, as the last one does."""
    with ThreadPoolExecutor(1, thread_name_prefix="feed") as reader:
        coming = reader.submit(fetch, state.cursor)
        while True:
            page, before = coming.result(), state
            state = state.after(page.header)
            is_last = state.is_whole or state.cursor == before.cursor
            if not is_last:
                coming = reader.submit(fetch, state.cursor)
            yield page, state
            if is_last:
                return
