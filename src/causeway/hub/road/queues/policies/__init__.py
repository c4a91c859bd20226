"""Policies of priority: compared on past referrals, and put to work."""
