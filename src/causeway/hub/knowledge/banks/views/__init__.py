"""Pages of banks and signals."""
