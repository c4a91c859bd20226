"""What can be done with staffing scenarios."""
