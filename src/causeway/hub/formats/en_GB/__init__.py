"""Days and moments in British English."""
