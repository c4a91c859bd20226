"""Everything that leaves: mail and webhooks, at least once, signed, with an id."""
