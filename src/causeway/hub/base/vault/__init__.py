"""Content under seal: one key an object, nothing readable on disk."""
