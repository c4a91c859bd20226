"""The append-only ledger: audit, custody, timeline and events in one."""
