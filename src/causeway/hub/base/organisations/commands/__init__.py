"""What can be done with organisations, members, credentials and agreements."""
