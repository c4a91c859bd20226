"""What can be read of outcomes and feedback."""
