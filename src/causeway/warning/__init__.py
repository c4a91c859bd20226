"""Early warning: what accounts do and write becomes evidence for a person who reviews it, and is measured honestly."""
