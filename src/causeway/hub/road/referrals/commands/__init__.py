"""Changes to referrals: recording one, and what is added to it later."""
