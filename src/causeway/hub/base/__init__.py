"""What every step of the road stands on."""
