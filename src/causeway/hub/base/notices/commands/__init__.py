"""Owing notices, sending them, and managing where they go."""
