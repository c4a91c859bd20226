"""Reads of organisations, members, credentials and agreements."""
