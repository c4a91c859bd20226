"""Deconfliction: forces find out that they work on the same selector, and nobody learns which."""
