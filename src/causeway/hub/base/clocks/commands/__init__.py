"""What changes clocks without a person."""
