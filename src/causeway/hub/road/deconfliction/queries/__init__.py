"""What may be read of interests and overlaps."""
