"""How often one visitor may use the public door. No address is stored or logged: a count lies under a keyed digest."""

from causeway.hub.base.organisations.limits import Limit

TELLING = Limit("telling", most=30, seconds=3_600)
"""A school shares one address among many, and one person seldom tells thirty things in an hour."""

RECEIPTS = Limit("receipts", most=12, seconds=900)
"""Eighty bits cannot be guessed; this keeps guessing from being a load."""
