"""The forms of awareness work."""
