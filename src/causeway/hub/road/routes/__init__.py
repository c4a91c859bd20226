"""Which force a referral goes to, and why."""
