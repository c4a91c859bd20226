"""Pages of organisations and members."""
