"""What came of a referral, and what of it the sender may know."""
