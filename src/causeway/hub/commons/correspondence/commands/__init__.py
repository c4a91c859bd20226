"""Changing what organisations say to one another."""
