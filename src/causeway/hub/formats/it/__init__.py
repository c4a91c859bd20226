"""Days and moments in Italian, which writes no month with a capital."""
