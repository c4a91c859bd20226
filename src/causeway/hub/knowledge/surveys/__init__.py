"""Surveys: instruments, waves, and answers that nobody can bring back to a person."""
