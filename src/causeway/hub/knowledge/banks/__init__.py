"""Curated lists of signals. A signal is not proof."""
