"""The worker: what is owed, and what falls due, done round by round."""
