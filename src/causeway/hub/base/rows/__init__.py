"""Rows as PostgreSQL gives and takes them: whole columns, batches, documents, what is remembered for a while."""
