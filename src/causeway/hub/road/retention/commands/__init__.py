"""What can be done about retention."""
