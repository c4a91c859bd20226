"""What may be done with interests and overlaps."""
