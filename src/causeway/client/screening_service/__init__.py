"""Screening offered to a service's other programs over HTTP, in any language: beside it, on its machine."""

from typing import Final

OWN_MACHINE: Final = ("127.0.0.1", "localhost", "::1")
"""By these names nobody but this machine is served."""
