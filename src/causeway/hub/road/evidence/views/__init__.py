"""Pages of content: its files, its authorities, its pictures."""
