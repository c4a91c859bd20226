"""What can be done with data requests."""
