"""Reading how organisations can be reached."""
