"""What-if questions about the staff of a desk, from the hub's own figures."""
