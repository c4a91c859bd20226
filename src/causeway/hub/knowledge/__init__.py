"""What organisations know and teach."""
