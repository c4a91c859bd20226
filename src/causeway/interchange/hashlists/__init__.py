"""Lists of known files: CSV in, typed digests out."""

from causeway.interchange.hashlists.errors import CutShort, HashListError, HeaderNotUnderstood
from causeway.interchange.hashlists.read import COLUMNS, read_hash_list
from causeway.interchange.hashlists.rows import CATEGORIES_OF, CategoryScheme, ListedDigest, RowFault, digest_fault

__all__ = [
    "CATEGORIES_OF",
    "COLUMNS",
    "CategoryScheme",
    "CutShort",
    "HashListError",
    "HeaderNotUnderstood",
    "ListedDigest",
    "RowFault",
    "digest_fault",
    "read_hash_list",
]
