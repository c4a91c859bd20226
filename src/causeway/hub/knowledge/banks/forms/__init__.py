"""Forms of banks and signals."""
