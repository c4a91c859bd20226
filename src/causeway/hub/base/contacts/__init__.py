"""Whom to reach at which organisation, for what, and when: role mailboxes and telephones, never a person's own."""
