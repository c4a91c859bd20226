"""Pages of the queue, and of a referral as those who received it see it."""
