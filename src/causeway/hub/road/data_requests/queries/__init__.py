"""What can be read of data requests."""
