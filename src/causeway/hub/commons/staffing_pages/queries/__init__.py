"""What can be read of staffing scenarios."""
