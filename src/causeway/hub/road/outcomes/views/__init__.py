"""Pages of outcomes and feedback."""
