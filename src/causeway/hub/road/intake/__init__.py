"""The doors through which referrals come, unfinished reports, drafts and idempotency."""
