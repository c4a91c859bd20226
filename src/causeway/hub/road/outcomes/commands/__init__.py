"""What can be done with outcomes."""
