"""Reads of what stands at the doors."""
