"""Reading what organisations say to one another."""
