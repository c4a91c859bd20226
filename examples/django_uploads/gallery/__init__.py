"""An app that takes uploads."""
