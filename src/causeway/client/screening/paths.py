"""Which requests a middleware looks at."""

from collections.abc import Sequence
from typing import Final

_WITH_BODY: Final = frozenset({"POST", "PUT", "PATCH"})


def is_screened(method: str, path: str, paths: Sequence[str]) -> bool:
    """Whether the method brings a body, and the path is one of these, or lies below one that ends in a slash."""
    return method in _WITH_BODY and any(
        path == each or (each.endswith("/") and path.startswith(each)) for each in paths
    )
