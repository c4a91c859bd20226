"""Changing what an organisation says of how it can be reached."""
