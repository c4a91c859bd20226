"""MISP: signals as an event's objects and attributes, out and in."""

from causeway.interchange.misp.mapping import MISP_MAPPING
from causeway.interchange.misp.read import read_misp
from causeway.interchange.misp.write import write_misp

__all__ = ["MISP_MAPPING", "read_misp", "write_misp"]
