"""The walls: database roles, row-level security and the embedded PostgreSQL."""
