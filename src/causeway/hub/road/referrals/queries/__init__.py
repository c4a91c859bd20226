"""Reads of referrals as they were told."""
