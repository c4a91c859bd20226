"""Formats in and out.

Each folder holds a format's own types, its reader, its writer and the one table that maps it to `vocabulary`.
"""
