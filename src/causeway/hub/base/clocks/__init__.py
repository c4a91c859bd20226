"""Deadlines that run, warn and escalate."""
