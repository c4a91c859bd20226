"""Days and moments in Dutch, which writes no month with a capital."""
