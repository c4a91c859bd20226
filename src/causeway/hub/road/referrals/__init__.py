"""What was told: referrals, their attachments, supplements and questions."""
