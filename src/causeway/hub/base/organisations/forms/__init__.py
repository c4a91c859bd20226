"""Forms of organisations and members: what a person types, as the commands take it."""
