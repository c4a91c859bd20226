"""The use cases of the doors."""
