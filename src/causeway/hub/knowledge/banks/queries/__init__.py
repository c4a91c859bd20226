"""What can be read of banks."""
