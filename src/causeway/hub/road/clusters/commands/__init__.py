"""What can be done with clusters."""
