"""Content under seal: one key an object, nothing readable on disk. Use `sealing`, `opening` and `sweeping`."""
