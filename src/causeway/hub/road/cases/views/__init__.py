"""Pages of cases and of safeguarding notices."""
