"""Which referrals hang together, and by what."""
