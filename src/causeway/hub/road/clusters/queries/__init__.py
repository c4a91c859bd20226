"""What can be read of clusters."""
