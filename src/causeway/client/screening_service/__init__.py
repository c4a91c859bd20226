"""Screening offered to a service's other programs over HTTP, in any language: beside it, on its machine."""
