"""What can be done in awareness work, one use case a file."""
