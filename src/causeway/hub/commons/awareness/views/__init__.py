"""The pages of awareness work."""
