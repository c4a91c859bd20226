"""What can be done with content: record an authority, look, take it along."""
