"""A collection of files, looked through: what is known, what is new, and where a child may be within reach.

Needs no hub and no database.
"""
