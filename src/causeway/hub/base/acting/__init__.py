"""The one door: who acts, what they may do, and how every command and query goes through."""
