"""STIX 2.1: signals as indicators, out and in."""

from causeway.interchange.stix.mapping import STIX_MAPPING
from causeway.interchange.stix.read import read_stix
from causeway.interchange.stix.write import indicator_id, write_stix

__all__ = ["STIX_MAPPING", "indicator_id", "read_stix", "write_stix"]
