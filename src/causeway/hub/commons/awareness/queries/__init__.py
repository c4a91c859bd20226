"""What can be read of awareness work."""
