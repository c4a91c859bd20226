"""What can be read of retention."""
