"""What templates use of clocks."""
