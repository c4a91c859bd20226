"""Changes of training, one use case a file."""
