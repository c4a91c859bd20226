"""Completeness and priority of a referral, with reasons, by program or person."""
