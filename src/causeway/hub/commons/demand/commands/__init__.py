"""What demand publishes."""
