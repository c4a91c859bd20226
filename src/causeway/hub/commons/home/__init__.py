"""Start pages and search."""
