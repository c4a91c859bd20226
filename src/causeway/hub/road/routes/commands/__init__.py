"""What can be done with routes."""
