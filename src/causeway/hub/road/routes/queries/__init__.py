"""What can be read of routes."""
