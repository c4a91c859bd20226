"""Awareness: what schools and partners are taught, told and asked, and what changed."""
