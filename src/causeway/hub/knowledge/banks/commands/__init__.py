"""What can be done with banks."""
