"""What can be read of clocks."""
