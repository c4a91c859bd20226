"""Attachments as evidence: examination, matches, authority to view, viewing, packages."""
