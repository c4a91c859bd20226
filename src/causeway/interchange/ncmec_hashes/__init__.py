"""NCMEC's hash-sharing API v2: pages of entries in, changes out."""

from causeway.interchange.ncmec_hashes.mapping import NCMEC_MAPPING
from causeway.interchange.ncmec_hashes.read import NcmecCursor, read_ncmec_page

__all__ = ["NCMEC_MAPPING", "NcmecCursor", "read_ncmec_page"]
