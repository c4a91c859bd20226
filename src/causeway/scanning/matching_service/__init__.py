"""Lists of known files offered to other programs over HTTP, in any language: no hub, no database."""
