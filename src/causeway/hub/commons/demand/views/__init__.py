"""Pages of demand, and their figures as files."""
