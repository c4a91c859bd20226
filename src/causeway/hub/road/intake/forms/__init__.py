"""What a person fills in: each form reads a part of a referral and gives that part back."""
