"""Clearing referrals: what the engines are given, what they find, and who is told."""
