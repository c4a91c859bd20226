"""Pages of the start and of search."""
